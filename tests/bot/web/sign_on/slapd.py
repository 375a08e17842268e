"""OpenLDAP's own server, in a folder of its own on loopback, over `ldap://` and `ldaps://`."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.bot.web.sign_on.servers import Papers, unused_port

PLACES = "/usr/sbin:/usr/local/sbin:/usr/lib/openldap:/usr/libexec"
SCHEMAS = Path("/etc/ldap/schema")
BASE, READER, READER_PASSWORD = "ou=people,dc=office,dc=test", "cn=reader,dc=office,dc=test", "reads-only"
WORD = "单位的密码-2024"

CONFIGURED = """
include {schemas}/core.schema
include {schemas}/cosine.schema
include {schemas}/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
allow bind_anon_dn
TLSCertificateFile {papers.certificate}
TLSCertificateKeyFile {papers.key}
database mdb
maxsize 10485760
suffix "dc=office,dc=test"
directory {folder}/data
access to attrs=userPassword by anonymous auth by * none
access to dn.subtree="{base}" by dn.exact="{reader}" read by * none
access to * by anonymous auth by * none
"""

ENTRIES = """
dn: dc=office,dc=test
objectClass: dcObject
objectClass: organization
dc: office
o: office

dn: {reader}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: {reader_password}

dn: {base}
objectClass: organizationalUnit
ou: people
"""

PERSON = """
dn: cn={cn},{base}
objectClass: inetOrgPerson
cn: {cn}
sn: {cn}
uid: {uid}
userPassword: {word}
"""
PEOPLE = {"reader": "reader", "Wang Wu": "WangWu", "twin 1": "twin", "twin 2": "twin", "星": "*"}


class Ports(NamedTuple):
    """Where it listens."""

    plain: int
    encrypted: int


def program(name: str) -> str | None:
    """Return where a program of OpenLDAP is; None where it, or what it is configured with, is not installed."""
    return shutil.which(name, path=PLACES) if SCHEMAS.is_dir() else None


@contextmanager
def running(folder: Path, papers: Papers) -> Iterator[Ports]:
    """Serve the people while the block lasts."""
    (folder / "data").mkdir()
    configuration, entries = folder / "slapd.conf", folder / "people.ldif"
    names = {"schemas": SCHEMAS, "folder": folder, "papers": papers, "base": BASE, "reader": READER}
    configuration.write_text(CONFIGURED.format(**names), encoding="utf-8")
    people = [PERSON.format(cn=cn, uid=uid, base=BASE, word=WORD) for cn, uid in PEOPLE.items()]
    held = ENTRIES.format(base=BASE, reader=READER, reader_password=READER_PASSWORD)
    entries.write_text("\n".join([held, *people]), encoding="utf-8")
    loaded = [str(program("slapadd")), "-f", str(configuration), "-l", str(entries)]
    subprocess.run(loaded, check=True, capture_output=True, timeout=30)
    ports = Ports(unused_port(), unused_port())
    listening = f"ldap://127.0.0.1:{ports.plain} ldaps://127.0.0.1:{ports.encrypted}"
    command = [str(program("slapd")), "-f", str(configuration), "-h", listening, "-d", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(ports)
            yield ports
        finally:
            server.terminate()


def _wait_for(ports: Ports) -> None:
    for port in ports:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
