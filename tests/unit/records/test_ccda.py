"""C-CDA documents as vendors write them: every case is invented and stands in tables beside this file."""

import re
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from time import monotonic

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from fairtrial.facts import load
from fairtrial.records import notes
from fairtrial.records.ccda import parse, read_parsed
from fairtrial.records.door import read as read_inputs
from fairtrial.records.errors import ReadError
from fairtrial.records.rows import Rows
from fairtrial.tables import History

CASES = Path(__file__).parent / "ccda"
SAMPLES = Path(__file__).parents[3].parent / "shared" / "data" / "ccda"
HEAD = (
    '<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:sdtc="urn:hl7-org:sdtc">'
)
PATIENT = (
    '<recordTarget><patientRole><id root="2.16.840.1.113883.4.1" extension="000-00-0001"/>'
    '<id root="1.2.3" extension="made-up-7"/>'
    "<patient><name><given>Testa</given><family>Inventada</family></name>"
    '<administrativeGenderCode code="F"/><birthTime value="198405"/></patient></patientRole></recordTarget>'
)


def cases(name):
    """A table of cases."""
    return yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))


def section(case, code="10160-0"):
    """A section of a case."""
    code = case.get("section", code)
    head = case.get("head", "") + (
        f'<code code="{code}" codeSystem="2.16.840.1.113883.6.1"/>' if code else ""
    )
    entries = "".join(f"<entry>{case[key]}</entry>" for key in ("entry", "entry_2") if key in case)
    text = f"<text>{case['text']}</text>" if "text" in case else ""
    return f"<component><section>{head}{text}{entries}</section></component>"


def document(*sections, head=HEAD, patient=PATIENT):
    """A whole document with these sections."""
    body = f"<component><structuredBody>{''.join(sections)}</structuredBody></component>"
    start = f'<?xml version="1.0" encoding="UTF-8"?>{head}<effectiveTime value="20200615"/>'
    return f"{start}{patient}{body}</ClinicalDocument>"


def read(text, file="a.xml"):
    """The history of a text."""
    data = text if isinstance(text, bytes) else text.encode()
    return read_parsed(parse(data, file), file, load())


def told(history):
    """Every problem as field and words."""
    return [f"{p['field']}: {p['problem']}" for p in history.problems.rows(named=True)]


def rows(history, table, wanted):
    """The rows of a table, each cut down to what the case says, and what it says, both in one order."""
    found = sorted(getattr(history, table).rows(named=True), key=_order)
    wanted = sorted(wanted, key=_order)
    assert len(found) == len(wanted), found
    return [{k: row[k] for k in case} for row, case in zip(found, wanted, strict=True)], wanted


def _order(row):
    return [str(row.get(key) or 0) for key in ("drug", "kind", "topic", "item")]


@pytest.mark.parametrize("name", cases("medications"))
def test_medications(name):
    """Every medication case gives its uses, what it tells beside them, its problems, and nothing else."""
    case = cases("medications")[name]
    history = read(document(section(case)))
    for table in ("uses", "conditions", "context"):
        found, wanted = rows(history, table, case.get(table, []))
        assert found == wanted, table
    assert told(history) == case.get("problems", [])


@pytest.mark.parametrize("name", cases("others"))
def test_other_sections(name):
    """Every other case gives its rows, and none in any other table."""
    case = cases("others")[name]
    history = read(document(section(case)))
    for table in ("uses", "conditions", "scores", "measurements", "therapies", "context"):
        found, wanted = rows(history, table, case.get(table, []))
        assert found == wanted, table
    assert told(history) == case.get("problems", [])


def test_the_person():
    """Id, sex and a birth date of which only the month is known."""
    history = read(document(section(ZOLOFT)))
    (person,) = history.people.rows(named=True)
    assert (person["person_id"], person["sex"]) == ("made-up-7", "female")
    assert (person["born_on_least"], person["born_on_most"]) == (date(1984, 5, 1), date(1984, 5, 31))
    assert told(history) == []


