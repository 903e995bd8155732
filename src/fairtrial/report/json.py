"""JSON: the review as it is, keys in order, the same bytes for the same review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson


def json_of(data: Mapping[str, Any]) -> str:
    """The review as JSON text, indented by two, with a line end.

    >>> json_of({"b": 1, "a": None})
    '{\\n  "a": null,\\n  "b": 1\\n}\\n'
    """
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(data, option=options).decode()
