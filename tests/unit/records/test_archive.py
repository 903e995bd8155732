"""Zip archives: unpacked in memory within limits, with names that stay inside."""

import io
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fairtrial.records import archive
from fairtrial.records.archive import is_workbook, is_zip, unpack
from fairtrial.records.errors import ReadError


def zipped(*parts, method=zipfile.ZIP_DEFLATED):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", method) as made:
        for name, content in parts:
            made.writestr(name, content)
    return output.getvalue()


def test_files_come_in_order_of_name_whatever_their_order():
    one, two = ("b.json", b"{}"), ("a/c.json", b"[]")
    found = unpack("x.zip", zipped(one, two))
    assert [m.name for m in found.members] == ["a/c.json", "b.json"]
    assert found == unpack("x.zip", zipped(two, one))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\etc\\passwd", "a/../../etc/passwd", "\x07etc/passwd"]
)
def test_no_name_leads_out(name):
    (member,) = unpack("x.zip", zipped((name, b"x"))).members
    assert ".." not in member.name
    assert not member.name.startswith("/")
    assert ":" not in member.name
    assert member.name.endswith("etc/passwd")


def test_an_archive_that_unpacks_to_far_more_is_refused():
    with pytest.raises(ReadError, match="far more"):
        unpack("x.zip", zipped(("a", b"\0" * 20_000_000)))


def test_many_bombs_are_refused_as_one(monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBER_BYTES", 1_000)
    monkeypatch.setattr(archive, "RATIO_FROM_BYTES", 5_000)
    monkeypatch.setattr(archive, "MOST_RATIO", 1)
    with pytest.raises(ReadError, match="far more"):
        unpack("x.zip", zipped(*((f"{n}", b"\0" * 2_000) for n in range(9))))


def test_a_file_beyond_the_limit_is_named_and_the_others_are_kept(monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBER_BYTES", 10)
    found = unpack("x.zip", zipped(("big", b"x" * 11), ("small", b"x" * 10)))
    assert [m.name for m in found.members] == ["small"]
    assert [name for name, _ in found.refused] == ["big"]


def test_more_files_than_we_open_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    with pytest.raises(ReadError, match="more than 3 files"):
        unpack("x.zip", zipped(*((str(n), b"") for n in range(4))))


def test_a_locked_file_is_named():
    data = bytearray(zipped(("a.json", b"{}"), ("b.json", b"{}")))
    for start in (0, data.index(b"PK\x01\x02")):
        data[start + (6 if start == 0 else 8)] |= 1
    found = unpack("x.zip", bytes(data))
    assert [m.name for m in found.members] == ["b.json"]
    assert found.refused == [("a.json", "it is locked with a password")]


def test_a_file_that_is_damaged_inside_is_named():
    data = bytearray(zipped(("a.json", b"abcdefgh" * 10), method=zipfile.ZIP_STORED))
    data[50] ^= 255
    assert unpack("x.zip", bytes(data)).refused == [("a.json", "it is damaged inside the archive")]


def test_what_is_no_archive():
    assert not is_zip(b"PDF")
    assert not is_workbook(zipped(("a", b"")))
    assert not is_workbook(b"PK\x03\x04")
    with pytest.raises(ReadError, match="damaged"):
        unpack("x.zip", b"PK\x03\x04" + b"\0" * 50)


@settings(max_examples=150, deadline=None)
@given(cuts=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=5))
@example(cuts=[(338, 0)])  # a file without a name
def test_changed_bytes_are_unpacked_or_refused(cuts):
    data = bytearray(zipped(("a.json", b"{}" * 50), ("b.json", b"[]")))
    for place, byte in cuts:
        data[place % len(data)] = byte
    try:
        found = unpack("x.zip", bytes(data))
    except ReadError:
        return
    assert all(len(m.data) <= 10_000 for m in found.members)
