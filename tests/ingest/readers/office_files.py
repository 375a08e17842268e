"""Builds files of older and other office programs from texts of our own."""

from __future__ import annotations

import io
import zipfile

import pptx
import xlwt


def old_workbook(*rows: tuple[object, ...]) -> xlwt.Workbook:
    """Return a workbook of Excel 97 with one sheet, Sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet", cell_overwrite_ok=True)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    return book


def saved(book: xlwt.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def slides(*pages: tuple[str, ...], notes: str = "") -> bytes:
    """Return a presentation: on each slide a title and a box of points; notes on the first."""
    made = pptx.Presentation()
    for title, *points in pages:
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(points)
        if notes and len(made.slides) == 1:
            slide.notes_slide.notes_text_frame.text = notes
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def rich_text(*paragraphs: str, encoding: str = "gb18030") -> bytes:
    """Return an RTF file whose words are escaped bytes of a code page, as Chinese programs write them."""
    escaped = ("".join(f"\\'{byte:02x}" for byte in text.encode(encoding)) for text in paragraphs)
    body = "".join(f"\\pard {text}\\par\n" for text in escaped)
    return f"{{\\rtf1\\ansi\\ansicpg936\\deff0{{\\fonttbl{{\\f0\\fcharset134 SimSun;}}}}\n{body}}}".encode()


_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def fixed_layout(*pages: list[str], size: float = 4.2) -> bytes:
    """Return an OFD file with these lines on its pages, 6 mm apart, indented from the left by 25 mm."""
    parts = {
        "OFD.xml": f"<ofd:OFD {_SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for at, lines in enumerate(pages):
        objects = "".join(
            f'<ofd:TextObject Boundary="25 {20 + 6 * row} 160 6" Size="{size}"><ofd:TextCode X="0" Y="{size}" '
            f'DeltaX="{_steps(line, size)}">{line}</ofd:TextCode></ofd:TextObject>'
            for row, line in enumerate(lines)
        )
        parts[f"Doc_0/Pages/Page_{at}/Content.xml"] = (
            f"<ofd:Page {_SPACE}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def _steps(line: str, size: float) -> str:
    return " ".join(f"{size / 2 if character.isascii() else size:g}" for character in line)
