"""What is known of an option in words: regulatory status, guidelines, results of studies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fairtrial.report.view.lines import Cited, cited
from fairtrial.report.words import words

Data = Mapping[str, Any]


def status_of(item: Data) -> list[Cited]:
    """Where US regulation stands, with its date or without one."""
    return [cited(_status(s), s) for s in item["status"]]


def places_of(item: Data) -> list[Cited]:
    """Where each guideline puts it, with the date of the guideline."""
    return [
        cited(f"{p['name']} ({p['country']}, {p['published_on']}): {p['says']}", p) for p in item["places"]
    ]


def studies_of(item: Data) -> list[Cited]:
    """Results as natural frequencies, each study with its caution."""
    return [line for study in item["studies"] for line in _study(study)]


def _status(status: Data) -> str:
    since = f", {status['since']}" if status["since"] else ""
    return f"{words()['options']['statuses'][status['value']]}{since}: {status['indication']}"


def _study(study: Data) -> list[Cited]:
    about = f"{study['year']}, {study['people']:,.0f} people, {study['design']}"
    head = f"{study['name']} ({about}): {study['who']}."
    caution = study["caution"]
    return [
        Cited(head),
        *(cited(_result(result), result) for result in study["results"]),
        *(cited(text["value"], text) for text in study["differences"]),
        cited(f"Caution: {caution['value']}", caution),
    ]


def _result(result: Data) -> str:
    week = f" by week {result['week']:g}" if result["week"] is not None else ""
    arms = "; ".join(f"{arm['in_100']} with {arm['arm']}" for arm in result["arms"])
    return (
        f"{words()['options']['outcomes'][result['outcome']].capitalize()}{week} ({result['scale']}): {arms}"
    )
