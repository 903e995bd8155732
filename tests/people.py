"""Small invented people for tests, written the way a table in a case file is written."""

from datetime import date

from fairtrial import tables
from fairtrial.records.days import day_interval

AS_OF = date(2026, 1, 31)


def _between(row, name, default=None):
    """`name` as a day, month or year becomes `name_least` and `name_most`."""
    value = row.pop(name, default)
    if value is None:
        return {}
    least, most = day_interval(value.isoformat() if isinstance(value, date) else str(value))
    return {f"{name}_least": least, f"{name}_most": most}


def _number(row, name, into, factor=1.0):
    """`name` as a number or [least, most] becomes two columns."""
    value = row.pop(name, None)
    if value is None:
        return {}
    least, most = value if isinstance(value, list) else (value, value)
    scaled = [None if v is None else v * factor for v in (least, most)]
    return {f"{into}_least": scaled[0], f"{into}_most": scaled[1]}


def _use(row):
    row = dict(row)
    ended = row.get("stopped_on") is not None
    return {
        "kind": "reported", "status": "ended" if ended else "unknown",
        **_between(row, "started_on"), **_between(row, "stopped_on"),
        **_number(row, "weeks", "days_reported", 7.0), **_number(row, "dose", "dose_mg_per_day", 1.0),
        **_number(row, "improvement", "improvement_percent", 1.0), **row,
    }  # fmt: skip


def _score(row):
    row = dict(row)
    return {**_between(row, "on"), **row, "total": float(row["total"])}


def _condition(row):
    row = dict(row)
    return {"certainty": "confirmed", **_between(row, "started_on"), **_between(row, "ended_on"), **row}


def _therapy(row):
    row = dict(row)
    return {**_between(row, "started_on"), **_between(row, "stopped_on"), **row}


def _person(row):
    row = dict(row)
    return {"synthetic": True, **_between(row, "born_on"), **row}


def _context(row):
    row = dict(row)
    return {**_between(row, "on"), **row}


def _plain(row):
    """A row that needs nothing filled in."""
    return {key: float(value) if key == "value" else value for key, value in row.items()}


def _genotype(row):
    row = dict(row)
    return {**_number(row, "activity_score", "activity_score"), **row}


def _record(row):
    return {"file": "list", "place": "row 2", "became": "context only", **row}


_MAKERS = {
    "measurements": _plain, "genotypes": _genotype, "records": _record,
    "people": _person, "uses": _use, "scores": _score, "conditions": _condition, "therapies": _therapy,
    "context": _context,
}  # fmt: skip


def history(person_id="p", **given):
    """A history from rows as case files write them; each row gets a record id of its own."""
    found = {}
    for table, rows in given.items():
        made = [
            {"person_id": person_id, "record": f"{person_id}-{table}-{n}", **_MAKERS[table](row)}
            for n, row in enumerate(rows)
        ]
        for row in made:
            if row.get("days_supply") is not None:
                row["days_supply"] = float(row["days_supply"])
        found[table] = tables.frame(made, tables.HISTORY_TABLES[table])
    return tables.History(**found)
