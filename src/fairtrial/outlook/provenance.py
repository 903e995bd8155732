"""Which records a course was built from."""

from __future__ import annotations

from fairtrial.findings import Findings
from fairtrial.outlook.rows import rows_of


def records_of_courses(found: Findings) -> dict[object, tuple[str, ...]]:
    """course -> ids of the records of its rows, sorted, each once; a course without any is left out."""
    records = found.history.uses.get_column("record").to_list()
    by_course: dict[object, set[str]] = {}
    for course, row in rows_of(found.members, "course", "row"):
        if records[row] is not None:
            by_course.setdefault(course, set()).add(records[row])
    return {course: tuple(sorted(named)) for course, named in by_course.items()}
