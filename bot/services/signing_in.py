"""Signing in: by password, by the office's account, by invitation, and the first administrator.

What a session is worth is asked each time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.services.core import Core
from bot.services.events import Invited, SignedIn, SignedOut, SignInFailed, Tell
from bot.services.passwords import is_right, password_hash
from bot.services.rights import Rights
from knowledge.access import Role
from knowledge.callers import ANYBODY, Identity, Someone, Visit
from knowledge.catalog.database import Database
from knowledge.catalog.sessions import Sessions
from knowledge.errors import BadRequestError
from knowledge.people import People

WEB = "web"
"""The channel under whose identities people sign in."""

WRONG = "用户名或密码不对，请重新输入。忘记密码时，请管理员重新发一个邀请链接。"
WRONG_AT_OFFICE = "用户名或密码不对，请重新输入。忘记单位账号密码的，请找管理单位账号的部门。"
UNLISTED = (
    "您的单位账号“{name}”不在本助手的使用名单中。请告诉管理员：在“管理”里添加用户名 {name}，"
    "或运行 ronghe people add web:{name}。"
)
NO_NAME = (
    "您的单位账号“{name}”不能用作这里的用户名（1至40个汉字、字母、数字或 . _ - @），请告诉管理员："
    "登录要改用另一个字段，见 docs/web.md。"
)
NOT_INVITED = "这个邀请链接已用过或已过期，请管理员重新发一个。"
TAKEN = "已有管理员可以登录，不能再用终端里的代码；请用用户名和密码登录，或请管理员发邀请链接。"
_NAME = re.compile(r"[\w.@-]{1,40}")

Directory = Callable[[str, str], str | None]
"""Asks the office's directory whether name and password go together; returns the name as it stands there, or None."""