def test_a_social_security_number_is_never_an_id():
    """An id is made of it that does not show it."""
    history = read(document(patient=PATIENT.replace('<id root="1.2.3" extension="made-up-7"/>', "")))
    assert "000-00-0001" not in history.people["person_id"][0]
    assert history.people["person_id"][0] != ""


def test_nobody_named():
    """The document is still read."""
    history = read(document(section(ZOLOFT), patient=""))
    assert history.people["person_id"].to_list() == [""]
    assert told(history) == ["recordTarget: the document does not say whose it is"]


ZOLOFT = cases("medications")["a plain active entry with a coded product, period and dose"]


def test_words_never_carry_the_name_of_the_person():
    """In whatever capitals it stands in the narrative."""
    case = {**ZOLOFT, "text": '<paragraph ID="p">Zoloft 50 mg for Testa INVENTADA</paragraph>'}
    case["entry"] = case["entry"].replace("<statusCode", '<text><reference value="#p"/></text><statusCode', 1)
    words = " ".join(read(document(section(case))).records["words"])
    assert "[name]" in words
    assert not re.search("testa|inventada", words, re.IGNORECASE)


def test_the_same_entry_in_another_document_has_the_same_place():
    """Its own id, unless the document uses the id twice."""
    case = {
        **ZOLOFT,
        "entry": ZOLOFT["entry"].replace("<statusCode", '<id root="1.2.3" extension="m9"/><statusCode', 1),
    }
    places = {place for place in read(document(section(case))).records["place"] if "m9" in place}
    assert places == {"substanceAdministration/1.2.3|m9"}
    twice = read(document(section({**case, "entry_2": case["entry"]})))
    assert twice.uses.height == 2
    assert sorted(twice.records["place"])[:2] == ["10160-0/entry[2]", "recordTarget"]


