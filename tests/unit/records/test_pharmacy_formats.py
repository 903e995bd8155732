"""Every format gives the same history; hostile and damaged files are refused with a reason."""

import io
import resource
import time
import zipfile

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pharmacy_files import ROWS, delimited, refusal_of, sheet, workbook, zipped

from fairtrial.facts import load
from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy import read_pharmacy

SECRET = "XAVERIUS"


def parquet(rows=ROWS):
    output = io.BytesIO()
    pl.DataFrame(rows[1:], schema=rows[0], orient="row", strict=False).write_parquet(output)
    return output.getvalue()


SAME = {
    "comma": delimited(),
    "semicolon": delimited(";"),
    "tab": delimited("\t"),
    "pipe": delimited("|"),
    "byte order mark": delimited(encoding="utf-8-sig"),
    "UTF-16": delimited(encoding="utf-16"),
    "UTF-16 big end first": b"\xfe\xff" + delimited(encoding="utf-16-be"),
    "separator named in the first line": b"sep=;\r\n" + delimited(";"),
    "old Macintosh line ends": delimited().replace(b"\r\n", b"\r"),
    "blank lines": delimited().replace(b"\r\n", b"\r\n\r\n\r\n"),
    "letters of Windows in an unread column": delimited()
    .replace(b"Supply", b"Supply,Arzt")
    .replace(b",30\r", b",30,M\xfcller\r")
    + b",x",
    "xlsx": workbook(sheet(ROWS)),
    "xlsx, table further down": workbook(sheet([["Report"], [], *ROWS], first_row=3)),
    "xlsx, second sheet": workbook(sheet([["Notes"]]), sheet(ROWS)),
    "Parquet": parquet(),
}


@pytest.mark.parametrize("data", SAME.values(), ids=SAME)
def test_every_format_gives_the_same_uses(data):
    history = read_pharmacy("fills", data, load())
    wanted = read_pharmacy("fills", delimited(), load())
    assert history.uses.drop("record").equals(wanted.uses.drop("record"))
    assert history.uses.height == 2


def test_letters_of_two_encodings_in_one_file_are_read_right():
    data = (
        "Drug Name,Fill Date,Sig\nsertraline 50 mg,2024-01-14,täglich\n".encode()
        + b"sertraline 50 mg,2024-02-14,t\xe4glich\n"
    )
    history = read_pharmacy("fills.csv", data, load())
    assert history.records["words"].str.contains("täglich").all()
    assert history.problems["problem"].str.contains("of 1 lines .* Windows-1252").any()


def _bomb_row(count):
    return f"<row>{'<c/>' * count}</row>"


