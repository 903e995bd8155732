"""Files made to harm, and files that are merely odd: each is refused with its reason, or read right."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from corpus import seeds
from pharmacy_files import ROWS, sheet, workbook, zipped

from fairtrial.records import ReadError, read

DEEP = 10**6
SECONDS_PER_MB, LEAST_SECONDS = 10, 6
ODD = yaml.safe_load(Path(__file__).with_name("odd_cells.yaml").read_text("utf-8"))
_V3 = b'<ClinicalDocument xmlns="urn:hl7-org:v3">'
_LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9))
_FILL = b"Drug Name,Fill Date,Qty,Days Supply\r\nSertraline 50 mg,2024-01-14,30,30\r\n"
_NOTE = "Tried Zoloft in 2019, café. No benefit.\r\n"
_DOCUMENT, _BUNDLE = seeds()["document.xml"], seeds()["bundle.json"]

REFUSED = {
    "a million lists.json": (b"[" * DEEP, "nested too deeply"),
    "a million objects.json": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, "nested too deeply"),
    "a million in a patient.json": (
        b'{"resourceType":"Patient","id":"p","x":' + b"[" * DEEP + b"]" * DEEP + b"}", "nested too deeply"),
    "a million elements.xml": (_V3 + b"<a>" * DEEP, "nested too deeply"),
    "a billion laughs.xml": (b'<!DOCTYPE x [<!ENTITY a0 "ha">' + _LAUGHS + b"]>" + _V3 + b"&a9;", "XML entities"),
    "attributes.xml": (_V3[:-1] + b" " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>", "attributes"),
    "bomb.zip": (zipped([("a.json", b"0" * 200 * 1024**2)]), "unpacks to far more"),
    "zip in a zip.zip": (zipped([("b.zip", zipped([("a.txt", "x")]))]), "an archive inside an archive"),
    "bomb.xlsx": (
        workbook(sheet(ROWS), extra=[("xl/sharedStrings.xml", b"<sst>" + b"<si><t>a</t></si>" * 10**7)]),
        "unpacks to far more"),
    "UTF-16.json": (_BUNDLE.decode().encode("utf-16"), "saved as UTF-16"),
    "NUL.csv": (b"drug,weeks\nZol\0oft,6\n", "binary data"),
    "Latin/treatments.csv": ("drug,stop_reason\nZoloft,übel\n".encode("latin-1"), "not coded as UTF-8"),
    "UTF-16.txt": (_NOTE.encode("utf-16"), "saved as UTF-16"),
    "no encoding.txt": (b"Tried Zoloft \x81\xff in 2019.", "characters cannot be read"),
    "open quote.csv": (b'drug,weeks\n"Zoloft,6\n' * 20_000, "quotation mark is not closed"),
    "a long word.txt": (b"a" * 10**6, "no record"),
    "an organization.json": (b'{"resourceType":"Organization","id":"o"}', "no record of a person, only Organization"),
    "a practitioner.json": (b'{"resourceType":"Practitioner","id":"o"}', "no record of a person, only Practitioner"),
}  # fmt: skip
READ = {
    "BOM.csv": (b"\xef\xbb\xbfdrug,weeks\r\nZoloft,6\r\n", 1),
    "old Mac.csv": (b"drug,weeks\rZoloft,6\r", 1),
    "CR.csv": (_FILL.replace(b"\r\n", b"\r"), 1),
    "mixed letters.csv": (_FILL + "Sertraline 50 mg,2024-02-14,30,30,\xb5\n".encode("cp1252"), 2),
    "UTF-16 fills.csv": (_FILL.decode().encode("utf-16"), 1),
    "BOM.txt": (b"\xef\xbb\xbf" + _NOTE.encode(), 1),
    "Windows.txt": (_NOTE.encode("cp1252"), 1),
    "BOM.json": (b"\xef\xbb\xbf" + _BUNDLE, 8),
    "UTF-16.xml": (_DOCUMENT.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16"), 10),
    "NUL.xml": (_DOCUMENT.replace(b"sertraline", b"sert\0raline"), 10),
    "Latin in UTF-8.xml": (_DOCUMENT.replace(b"vexmarrow", b"\xfc\xe9"), 10),
    "dates.xlsx": (workbook(sheet([ROWS[0], ["Sertraline 50 mg", 45305.25, 37.5, 30]])), 1),
    "a deep line.ndjson": (seeds()["resources.ndjson"] + b"\n" + b"[" * DEEP, 8),
    "many scores.txt": (b"Tried Zoloft. " + b"PHQ-9: 18 " * 20_000, 1),
    "many lines.txt": (b"took zoloft\n" * 5_000, 1),
    "one drug.txt": (b"Zoloft " * 10_000, 1),
    "one drug again and again.txt": (b"d/c Zoloft, " * 10_000, 1),
    "plans.txt": (b"Plan " * 40 + b"x start Zoloft 50 mg.", 1),
    "dashes in a bracket.txt": (b"On Zoloft 50 mg (" + b"sleep - " * 40 + b"x) daily.", 1),
    "and then.txt": (b"Switched from Zoloft to Prozac " + b"and then " * 40 + b"bupropion.", 3),
    "a long word in between.txt": ((b"Stopped Zoloft due to " + b"a" * 36 + b") nausea. ") * 5_000, 1),
    "it goes on.txt": (b"Took Zoloft 50 mg. " + b"It helped. " * 25_000, 1),
}


def put(folder, name, data):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def in_time(path, **options):
    """What is read; fails when it took longer than a file of this size may."""
    start = time.process_time()
    try:
        return read(path, many=True, **options)
    finally:
        assert time.process_time() - start < max(LEAST_SECONDS, SECONDS_PER_MB * path.stat().st_size / 1e6)


@pytest.mark.parametrize("name", REFUSED)
def test_what_harms_is_refused_with_its_reason(tmp_path, name):
    data, why = REFUSED[name]
    with pytest.raises(ReadError, match=why):
        in_time(put(tmp_path, name, data))


@pytest.mark.parametrize("name", REFUSED)
def test_nothing_readable_is_lost_beside_it(tmp_path, name):
    put(tmp_path, name, REFUSED[name][0])
    put(tmp_path, "good.txt", b"Took paroxetine 20 mg in 2011.")
    history = read(tmp_path, many=True)
    assert "paroxetine" in history.uses["drug"].to_list()
    if not name.startswith("a long word"):
        shown = {*history.problems["file"].to_list(), *history.records["file"].to_list()}
        assert any(file.startswith(name) for file in shown)


@pytest.mark.parametrize("name", READ)
def test_what_is_odd_is_read_right(tmp_path, name):
    data, uses = READ[name]
    assert in_time(put(tmp_path, name, data)).uses.height == uses


@pytest.mark.parametrize("name", ODD)
def test_odd_cells(tmp_path, name):
    case = ODD[name]
    path = put(tmp_path, case["file"], "\r\n".join(case["rows"]).encode())
    if "refused" in case:
        with pytest.raises(ReadError) as refusal:
            read(path)
        assert case["refused"] in str(refusal.value)
        return
    history = read(path)
    found = history.uses.select("started_on_least", "dose_mg_per_day_least", "days_supply").rows()
    assert [list(row) for row in found] == case["uses"]
    assert case.get("told", "columns read as") in " ".join(history.problems["problem"])


_MEASURE = """
import sys
from pathlib import Path
from fairtrial.records import ReadError, read
small, large = map(Path, sys.argv[1:])
def peak():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024
for path in (small, large):
    before = peak()
    try:
        read(path, many=True)
    except ReadError:
        pass
