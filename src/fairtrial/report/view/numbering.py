"""Short numbers for records on the page: the long ids of the JSON stand once, in the list of records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

_KEYS = ("records", "record")


def short_ids(data: Mapping[str, Any]) -> dict[str, str]:
    """Record id -> r1, r2, ... in the order in which the review first names them.

    >>> short_ids({"trials": [{"records": ["b7"]}], "records": {"a1": {}, "b7": {}}})
    {'b7': 'r1'}
    """
    named = [id for key, part in data.items() if key != "records" for id in _named(part)]
    return {id: f"r{number}" for number, id in enumerate(dict.fromkeys(named), 1)}


def renumbered(data: Mapping[str, Any]) -> dict[str, Any]:
    """The review with short record numbers; each record keeps its id of the JSON as `id`.

    Records that nothing in the review names are left to the JSON; `uncited` counts them by what became of
    them: a page that lists every heart rate hides what it rests on.
    """
    short, known = short_ids(data), data["records"]
    parts = {key: _with_short(part, short) for key, part in data.items() if key != "records"}
    records = {number: {**known[id], "id": id} for id, number in short.items() if id in known}
    uncited = Counter(record["became"] for id, record in known.items() if id not in short)
    return {**parts, "records": records, "uncited": dict(sorted(uncited.items()))}


def _named(part: Any) -> list[str]:
    if isinstance(part, list):
        return [id for item in part for id in _named(item)]
    if not isinstance(part, Mapping):
        return []
    mine = [id for key in _KEYS for id in _ids(part.get(key))]
    return mine + [id for key, value in part.items() if key not in _KEYS for id in _named(value)]


def _with_short(part: Any, short: Mapping[str, str]) -> Any:
    if isinstance(part, list):
        return [_with_short(item, short) for item in part]
    if not isinstance(part, Mapping):
        return part
    return {
        key: _shortened(value, short) if key in _KEYS else _with_short(value, short)
        for key, value in part.items()
    }


def _shortened(value: Any, short: Mapping[str, str]) -> Any:
    return [short[id] for id in value] if isinstance(value, list) else short.get(value)


def _ids(value: Any) -> list[str]:
    if isinstance(value, list):
        return value
    return [value] if value else []
