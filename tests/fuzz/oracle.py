"""What must be true of any input: a History or a ReadError, in time, and no patient value in what is told.

Ids of resources and names of columns may be told: they are the place of a problem.
"""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from corpus import SECRETS

from fairtrial.facts import load
from fairtrial.records import ReadError, ccda, read
from fairtrial.records.csv import CsvFile, read_csv_tables, table_named
from fairtrial.records.fhir import load_json, read_fhir
from fairtrial.records.form import parse_answers
from fairtrial.records.note_file import read_note_file
from fairtrial.records.pdf_pages import pages_of
from fairtrial.records.pharmacy import read_pharmacy
from fairtrial.records.pharmcat import read_pharmcat
from fairtrial.tables import History

SECONDS_PER_MB, LEAST_MB = 10, 0.2
FACTS = load()


@dataclass(frozen=True)
class Fault:
    """What was not as it must be."""

    name: str
    way: str
    what: str
    data: bytes


def _direct(name, data):
    """The reader of this format itself, without the door before it."""
    kind = name.rpartition(".")[2]
    if name.startswith("answers"):
        return parse_answers(name, data, FACTS)
    if name.startswith("report"):
        return read_pharmcat(name, data, FACTS)
    if kind in ("json", "ndjson"):
        return read_fhir(load_json(data, name), name, FACTS)
    if kind == "xml":
        return ccda.read_parsed(ccda.parse(data, name), name, FACTS)
    if kind == "pdf":
        return pages_of(data, 100, 1_000_000)
    if name.startswith("fills"):
        return read_pharmacy(name, data, FACTS)
    if kind == "csv":
        return read_csv_tables([CsvFile(name, table_named(name[:-4]) or "treatments", data)], FACTS)
    return read_note_file(name, data, FACTS)


def _door(name, data):
    """Through the door, as a file of its own. PDF goes through a process of its own there, which is slow."""
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read(path, many=True, facts=FACTS)


def _beside(name, data):
    """In a folder beside a file that can be read: its record must not be lost."""
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        (Path(folder) / name).write_bytes(data)
        (Path(folder) / "good.txt").write_text("Took paroxetine 20 mg in 2011.", "utf-8")
        history = read(Path(folder), many=True, facts=FACTS)
    if "good.txt" not in history.records["file"].to_list():
        raise AssertionError("a readable file beside it was lost")
    return history


WAYS = {"direct": _direct, "door": _door, "beside": _beside}


def fault_of(name, data, way):
    """The first thing wrong with how this input is read, or None."""
    start = time.process_time()
    told = ""
    try:
        found = WAYS[way](name, data)
    except ReadError as error:
        told = str(error)
        if (
            way == "beside" and "cannot be used" not in error.what
        ):  # cells of our own tables are for the user to mend
            return Fault(name, way, "a file in a folder refused the whole folder", data)
    except Exception as error:
        return Fault(name, way, _where(error), data)
    else:
        if isinstance(found, History):
            told = "\n".join(found.problems["problem"])
    seconds = time.process_time() - start
    if seconds > SECONDS_PER_MB * max(LEAST_MB, len(data) / 1e6):
        return Fault(name, way, f"took {seconds:.1f} s", data)
    shown = [secret for secret in SECRETS if secret in told.lower()]
    return Fault(name, way, f"shows a patient's data: {shown} in {told[:300]}", data) if shown else None


def _where(error):
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rpartition('/src/')[2]}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__} at {place}: {str(error)[:200]}"
