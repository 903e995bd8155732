"""Invented pharmacy files in every format, and hostile ones."""

import io
import zipfile
from datetime import date

ROWS = [
    ["Drug Name", "Fill Date", "Qty", "Days Supply"],
    ["Sertraline 50 mg", date(2024, 1, 14), 30, 30],
    ["Bupropion XL 150 mg", date(2024, 2, 14), 37.5, 30],
]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(*sheets, extra=()):
    """An xlsx of sheets given as XML, with further parts (name, bytes)."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        "</Types>",
        "_rels/.rels": _links([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(f'<sheet name="Sheet {n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, len(sheets) + 1))
        + "</sheets></workbook>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
        "xl/_rels/workbook.xml.rels": _links(
            [
                *(("worksheet", f"worksheets/s{n}.xml") for n in range(1, len(sheets) + 1)),
                ("styles", "styles.xml"),
            ]
        ),
        **{f"xl/worksheets/s{n}.xml": xml for n, xml in enumerate(sheets, start=1)},
        **dict(extra),
    }
    return zipped(parts.items())


def _links(targets):
    links = (
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{package}">{"".join(links)}</Relationships>'


def sheet(rows, first_row=1):
    """Rows as worksheet XML; days as numbers with a date style."""
    body = "".join(
        f'<row r="{n}">{"".join(_cell(value) for value in row)}</row>'
        for n, row in enumerate(rows, start=first_row)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'


def _cell(value):
    if isinstance(value, date):
        return f'<c s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, (int, float)):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>' if value else "<c/>"


def zipped(parts):
    """A zip archive of (name, content)."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return output.getvalue()


def refusal_of(read, kind):
    """What is told when ``read`` refuses with this kind of error, or "" when it reads."""
    try:
        read()
    except kind as error:
        return str(error)
    return ""


def delimited(mark=",", encoding="utf-8"):
    """The rows as text."""
    return "\r\n".join(mark.join(map(str, row)) for row in ROWS).encode(encoding)
