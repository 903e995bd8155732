"""The Composition: what the document holds, safety first."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from fairtrial.report.fhir.parts import Resource, known
from fairtrial.report.words import words

_XHTML = '<div xmlns="http://www.w3.org/1999/xhtml">{}</div>'
NOT_CARRIED = (
    "FHIR says a day, a month or a year, and one dose at a time. Bounds that it cannot say stand in "
    "extensions, as numbers and in words; nothing was made up to fill them. Rule traces, conflicts and "
    "circumstances are not carried."
)


def composition(data: dict[str, Any], subject: Resource, entries: dict[str, list[str]]) -> Resource:
    """``entries``: part of the document -> addresses of its resources."""
    versions, verdicts = data["versions"], [f"{d['name']}: {d['verdict']}" for d in data["resistance"]]
    author = f"fairtrial {versions['fairtrial']}, knowledge {versions['knowledge']}"
    tags = [words()["synthetic_sentence"]] if data["person"]["synthetic"] else []
    return {
        "resourceType": "Composition",
        "status": "final",
        "type": {"text": words()["title"]},
        "subject": subject,
        "date": data["as_of"],
        "author": [{"display": author}],
        "title": words()["title"],
        "text": _text([words()["decision_support"], *tags]),
        "section": [
            _section("Safety", entries["safety"], [f"{e['rule']}: {e['sentence']}" for e in data["safety"]]),
            _section("Trials", entries["trials"], [_trial(t) for t in data["trials"]]),
            _section("Supplies collected", entries["supplies"], []),
            _section("Conditions", entries["conditions"], []),
            _section("Scores", entries["scores"], []),
            _section("Staging and definitions", entries["staging"], verdicts),
            _section("What could not be carried", [], [NOT_CARRIED, *_not_understood(data)]),
        ],
    }  # fmt: skip


def _trial(trial: dict[str, Any]) -> str:
    return f"{trial['id']} {trial['drug']}: {words()['states'][trial['state']]['label']}"


def _not_understood(data: dict[str, Any]) -> list[str]:
    return [f"{each['file']}, {each['place']}: {each['problem']}" for each in data["not_understood"]]


def _section(title: str, entries: list[str], lines: Iterable[str]) -> Resource:
    told = list(lines) or ([] if entries else ["Nothing is recorded."])
    return known(
        title=title, text=_text(told) if told else None, entry=[{"reference": each} for each in entries]
    )


def _text(lines: Iterable[str]) -> Resource:
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return {"status": "generated", "div": _XHTML.format(body)}