SHAPES = {
    "as it is": lambda text: text.encode(),
    "with a BOM": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "in UTF-16": lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16"),
    "in UTF-16 without BOM": lambda text: text.encode("utf-16-le"),
    "UTF-8 that says UTF-16": lambda text: text.replace("UTF-8", "utf-16").encode(),
    "in Latin-1 that says so": lambda text: (
        text.replace("UTF-8", "ISO-8859-1").replace("Testa", "Testá").encode("latin-1")
    ),
    "in an unknown encoding": lambda text: text.replace("UTF-8", "x-nothing").encode(),
    "without a declaration": lambda text: text.partition("?>")[2].encode(),
    "without the default namespace": lambda text: text.replace(' xmlns="urn:hl7-org:v3"', "").encode(),
    "with an undeclared xsi": lambda text: re.sub(r' xmlns:xsi="[^"]*"', "", text).encode(),
    "with prefixes": lambda text: re.sub(
        r"<(/?)(?=[A-Za-z])", r"<\1n1:", text.replace("xmlns=", "xmlns:n1=")
    ).encode(),
    "with a style sheet and comments": lambda text: text.replace(
        "<effectiveTime", "<!-- x --><?y z?><effectiveTime"
    ).encode(),
    "in an envelope": lambda text: (
        b"<soap:Envelope><Body>" + text.partition("?>")[2].encode() + b"</Body></soap:Envelope>"
    ),
    "with blank lines first": lambda text: b"\n\n  " + text.encode(),
    "with CRLF": lambda text: text.replace(">", ">\r\n").encode(),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_file_reads_the_same(shape):
    """Encodings, namespaces and envelopes change nothing."""
    history = read(SHAPES[shape](document(section(ZOLOFT))))
    found, wanted = rows(history, "uses", ZOLOFT["uses"])
    assert found == wanted
    assert told(history) == []


MENDED = {
    "not the encoding it declares": (
        lambda t: t.replace("Testa", "Test\xe9").encode("latin-1"),
        "is not in the encoding it declares; read as Windows-1252",
    ),
    "NUL bytes": (
        lambda t: t.replace("Testa", "Te\0sta").encode(),
        "holds characters that XML does not allow; read as blanks",
    ),
    "cut off": (
        lambda t: t.encode()[:-60],
        "is not well-formed XML from line 12 on; read as far as it can be",
    ),
    "unknown entities": (
        lambda t: t.replace("Testa", "&nbsp;&nothing;").encode(),
        "is not well-formed XML from line 1 on; read as far as it can be",
    ),
    "a bare ampersand": (
        lambda t: t.replace("Testa", "A & B").encode(),
        "is not well-formed XML from line 1 on; read as far as it can be",
    ),
}


def test_a_document_cut_off_before_its_first_section_is_refused():
    """An empty review would look like a history without treatment."""
    text = document(section(ZOLOFT))
    with pytest.raises(ReadError, match="broken off before its first section"):
        read(text[: text.index("<component>")])


@pytest.mark.parametrize("fault", MENDED)
def test_what_is_broken_is_said_and_the_rest_is_read(fault):
    """One problem for the file, and the use is there."""
    spoil, problem = MENDED[fault]
    history = read(spoil(document(section(ZOLOFT))))
    assert history.uses["drug"].to_list() == ["sertraline"]
    assert told(history) == [f"XML: {problem}"]


REFUSED = {
    "nothing": (b"", "it is not XML"),
    "text": (b"Zoloft 50 mg", "it is not XML"),
    "only a sign": (b"<", "it is not XML"),
    "another document": (
        b"<html><body/></html>",
        "it is XML but not a C-CDA document (no ClinicalDocument in it)",
    ),
    "entities": (
        b'<!DOCTYPE a [<!ENTITY x "yyyy"><!ENTITY y "&x;&x;&x;">]><ClinicalDocument>&y;</ClinicalDocument>',
        "it declares XML entities, which a C-CDA document never needs",
    ),
    "entities in UTF-16": (
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ClinicalDocument>&x;</ClinicalDocument>'.encode(
            "utf-16"
        ),
        "it declares XML entities, which a C-CDA document never needs",
    ),
    "depth": (
        b"<ClinicalDocument>" + b"<a>" * 100_000,
        "it is nested too deeply or one of its texts is too long",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_reason(name):
    """Where and what, and no traceback."""
    data, what = REFUSED[name]
    with pytest.raises(ReadError) as error:
        read(data, "b.xml")
    assert (error.value.where, error.value.what) == ("b.xml", what)


def test_an_external_subset_is_not_fetched():
    """It is ignored."""
    text = document(section(ZOLOFT)).replace("?>", '?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', 1)
    assert read(text).uses.height == 1


def test_other_sections_are_counted():
    """With their entries, and the others are read."""
    odd = '<component><section><code code="99999-9"/><text>Odd</text><entry/></section></component>'
    history = read(document(odd, section(ZOLOFT)))
    assert told(history) == ["section: not a section that is read; 1 entries left out"]
    assert history.uses.height == 1


def test_a_pdf_inside_is_named_and_not_read():
    """The problem says so."""
    text = '<text mediaType="application/pdf" representation="B64">JVBERi0=</text>'
    body = f"<component><nonXMLBody>{text}</nonXMLBody></component>"
    assert told(read(f"{HEAD}{PATIENT}{body}</ClinicalDocument>")) == [
        "text: the body is another file inside the document, which is not read"
    ]


@cache
def entry_of_each():
    """A section for every case."""
    return [section(case) for name in ("medications", "others") for case in cases(name).values()]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_spoilt_element_costs_only_its_own_section(data):
    """Whatever happens to one section, every other section gives what it gave."""
    sections = entry_of_each()
    at = data.draw(st.integers(0, len(sections) - 1))
    root = etree.fromstring(document(*sections).partition("?>")[2])
    spoilt = list(root.iter("{*}section"))[at]
    _spoil(data, spoilt)
    others = read(document(*sections[:at], *sections[at + 1 :]))
    found = read(etree.tostring(root))
    for table in ("uses", "conditions", "scores", "measurements", "therapies", "context"):
        assert _bag(others, table) <= _bag(found, table), table


def _spoil(data, spoilt):
    element = data.draw(st.sampled_from(list(spoilt.iterdescendants())))
    how = data.draw(
        st.sampled_from(["delete", "rename", "no attributes", "odd attribute", "no text", "twice", "null"])
    )
    if how == "delete":
        element.getparent().remove(element)
    elif how == "rename":
        element.tag = "{urn:hl7-org:v3}odd"
    elif how == "no attributes":
        element.attrib.clear()
    elif how == "odd attribute":
        name = data.draw(st.sampled_from([*element.attrib, "value", "code"]))
        element.set(
            name,
            data.draw(
                st.sampled_from(["", "?", "-1", "1e999", "99999999", "nan", "0", "x" * 5000, "20190230"])
            ),
        )
    elif how == "no text":
        element.text = None
    elif how == "twice":
        element.addnext(etree.fromstring(etree.tostring(element, with_tail=False)))
    else:
        element.set("nullFlavor", "UNK")


def _bag(history, table):
    frame = getattr(history, table).drop("record")
    counted = {}
    for row in frame.rows():
        counted[row] = counted.get(row, 0) + 1
    return {(row, n) for row, count in counted.items() for n in range(count)}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**9), st.binary(max_size=4))
