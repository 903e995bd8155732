"""What is known of an option whoever the person is: status, guidelines, results of studies."""

from __future__ import annotations

import functools
from typing import get_args

from fairtrial.facts import Facts
from fairtrial.facts.evidence import Result, Study, in_100
from fairtrial.facts.options import Kind, Option
from fairtrial.outlook.recorded import sourced

KINDS: tuple[Kind, ...] = get_args(Kind)
"""Kinds in the order in which they are shown; the order says nothing about which is better."""


@functools.cache
def known_of(option_id: str, facts: Facts) -> dict[str, object]:
    """Dose, status, places, studies and monitoring, each with its source."""
    option = facts.options[option_id]
    return {
        "dose": None if option.dose is None else {"value": option.dose.value, **sourced(option.dose)},
        "status": [
            {"value": s.value, "indication": s.indication, "since": s.since, **sourced(s)}
            for s in option.status
        ],
        "places": [_place(place.guideline, place.says, facts) | sourced(place) for place in option.places],
        "studies": [_study(used.study, used.arm, facts.studies[used.study]) for used in option.studies],
        "monitoring": [{"value": text.value, **sourced(text)} for text in option.monitoring],
    }


@functools.cache
def in_order(facts: Facts) -> tuple[Option, ...]:
    """Every option, by kind and then by name: grouped, never ranked."""
    return tuple(sorted(facts.options.values(), key=lambda o: (KINDS.index(o.kind), o.name)))


@functools.cache
def offered(option_id: str, facts: Facts) -> tuple[str, ...]:
    """Drugs that an option offers."""
    option = facts.options[option_id]
    if option.drugs is None:
        return ()
    return tuple(drug.drug for drug in facts.drugs.values() if option.drugs.match(drug))


def _place(guideline: str, says: str, facts: Facts) -> dict[str, object]:
    known = facts.guidelines[guideline]
    return {
        "guideline": guideline, "name": known.name, "published_on": known.published_on,
        "country": known.country, "says": says,
    }  # fmt: skip


def _study(study_id: str, arm: str | None, study: Study) -> dict[str, object]:
    return {
        "study": study_id, "name": study.name, "year": study.year, "people": study.people.value,
        "who": study.who, "design": study.design,
        "results": [_result(result, arm) for result in study.results],
        "differences": [{"value": text.value, **sourced(text)} for text in study.differences],
        "caution": {"value": study.caution.value, **sourced(study.caution)},
    }  # fmt: skip


def _result(result: Result, mine: str | None) -> dict[str, object]:
    arms = [{"arm": a.arm, "in_100": in_100(a.percent), "this_option": a.arm == mine} for a in result.arms]
    return {
        "outcome": result.outcome,
        "scale": result.scale,
        "week": result.week,
        "arms": arms,
        **sourced(result),
    }