def _spread(places):
    cells = "".join(f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>' for column, row in places)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'


_UNCLOSED = f'Drug Name,Fill Date\n"{SECRET} sertraline,2024-01-14\n'
REFUSED = {
    "empty": (b"", "empty"),
    "only white space": (b" \r\n \n", "empty"),
    "no header": (f"{SECRET},2024-01-14\n".encode(), "names columns that we know"),
    "header only above another kind of table": (
        f"code,price\n{SECRET},3\n".encode(),
        "names columns that we know",
    ),
    "binary named csv": (bytes(range(256)) * 40, "binary|neither UTF-8"),
    "NUL inside": (delimited().replace(b"Sertraline", b"Sertra\0line"), "binary"),
    "UTF-16 without its mark": (delimited(encoding="utf-16-le"), "binary"),
    "UTF-16 cut in the middle": (delimited(encoding="utf-16")[:-1], "not the UTF-16 it says"),
    "UTF-32": (delimited(encoding="utf-32"), "UTF-32"),
    "neither UTF-8 nor Windows": (delimited() + b"\n\x81\x8d", "neither UTF-8 nor Windows-1252"),
    "a million columns": (b"Drug Name,Fill Date" + b"," * 1_000_000 + b"\nx\n", "more than 1000 columns"),
    "a quotation mark that is not closed": (_UNCLOSED.encode(), "quotation mark"),
    "a cell of a megabyte": (
        b"Drug Name,Fill Date\n" + b"a" * 1_000_000 + b",2024-01-14\n",
        "cell is too long",
    ),
    "xlsx cut in the middle": (workbook(sheet(ROWS))[:-200], "damaged|not a workbook"),
    "xlsx with broken sheet": (workbook("<worksheet><sheetData><row"), "damaged|spread|columns that we know"),
    "xlsx without sheet": (workbook(), "damaged|no sheet"),
    "xlsx whose two cells span a sheet": (workbook(_spread([("A", 1), ("XFD", 1048576)])), "spread"),
    "xlsx whose rows span a sheet": (workbook(_spread([("A", 1), ("GR", 1048576)])), "spread"),
    "xlsx with wide rows without places": (
        workbook(
            sheet(ROWS).replace("<sheetData>", f"<sheetData>{_bomb_row(16_000)}{'<row><c/></row>' * 50_000}")
        ),
        "spread",
    ),
    "xlsx that unpacks to half a gigabyte": (
        workbook(sheet(ROWS), extra=[("xl/big.xml", b"<a>" + b" " * 500_000_000)]),
        "far more",
    ),
    "xlsx in UTF-16": (workbook(sheet(ROWS).encode("utf-16")), "not UTF-8"),
    "zip that is no workbook": (zipped([("a.csv", delimited())]), "not a workbook"),
    "old xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old office document"),
    "Parquet cut in the middle": (parquet()[:-30], "damaged"),
    "Parquet in name only": (b"PAR1" + b"\0" * 100 + b"PAR1", "damaged"),
    "Parquet with a thousand and one columns": (
        parquet([[f"c{n}" for n in range(1001)], [1] * 1001]),
        "1000 columns",
    ),
}


@pytest.mark.parametrize(("data", "why"), REFUSED.values(), ids=REFUSED)
def test_bad_files_are_refused_with_a_reason_and_without_a_value(data, why):
    start = time.monotonic()
    with pytest.raises(ReadError, match=why) as error:
        read_pharmacy("fills", data, load())
    assert SECRET not in str(error.value)
    assert time.monotonic() - start < 20


def test_a_workbook_that_spreads_takes_no_memory():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ReadError):
        read_pharmacy("fills", REFUSED["xlsx whose two cells span a sheet"][0], load())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def _mutated(data, cuts):
    changed = bytearray(data)
    for place, byte in cuts:
        changed[place % len(changed)] = byte
    return bytes(changed)


@pytest.mark.parametrize("name", ["comma", "UTF-16", "xlsx", "Parquet"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=6))
def test_changed_bytes_are_read_or_refused(name, cuts):
    told = refusal_of(lambda: read_pharmacy("fills", _mutated(SAME[name], cuts), load()), ReadError)
    assert told == "" or told.startswith("fills")


@pytest.mark.parametrize("name", ["xlsx"])
@settings(max_examples=60, deadline=None)
@given(cuts=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6))
def test_changed_parts_of_a_workbook_are_read_or_refused(name, cuts):
    with zipfile.ZipFile(io.BytesIO(SAME[name])) as archive:
        parts = [(part, archive.read(part)) for part in archive.namelist()]
    changed = [
        (part, _mutated(content, cuts) if part.startswith("xl/") else content) for part, content in parts
    ]
    told = refusal_of(lambda: read_pharmacy("fills", zipped(changed), load()), ReadError)
    assert told == "" or told.startswith("fills")


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_under_a_known_header_is_read_or_refused(text):
    known = "Drug Name,Fill Date,Qty,Days Supply,Sig,Status\nsertraline 50 mg,2024-01-14,30,30,x,paid"
    data = f"{known}\n{text}".encode()
    try:
        history = read_pharmacy("fills", data, load())
    except ReadError:
        return
    assert history.uses.height >= 1