def test_bytes_changed_anywhere_never_raise_anything_but_a_read_error(at, junk):
    """It is read or refused."""
    data = document(*entry_of_each()).encode()
    at %= len(data)
    with suppress(ReadError):
        read(data[:at] + junk + data[at + len(junk) + 1 :])


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="sample documents (../shared/data/ccda) are not there")
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("emerge/*.xml")), ids=lambda path: path.stem)
def test_public_samples_open(path):
    """Every one of these made-up documents lists at least one antidepressant with a start and no dose."""
    history = read(path.read_bytes(), path.name)
    assert history.people.height == 1
    assert 1 <= history.uses.height <= 6
    assert history.uses["started_on_least"].null_count() == 0
    assert history.conditions.height >= 1
    assert history.problems["left_out"].sum() <= 1


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="sample documents (../shared/data/ccda) are not there")
def test_the_published_phq9_section():
    """HL7's example: a panel with its total twice, nine items, item 9 at 0."""
    part = (SAMPLES / "hl7_phq9_section.xml").read_text("utf-8")
    part = re.sub(r"<\?xml[^>]*\?>", "", part)
    history = read(document(f"<component>{part}</component>"))
    totals = history.scores.filter(history.scores["item"].is_null())
    assert totals["total"].to_list() == [12.0]
    items = {row["item"]: row["total"] for row in history.scores.rows(named=True) if row["item"]}
    assert items == {1: 0, 2: 1, 3: 2, 4: 0, 5: 1, 6: 3, 7: 2, 8: 3, 9: 0}
    assert set(history.scores["on_least"]) == {date(2015, 6, 22)}


@pytest.mark.parametrize(
    "shape", ["as it is", "in UTF-16", "in UTF-16 without BOM", "with prefixes", "in an envelope"]
)
def test_the_door_knows_a_document_by_its_content(tmp_path, shape):
    """Whatever it is called, beside a broken one and a table."""
    (tmp_path / "export.dat").write_bytes(SHAPES[shape](document(section(ZOLOFT))))
    (tmp_path / "broken.xml").write_bytes(REFUSED["entities"][0])
    (tmp_path / "treatments.csv").write_text("drug\nPaxil\n")
    history = read_inputs(tmp_path)
    assert sorted(history.uses["drug"]) == ["paroxetine", "sertraline"]
    assert [p["file"] for p in history.problems.rows(named=True) if p["left_out"]] == ["broken.xml"]


