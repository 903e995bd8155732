"""Checks of drugs, scales, topics and definitions against each other and against plain sense."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from fairtrial.facts.check_digits import loinc_is_well_formed
from fairtrial.facts.load import Facts
from fairtrial.facts.models import Band, Drug, Scale
from fairtrial.facts.problem import Problem

GATES = ("treatment_resistant", "option")
"""What a topic may put a gate before."""
_SHAPES = {"rxcui": r"\d{2,8}", "omop": r"\d{5,9}(\.0)?", "atc": r"[A-Z]\d{2}[A-Z]{2}\d{2}"}


def drug_references(facts: Facts) -> list[Problem]:
    """Pathways and dose lists that a drug names but nobody describes."""
    found = []
    for name, drug in facts.drugs.items():
        for wrong in sorted({p.pathway for p in drug.pathways} - facts.pathways.keys()):
            found.append(Problem(_drug(name), f"pathway '{wrong}' is unknown", "Add it to pathways.yaml"))
        for wrong in sorted(drug.doses.minimum_adequate_mg_per_day.keys() - facts.dose_lists.keys()):
            found.append(Problem(_drug(name), f"dose list '{wrong}' is unknown", "Add it to dose_lists.yaml"))
    return found


def drug_doses(facts: Facts) -> list[Problem]:
    """Doses that are not above zero, or above the labelled maximum."""
    found = []
    for name, drug in facts.drugs.items():
        most = drug.doses.labelled_maximum_mg_per_day
        for what, value in _doses(drug):
            if value <= 0:
                found.append(Problem(_drug(name), f"{what} is not above zero", "Mend the number"))
            if most is not None and value > most.value:
                found.append(
                    Problem(_drug(name), f"{what} is above the labelled maximum", "Mend one of them")
                )
    return found


def drug_names_and_codes(facts: Facts) -> list[Problem]:
    """Names or codes that two drugs claim, and codes of the wrong shape."""
    names = (
        (d, n.lower()) for d, drug in facts.drugs.items() for n in {*drug.names.brands, *drug.names.other}
    )
    found = _claimed_twice("drugs", "the name", names)
    for system, shape in _SHAPES.items():
        codes = [(d, c) for d, drug in facts.drugs.items() if (c := _code(drug, system)) is not None]
        found += _claimed_twice("drugs", system, codes)
        found += [
            Problem(_drug(d), f"{system} '{c}' has not the shape of one", "Mend the code")
            for d, c in codes
            if not re.fullmatch(shape, c)
        ]
    return found


def scale_bands(facts: Facts) -> list[Problem]:
    """Bands that leave a hole, overlap, or do not run from the least to the most of the scale."""
    return [
        Problem(f"scales/{name}.yaml", what, "Make the bands cover the scale once, without a hole")
        for name, scale in facts.scales.items()
        if scale.bands
        for what in _band_faults(scale)
    ]


def scale_values(facts: Facts) -> list[Problem]:
    """Ranges in the wrong order, a remission cut-off outside the scale, items that are numbered wrongly."""
    found = []
    for name, scale in facts.scales.items():
        where, numbers = f"scales/{name}.yaml", [item.number for item in scale.items]
        if scale.least >= scale.most:
            found.append(Problem(where, "least is not below most", "Mend the range"))
        cut = scale.remission_at_most
        if cut is not None and not scale.least <= cut.value < scale.most:
            found.append(Problem(where, "remission_at_most is outside the scale", "Mend the cut-off"))
        if numbers != list(range(1, len(numbers) + 1)):
            found.append(Problem(where, "items are not numbered 1, 2, 3 and so on", "Number them in order"))
        if numbers and scale.suicidality_item is not None and scale.suicidality_item not in numbers:
            found.append(Problem(where, "suicidality_item is not among the items", "Mend the number"))
    return found


def scale_names_and_codes(facts: Facts) -> list[Problem]:
    """Names or total codes that two scales claim, and LOINC codes whose check digit is wrong."""
    names = ((s, n.lower()) for s, scale in facts.scales.items() for n in set(scale.names))
    totals = ((s, code.value) for s, scale in facts.scales.items() for code in scale.loinc_total)
    found = _claimed_twice("scales", "the name", names) + _claimed_twice("scales", "the total code", totals)
    for name, scale in facts.scales.items():
        for code in _loinc(scale):
            if not loinc_is_well_formed(code):
                found.append(
                    Problem(f"scales/{name}.yaml", f"LOINC '{code}' is mistyped", "Look the code up again")
                )
    return found


def topic_words(facts: Facts) -> list[Problem]:
    """Gates nobody knows, and words that would never match because they are not lower case."""
    found = []
    for name, topic in facts.topics.items():
        where = f"codes/topics.yaml, {name}"
        if topic.gate is not None and topic.gate not in GATES:
            found.append(Problem(where, f"gate '{topic.gate}' is unknown", f"Use one of {', '.join(GATES)}"))
        for word in topic.words:
            if word != word.lower().strip():
                found.append(Problem(where, f"'{word}' is not in lower case", "Write it in lower case"))
    return found


def definition_values(facts: Facts) -> list[Problem]:
    """Definitions that do not say when a trial did not help, or ask for no trial."""
    found = []
    for name, definition in facts.definitions.items():
        where, rule = f"definitions/{name}.yaml", definition.did_not_help
        if rule.below is None and rule.at_most is None and not rule.without_remission:
            found.append(
                Problem(where, "did_not_help has no upper bound", "Give below, at_most or without_remission")
            )
        if definition.distinct_trials.value < 1:
            found.append(Problem(where, "distinct_trials is below 1", "Mend the number"))
        if definition.weeks_at_dose.value < 0:
            found.append(Problem(where, "weeks_at_dose is below 0", "Mend the number"))
    return found


def _drug(name: str) -> str:
    return f"drugs/{name}.yaml"


def _doses(drug: Drug) -> Iterator[tuple[str, float]]:
    """The doses that the labelled maximum must not be below: minima, and the low end of start and range."""
    for dose_list, number in drug.doses.minimum_adequate_mg_per_day.items():
        yield f"minimum adequate dose of '{dose_list}'", number.value
    for what, span in (("start", drug.doses.start_mg_per_day), ("usual", drug.doses.usual_mg_per_day)):
        if span is not None and span.least is not None:
            yield f"{what} dose", span.least


def _code(drug: Drug, system: str) -> str | None:
    code = getattr(drug.codes, system)
    return None if code is None else str(code.value)


def _loinc(scale: Scale) -> list[str]:
    listed = [code.value for code in (*scale.loinc_total, *scale.loinc_panel)]
    return listed + [item.loinc for item in scale.items if item.loinc is not None]


def _band_faults(scale: Scale) -> Iterator[str]:
    if scale.bands[0].least != scale.least or scale.bands[-1].most != scale.most:
        yield "the bands do not run from the least to the most"
    for lower, upper in itertools.pairwise(scale.bands):
        if upper.least != lower.most + 1:
            yield f"{_span(lower)} and {_span(upper)} do not meet"


def _span(band: Band) -> str:
    return f"{band.least:g} to {band.most:g}"


def _claimed_twice(folder: str, what: str, claims: Iterable[tuple[str, str]]) -> list[Problem]:
    counted = Counter(claim for _, claim in claims)
    return [
        Problem(folder, f"{what} '{claim}' is claimed {times} times", "Keep it in one file")
        for claim, times in sorted(counted.items())
        if times > 1
    ]
