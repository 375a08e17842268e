"""Builds files of each kind that would fill a machine if they were opened as they ask to be."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from PIL import Image

from tests.ingest.readers import archive_files as archives
from tests.ingest.readers import compound_files as compound
from tests.ingest.readers import made_files as made
from tests.ingest.readers import office_files as office

PROSE = "支部每月组织一次集中学习，学习结果按季度公布，接受全体党员的监督。"
_MEGABYTE = 1 << 20
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zip_of_zeros() -> bytes:
    """300 MB of zeros in 300 KB."""
    return _dense_zip({"a.txt": 300})


def zip_that_lies() -> bytes:
    """The same, said to be 100 bytes long."""
    made_zip = bytearray(zip_of_zeros())
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = made_zip.find(signature)
        made_zip[place + at : place + at + 4] = (100).to_bytes(4, "little")
    return bytes(made_zip)


def zip_of_zips() -> bytes:
    """Ten archives in each of ten archives of ten, each with 20 MB of zeros; no single one is too large."""
    inner = _dense_zip({"a.txt": 20})
    for _ in range(2):
        inner = archives.zipped({f"{number}.zip": inner for number in range(10)})
    return inner


def seven_zip_of_zeros() -> bytes:
    """300 MB of zeros in 50 KB."""
    return archives.seven_zipped({"a.txt": bytes(300 * _MEGABYTE)})


def rar_that_lies() -> bytes:
    """A member said to be four exabytes long."""
    return archives.rar({"a.txt": PROSE.encode()}, declared=1 << 62)


def word_of_zeros() -> bytes:
    """A body of 300 MB of spaces."""
    return made.with_member(made.saved(made.word(PROSE)), "word/document.xml", b" " * (300 * _MEGABYTE))


def word_of_paragraphs() -> bytes:
    """900,000 paragraphs of one character."""
    space = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    body = "<w:p><w:r><w:t>文</w:t></w:r></w:p>" * 900_000
    xml = f"<w:document {space}><w:body>{body}</w:body></w:document>".encode()
    return made.with_member(made.saved(made.word(PROSE)), "word/document.xml", xml)


def sheet_of_cells() -> bytes:
    """3,000,000 cells, each of which is one string of 30,000 characters by number."""
    row = '<row r="{0}">' + "".join(f'<c r="{column}{{0}}" t="s"><v>0</v></c>' for column in "ABCDEFGHIJ") + "</row>"
    rows = "".join(row.format(number) for number in range(1, 300_001))
    sheet = f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    strings = f'<sst xmlns="{_SHEET}"><si><t>{"支部学习" * 7_500}</t></si></sst>'.encode()
    book = made.workbook(("单位", "做法"))
    return _stored(_stored(book, "xl/worksheets/sheet1.xml", sheet), "xl/sharedStrings.xml", strings)


def pdf_of_zeros() -> bytes:
    """A page of 1 GB of zeros, packed twice."""
    squeezer = zlib.compressobj(9)
    packed = b"".join(squeezer.compress(bytes(_MEGABYTE)) for _ in range(1_024)) + squeezer.flush()
    return _pdf(zlib.compress(packed, 9), "[/FlateDecode/FlateDecode]")


def pdf_of_a_picture() -> bytes:
    """A page on which stands a picture of 30,000 by 30,000, of 900 MB, in 900 KB."""
    squeezer = zlib.compressobj(9)
    packed = b"".join(squeezer.compress(bytes(30_000)) for _ in range(30_000)) + squeezer.flush()
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream"
    )
    return _pdf(b"q 595 0 0 842 0 0 cm /P Do Q", "[]", picture)


def png_of_zeros() -> bytes:
    """900,000,000 pixels in 110 KB."""
    buffer = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(buffer, "PNG")
    return buffer.getvalue()


def png_of_words() -> bytes:
    """A small picture with a remark of 200 MB in it."""
    buffer = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(buffer, "PNG")
    remark = b"Comment\0\0" + zlib.compress(b"a" * (200 * _MEGABYTE), 9)
    chunk = struct.pack(">I", len(remark)) + b"zTXt" + remark + struct.pack(">I", zlib.crc32(b"zTXt" + remark))
    plain = buffer.getvalue()
    return plain[:33] + chunk + plain[33:]


def gif_of_zeros() -> bytes:
    """65,000 by 65,000 pixels, of which nothing follows but the end."""
    head = b"GIF89a" + struct.pack("<HH", 65_000, 65_000) + b"\xf0\0\0" + bytes(6)
    return head + b"\x2c" + struct.pack("<HHHH", 0, 0, 65_000, 65_000) + b"\0\x02\x02\x4c\x01\0\x3b"


def tif_of_zeros() -> bytes:
    """One strip of 30,000 by 30,000 pixels, deflated."""
    packed = zlib.compress(bytes(30_000 * 3_750), 9)
    tags = (
        (256, 4, 30_000),
        (257, 4, 30_000),
        (258, 3, 1),
        (259, 3, 8),
        (262, 3, 1),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, 30_000),
        (279, 4, len(packed)),
    )
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, kind, 1, v) for tag, kind, v in tags)
    return b"II*\0" + struct.pack("<I", 8 + len(packed)) + packed + directory + bytes(4)


def tif_of_pages() -> bytes:
    """2,000 pages of a fax."""
    pages = [Image.new("1", (1_728, 2_200), 1)] * 2_000
    buffer = io.BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    return buffer.getvalue()


def ofd_of_zeros() -> bytes:
    """A page of 300 MB of spaces."""
    return made.with_member(office.fixed_layout([PROSE]), "Doc_0/Pages/Page_0/Content.xml", b" " * (300 * _MEGABYTE))


def ofd_of_pages() -> bytes:
    """3,000,000 entries that all name one page."""
    page = '<ofd:Page ID="0" BaseLoc="Pages/Page_0/Content.xml"/>'
    return made.changed_member(
        office.fixed_layout([PROSE]),
        "Doc_0/Document.xml",
        lambda xml: xml.replace(b"</ofd:Pages>", page.encode() * 1_000_000 + b"</ofd:Pages>"),
    )


def slides_of_zeros() -> bytes:
    """A slide of 300 MB of spaces."""
    return made.with_member(office.slides(("学习", PROSE)), "ppt/slides/slide1.xml", b" " * (300 * _MEGABYTE))


def old_document_that_lies() -> bytes:
    """A .doc whose table of pieces is said to be two gigabytes long."""
    data = bytearray(compound.word_97("学习", PROSE))
    fib = data.find(b"\xec\xa5")
    struct.pack_into("<I", data, fib + 154 + 33 * 8 + 4, 0x7FFF_FFFF)
    struct.pack_into("<i", data, fib + 76, 0x7FFF_FFFF)
    return bytes(data)


def rich_text_of_braces() -> bytes:
    """Groups two million deep."""
    return b"{\\rtf1\\ansi " + b"{" * 2_000_000 + "学习".encode("gbk") + b"}" * 2_000_000 + b"}"


def page_of_divisions() -> bytes:
    """Divisions a million deep."""
    return b"<html><body>" + b"<div>" * 1_000_000 + PROSE.encode() + b"</body></html>"


def mail_of_mails() -> bytes:
    """Parts 3,000 deep."""
    head = "MIME-Version: 1.0\r\nFrom: a@example.com\r\nTo: b@example.com\r\nSubject: a\r\n"
    parts = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(3_000))
    return f"{head}{parts}Content-Type: text/plain; charset=utf-8\r\n\r\n{PROSE}\r\n".encode()


def mail_of_an_archive() -> bytes:
    """300 MB of zeros, attached."""
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "学习", "a@example.com", "b@example.com"
    mail.set_content(PROSE)
    mail.add_attachment(zip_of_zeros(), maintype="application", subtype="zip", filename="a.zip")
    return mail.as_bytes()


BOMBS: Mapping[str, Callable[[], bytes]] = {
    "a.zip": zip_of_zeros,
    "b.zip": zip_that_lies,
    "c.zip": zip_of_zips,
    "a.7z": seven_zip_of_zeros,
    "a.rar": rar_that_lies,
    "a.docx": word_of_zeros,
    "b.docx": word_of_paragraphs,
    "a.xlsx": sheet_of_cells,
    "a.pptx": slides_of_zeros,
    "a.doc": old_document_that_lies,
    "a.rtf": rich_text_of_braces,
    "a.html": page_of_divisions,
    "a.pdf": pdf_of_zeros,
    "b.pdf": pdf_of_a_picture,
    "a.png": png_of_zeros,
    "b.png": png_of_words,
    "a.gif": gif_of_zeros,
    "a.tif": tif_of_zeros,
    "b.tif": tif_of_pages,
    "a.ofd": ofd_of_zeros,
    "b.ofd": ofd_of_pages,
    "a.eml": mail_of_mails,
    "b.eml": mail_of_an_archive,
}
"""By the name of the file."""


def _dense_zip(members: Mapping[str, int]) -> bytes:
    """Return an archive of zeros, so many megabytes a member."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, megabytes in members.items():
            with archive.open(name, "w") as member:
                for _ in range(megabytes):
                    member.write(bytes(_MEGABYTE))
    return buffer.getvalue()


def _stored(package: bytes, name: str, content: bytes) -> bytes:
    """Return a package with a member that is packed so little that its density is no reason to refuse it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return buffer.getvalue()


def _pdf(stream: bytes, filters: str, picture: bytes = b"") -> bytes:
    resources = b"/Resources<</XObject<</P 5 0 R>>>>" if picture else b""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R" + resources + b">>",
        f"<</Length {len(stream)}/Filter{filters}>>stream\n".encode() + stream + b"\nendstream",
        *([picture] if picture else []),
    ]
    return b"%PDF-1.5\n" + b"".join(_numbered(objects)) + b"trailer<</Root 1 0 R>>\n%%EOF"


def _numbered(objects: list[bytes]) -> Iterator[bytes]:
    for number, content in enumerate(objects, start=1):
        yield f"{number} 0 obj".encode() + content + b"endobj\n"
