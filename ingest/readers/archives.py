"""Archives (.zip, .7z, .rar) and attachments of mails: the files in them, within limits of number, size and ratio."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress

import py7zr
import rarfile
from py7zr.exceptions import ArchiveError, PasswordRequired
from py7zr.io import BytesIOFactory

from ingest.readers.mail import attachments
from ingest.readers.outlook import attached_files
from ingest.readers.packages import LARGEST, MOST_MEMBERS, RATIO, RATIO_MATTERS, unreadable

_OF_THE_SYSTEM = re.compile(r"(?:.*/)?(?:__MACOSX/|\.|~\$|thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_UNICODE_NAMES = 0x800
_DAMAGED = "压缩包不完整或已损坏，请重新取得，或解压后把其中的文件放进文件夹再导入。"
_ENCRYPTED = "压缩包设有密码，请解压后把其中的文件放进文件夹再导入。"
_TOO_LARGE = "压缩包展开后过大或文件过多，未作读取，请解压后分批导入。"
_NO_TOOL = "这是 .rar 压缩包，本机没有安装解压程序 unar，请安装后再导入，或解压后把其中的文件放进文件夹。"

Files = Iterator[tuple[str, bytes]]


def files_within(data: bytes) -> Files:
    """Yield the name, with its folders, and the bytes of each file in an archive or attached to a mail.

    Raises:
        UnreadableError: It is damaged, encrypted, too large, or there is no program for it; possibly after some files.
    """
    if data.startswith(b"PK"):
        return _of_zip(data)
    if data.startswith(b"7z\xbc\xaf"):
        return _of_seven_zip(data)
    if data.startswith(b"Rar!"):
        return _of_rar(data)
    return attached_files(data) if data.startswith(b"\xd0\xcf\x11\xe0") else attachments(data)


def _of_zip(data: bytes) -> Files:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [each for each in archive.infolist() if not each.is_dir() and _is_meant(_zip_name(each))]
        _check([each.file_size for each in members], len(data))
        if any(each.flag_bits & 1 for each in members):
            raise unreadable("encrypted", _ENCRYPTED)
        for member in members:
            with archive.open(member) as stream:
                yield _zip_name(member), stream.read(member.file_size)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
        raise unreadable("damaged", _DAMAGED) from error


def _zip_name(member: zipfile.ZipInfo) -> str:
    """Return a name as it was meant: programs of Chinese Windows write GBK without saying so, others UTF-8."""
    if member.flag_bits & _UNICODE_NAMES:
        return member.filename
    written = member.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return written.decode(encoding)
    return member.filename


def _of_seven_zip(data: bytes) -> Files:
    try:
        with py7zr.SevenZipFile(io.BytesIO(data)) as archive:
            members = [each for each in archive.list() if not each.is_directory and _is_meant(each.filename)]
            _check([each.uncompressed for each in archive.list()], len(data))
            if archive.needs_password():
                raise unreadable("encrypted", _ENCRYPTED)
            unpacked = BytesIOFactory(LARGEST)
            archive.extract(targets=[each.filename for each in members], factory=unpacked)
            for name, product in unpacked.products.items():
                product.seek(0)
                yield name, product.read()
    except PasswordRequired as error:
        raise unreadable("encrypted", _ENCRYPTED) from error
    except (ArchiveError, EOFError, OSError, LookupError, TypeError, ValueError, lzma.LZMAError) as error:
        raise unreadable("damaged", _DAMAGED) from error


def _of_rar(data: bytes) -> Files:
    try:
        with rarfile.RarFile(io.BytesIO(data), errors="strict") as archive:
            if archive.needs_password():
                raise unreadable("encrypted", _ENCRYPTED)
            members = [each for each in archive.infolist() if each.is_file() and _is_meant(each.filename)]
            _check([each.file_size for each in members], len(data))
            for member in members:
                yield member.filename, archive.read(member)
    except (rarfile.RarCannotExec, rarfile.RarExecError) as error:
        raise unreadable("no_unpacker", _NO_TOOL) from error
    except (rarfile.PasswordRequired, rarfile.NoCrypto) as error:
        raise unreadable("encrypted", _ENCRYPTED) from error
    except (rarfile.Error, OSError, LookupError, ValueError) as error:
        raise unreadable("damaged", _DAMAGED) from error


def _is_meant(name: str) -> bool:
    return _OF_THE_SYSTEM.match(name) is None


def _check(sizes: Iterable[int], packed: int) -> None:
    sizes = list(sizes)
    total = sum(sizes)
    if len(sizes) > MOST_MEMBERS or total > LARGEST or (total > RATIO_MATTERS and total > RATIO * packed):
        raise unreadable("too_large", _TOO_LARGE)
