"""A file is whole or not there, whatever happens while it is written."""

import stat

import pytest

from fairtrial.whole_files import given, put_whole


def test_a_file_gets_its_content_and_its_permissions(tmp_path):
    """Nothing else is left beside it."""
    put_whole(tmp_path / "a", lambda beside: beside.write_bytes(b"new"), 0o640)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_file_stays_as_it_was_when_writing_breaks_off(tmp_path):
    """Half of the new content is taken away."""

    def breaks_off(beside):
        beside.write_bytes(b"ha")
        raise OSError("the disk is full")

    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(OSError, match="full"):
        put_whole(tmp_path / "a", breaks_off, 0o644)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


def test_permissions_that_the_process_withholds_are_taken_off():
    """Asking changes nothing: the second answer is the first."""
    assert given(0o666) == given(0o666)
    assert given(0o666) & ~0o666 == 0