def test_a_document_without_a_body_says_so():
    """The person is there."""
    history = read(f"{HEAD}{PATIENT}</ClinicalDocument>")
    assert told(history) == ["component: the document has no body that is read"]
    assert history.people.height == 1


NOTES = (
    '<component><section><code code="11506-3"/><title>Progress Notes</title><text>'
    '<content ID="n1">Testa: Zoloft</content><content ID="n2">Paxil</content></text>'
    '<entry><act><text><reference value="#n1"/></text>'
    '<effectiveTime value="20190101"/></act></entry><entry><act><text><reference value="#n2"/></text>'
    '<effectiveTime value="20190202"/></act></entry></section></component>'
)


def test_narrative_goes_through_the_notes_reader_note_by_note(monkeypatch):
    """Each with its own day, under the person and the file of the document, and without the name."""
    seen = []

    def one_use(text, file, written, facts, person):
        seen.append((text, written))
        rows = Rows()
        record = rows.record(person, file, "0-4", "note", text, "use")
        rows.add("uses", person_id=person, drug="sertraline", kind="reported", status="active", record=record)
        return rows.history()

    monkeypatch.setattr(notes, "history", one_use, raising=False)
    history = read(document(NOTES))
    assert seen == [
        ("Progress Notes:\nTesta: Zoloft", date(2019, 1, 1)),
        ("Progress Notes:\nPaxil", date(2019, 2, 2)),
    ]
    assert set(history.uses["person_id"]) == {"made-up-7"}
    assert history.uses["record"].n_unique() == 2
    records = history.records.filter(history.records["place"].str.starts_with("11506-3"))
    assert set(records["file"]) == {"a.xml"}
    assert sorted(records["place"]) == [
        "11506-3/note[1]", "11506-3/note[1]/0-4", "11506-3/note[2]", "11506-3/note[2]/0-4",
    ]  # fmt: skip
    assert "Testa" not in " ".join(records["words"])


def test_a_body_of_plain_text_is_a_note(monkeypatch):
    """Also in base64."""
    seen = []
    monkeypatch.setattr(notes, "history", lambda text, *_: seen.append(text) or History(), raising=False)
    for text in (
        "<text>took Paxil</text>",
        '<text mediaType="text/plain" representation="B64">dG9vayBQYXhpbA==</text>',
    ):
        read(f"{HEAD}{PATIENT}<component><nonXMLBody>{text}</nonXMLBody></component></ClinicalDocument>")
    assert seen == ["took Paxil"] * 2


def _many(part, times=4000):
    return document(section(ZOLOFT), *([part] * times))


def _spoken(before, after):
    """The plain case with something in its entry replaced."""
    return section({"entry": ZOLOFT["entry"].replace(before, after, 1)})


LARGE = {
    "the same section again and again": lambda: _many(section({"text": "<list><item>x</item></list>"})),
    "a table without headings": lambda: _many(
        section({"text": f"<table>{'<tr><td>x</td></tr>' * 8000}</table>"}), 1
    ),
    "one long paragraph": lambda: _many(
        section({"text": f"<paragraph>{'zoloff serta ' * 80000}</paragraph>"}), 1
    ),
    "one long name": lambda: _many(_spoken("sertraline 50", "sertra 5 " * 60000), 1),
    "one long direction": lambda: _many(
        _spoken("<statusCode", f"<text>{'take 1 mg ' * 60000}</text><statusCode"), 1
    ),
    "the same id again and again": lambda: _many(
        _spoken("<statusCode", '<id root="1" extension="2"/><statusCode'), 1500
    ),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_documents_take_time_in_proportion(name):
    """Well under the ten seconds a megabyte that are promised, on a busy machine."""
    text = LARGE[name]()
    started = monotonic()
    history = read(text)
    assert monotonic() - started < 10 * max(len(text) / 1e6, 1)
    assert history.uses.height >= 1