@dataclass(frozen=True)
class SigningIn:
    """Sessions over the catalog; a person's role and labels are never part of one."""

    core: Core
    rights: Rights
    tell: Tell

    def sign_in(self, name: str, password: str, directory: Directory | None = None) -> str:
        """Return the secret of a new session, by a password of ours or else by that of the office's directory.

        Raises:
            BadRequestError: Name and password do not go together, or the person is not on the list; and what
                `directory` raises.
        """
        person = self._known(name, password)
        if person is None and directory is not None:
            return self.vouched_for(lambda: directory(name, password))
        if person is None or not self.rights.people.may_read(person):
            self.tell(SignInFailed(by=self._named(name) or ANYBODY))
            raise BadRequestError(WRONG)
        return self._begun(person)

    def vouched_for(self, vouch: Callable[[], str | None]) -> str:
        """Return the secret of a new session for whom the office's own system vouches.

        Args:
            vouch: Asks it; returns a name there, None where name and password do not go together.

        Raises:
            BadRequestError: It vouches for nobody, or for somebody who is not on the list; and what `vouch` raises.
        """
        try:
            person = self._listed(vouch())
        except BadRequestError:
            self.tell(SignInFailed(by=ANYBODY))
            raise
        return self._begun(person)

    def by_invitation(self, invitation: str, password: str) -> str:
        """Give whom an invitation is for a password, and return the secret of a new session.

        Raises:
            BadRequestError: The invitation does not hold, or the password cannot be one.
        """
        person = self.invited(invitation)
        if person is None or not self.rights.people.may_read(person):
            raise BadRequestError(NOT_INVITED)
        kept = password_hash(password, name=self.name_of(person))
        if self._sessions.redeem(invitation) is None:
            raise BadRequestError(NOT_INVITED)
        self._sessions.set_password(person.number, kept)
        return self._begun(person)

    def invited(self, invitation: str) -> Someone | None:
        """Return whom an invitation is for; None where it does not hold."""
        number = self._sessions.invited(invitation)
        return None if number is None else Someone(number=number)

    def is_first(self) -> bool:
        """Tell whether nobody has a password yet."""
        return not self._sessions.anybody_can_sign_in()

    def found(self, name: str, called: str, password: str) -> str:
        """Make the first administrator, and return the secret of their session. Whoever calls has seen the terminal.

        Raises:
            BadRequestError: There is one already, or name or password cannot be one.
        """
        if not self.is_first():
            raise BadRequestError(TAKEN)
        kept = password_hash(password, name=sign_in_name(name))
        person = self.rights.people.caller(Identity(channel=WEB, subject=sign_in_name(name)))
        # Hashing takes a while, in which somebody else may have been quicker.
        if not self.rights.people.add_first(person.number, name=called, password_hash=kept):
            raise BadRequestError(TAKEN)
        return self._begun(person)

    def who(self, secret: str) -> Someone | None:
        """Return whose session it is; None where it has ended."""
        number = self._sessions.person(secret) if secret else None
        return None if number is None else Someone(number=number)

    def by_name(self, name: str) -> Someone | None:
        """Return whom another system that has checked it calls so; None where nobody is."""
        return self._named(name)

    def leave(self, secret: str, by: Someone) -> None:
        """End a session."""
        self._sessions.end(secret)
        self.tell(SignedOut(by=by))

    def leave_everywhere(self, by: Someone) -> None:
        """End every session of a person."""
        self._sessions.end_all(by.number)
        self.tell(SignedOut(by=by))

    def change_password(self, by: Someone, old: str, new: str) -> str:
        """Give somebody another password; every session ends, and the secret of a new one is returned.

        Raises:
            BadRequestError: The old one is wrong, or the new one cannot be one.
        """
        if not is_right(old, self._sessions.password_of(by.number)):
            self.tell(SignInFailed(by=by))
            raise BadRequestError("原来的密码不对，请重新输入。")
        self._sessions.set_password(by.number, password_hash(new, name=self.name_of(by)))
        return self._begun(by)

    def invite(self, person: int, visit: Visit) -> str:
        """Return the secret with which a person on the list chooses a password, for an administrator.

        Raises:
            BadRequestError: Who invites is no administrator, or nobody has that number or a name to sign in with.
        """
        self.rights.check(visit, Role.ADMIN)
        invitation = invitation_for(person, self.rights.people, self.core.catalog.database)
        self.tell(Invited(by=visit.caller, person=person))
        return invitation

    def name_of(self, person: Someone) -> str:
        """Return the name under which somebody signs in; empty where they have none."""
        return name_of_person(person.number, self.rights.people)

    @property
    def _sessions(self) -> Sessions:
        return Sessions(self.core.catalog.database)

    def _known(self, name: str, password: str) -> Someone | None:
        """Return whose name and password of ours these are; None where they do not go together."""
        person = self._named(name)
        right = is_right(password, self._sessions.password_of(person.number) if person else None)
        return person if right else None

    def _listed(self, name: str | None) -> Someone:
        """Return who is on the list under the name that they have at the office."""
        if name is None:
            raise BadRequestError(WRONG_AT_OFFICE)
        person = self._named(name)
        if person is None or not self.rights.people.may_read(person):
            raise BadRequestError((UNLISTED if _NAME.fullmatch(name) else NO_NAME).format(name=name[:40]))
        return person

    def _named(self, name: str) -> Someone | None:
        return self.rights.people.find(Identity(channel=WEB, subject=name)) if _NAME.fullmatch(name) else None

    def _begun(self, person: Someone) -> str:
        secret = self._sessions.begin(person.number)
        self.tell(SignedIn(by=person))
        return secret


def sign_in_name(name: str) -> str:
    """Return a name under which somebody can sign in.

    Raises:
        BadRequestError: It cannot be one.
    """
    if not _NAME.fullmatch(name.strip()):
        raise BadRequestError("用户名由1至40个汉字、字母、数字或 . _ - @ 组成，不含空格。")
    return name.strip()


def name_of_person(number: int, people: People) -> str:
    """Return the name under which a person signs in; empty where they have none."""
    return next((one.subject for one in people.identities(number) if one.channel == WEB), "")


def invitation_for(number: int, people: People, database: Database) -> str:
    """Return the secret with which a person on the list chooses a password once.

    Raises:
        BadRequestError: Nobody on the list has that number, or they have no name to sign in with.
    """
    if people.person(number) is None:
        raise BadRequestError("名单里没有这个人，请先添加。")
    if not name_of_person(number, people):
        raise BadRequestError("这个人没有网页用户名；请以 web:用户名 添加，例如 ronghe people add web:zhangsan。")
    return Sessions(database).invite(number)