print((peak() - before) / large.stat().st_size)
"""
_SMALL = {
    "a.ndjson": seeds()["resources.ndjson"], "a.xml": _DOCUMENT, "fills.csv": _FILL,
    "a.txt": seeds()["2024-05-03 note.txt"],
}  # fmt: skip
_LARGE_BYTES, MOST_TIMES = 1_000_000, 20


def _large(name):
    """A document of a format, as often repeated as makes one megabyte."""
    if name == "a.ndjson":
        lines = seeds()["resources.ndjson"].replace(b'"id": "', b'"id": "%d-')
        return b"\n".join(lines.replace(b"%d", b"%d" % n) for n in range(_LARGE_BYTES // len(lines)))
    if name == "a.xml":
        head, mark, rest = _DOCUMENT.partition(b"<structuredBody>")
        body, end, tail = rest.partition(b"</structuredBody>")
        return head + mark + body * (_LARGE_BYTES // len(body)) + end + tail
    if name == "fills.csv":
        head, row, _ = _FILL.split(b"\r\n")
        return b"\n".join(
            [head, *(row.replace(b"50 mg", b"50 mg %d" % n) for n in range(_LARGE_BYTES // 48))]
        )
    return (seeds()["2024-05-03 note.txt"] + b"\n\n") * (_LARGE_BYTES // 280)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell peak memory")
@pytest.mark.parametrize("name", _SMALL)
def test_memory_stays_in_proportion(tmp_path, name):
    """At most twenty times the file, beyond what a small file of the same kind takes."""
    small = put(tmp_path / "small", name, _SMALL[name])
    large = put(tmp_path / "large", name, _large(name))
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(small), str(large)], capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < MOST_TIMES
