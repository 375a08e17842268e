"""What the settings set up: said in one sentence where it is not complete, not installed or not safe."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.diagnosis import setting_checks
from bot.web.sign_on.office import AT_ONCE, Office, office_of
from knowledge.errors import BadRequestError
from tests.bot.web.sign_on.conftest import settings_with

ISSUER, CAS = "https://sso.example.cn/realms/office", "https://cas.example.cn/cas"
LDAP = {"ldap_url": "ldaps://ldap.example.cn", "ldap_base": "ou=people,dc=example,dc=cn"}
OIDC = {"oidc_issuer": ISSUER, "oidc_client_id": "ronghe"}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"oidc_issuer": ISSUER}, "还缺 RONGHE_OIDC_CLIENT_ID"),
        ({"oidc_client_secret": SecretStr("x")}, "还缺 RONGHE_OIDC_ISSUER、RONGHE_OIDC_CLIENT_ID"),
        (OIDC | {"cas_url": CAS}, "只能设置一个"),
        ({"cas_url": "http://cas.example.cn/cas"}, "要以 https:// 开头"),
        ({"cas_url": "cas.example.cn"}, "RONGHE_CAS_URL 不是网址"),
        ({"cas_url": "https://user:pass@cas.example.cn"}, "RONGHE_CAS_URL 不是网址"),
        ({"ldap_url": LDAP["ldap_url"]}, "还缺 RONGHE_LDAP_BASE"),
        (LDAP | {"ldap_bind_dn": "cn=reader"}, "还缺 RONGHE_LDAP_BIND_PASSWORD"),
        (LDAP | {"ldap_attribute": "uid=*)("}, "RONGHE_LDAP_ATTRIBUTE"),
        ({"cas_url": CAS, "sign_on_ca": Path("/nowhere/ca.pem")}, "RONGHE_SIGN_ON_CA"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(values: dict[str, Any], says: str) -> None:
    """To whoever starts the page, and by the doctor."""
    settings = settings_with(**values)
    with pytest.raises(BadRequestError) as told:
        office_of(settings, "http://127.0.0.1:8420/")
    assert says in str(told.value)
    check = next(check for check in setting_checks(settings) if check.name == "sign_on")
    assert not check.ok
    assert says in check.message


def test_a_file_that_is_no_certificate_is_named(not_a_certificate: Path) -> None:
    """Before anybody tries to sign in."""
    with pytest.raises(BadRequestError, match="RONGHE_SIGN_ON_CA"):
        office_of(settings_with(cas_url=CAS, sign_on_ca=not_a_certificate), "http://127.0.0.1:8420/")


@pytest.mark.parametrize(("values", "extra"), [(OIDC, "oidc"), (LDAP, "ldap")])
def test_an_extra_that_is_missing_is_named(values: dict[str, Any], extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, {"oidc": "authlib", "ldap": "pyasn1_modules"}[extra], None)
    with pytest.raises(BadRequestError, match=rf"没有安装 {extra} 附加组件；请运行 make setup EXTRAS={extra}。"):
        office_of(settings_with(**values), "http://127.0.0.1:8420/")


def test_the_doctor_names_what_is_set_up_and_where_it_comes_back() -> None:
    """So that the administrator can enter our address there; nothing is asked of the office's servers."""
    settings = settings_with(cas_url=CAS, web_origin="https://oa.example.cn/ronghe")
    checks = [
        check for each in (settings, settings_with()) for check in setting_checks(each) if check.name == "sign_on"
    ]
    assert [check.ok for check in checks] == [True, True]
    assert [check.message for check in checks] == [
        f"单位账号登录已设置：CAS（{CAS}），登录后回到 https://oa.example.cn/ronghe/sign-on/back（未试连）。",
        "未设置单位账号登录：网页用本助手自己的密码登录。",
    ]


def test_no_secret_of_it_is_shown_or_logged() -> None:
    """Of secrets the page for administrators tells that they are set; the log hides them."""
    settings = settings_with(oidc_client_secret=SecretStr("of-the-client"), ldap_bind_password=SecretStr("of-reader"))
    assert {"of-the-client", "of-reader"} <= set(settings.secrets())
    assert not [value for _, value in settings.shown() if value in settings.secrets()]


def test_slow_sign_ins_leave_room_for_everybody_else() -> None:
    """Only a few wait for the office's server; who comes then is told so."""

    class Slow:
        """A directory that has not answered one when the next one comes."""

        def name(self, name: str, password: str) -> str | None:
            asked.append(name)
            return office.name_in_directory(name, password)

    asked: list[str] = []
    office = Office(directory=Slow(), patience=0.01)
    with pytest.raises(BadRequestError, match="正在登录的人太多"):
        office.name_in_directory("reader", "x")
    assert len(asked) == AT_ONCE
