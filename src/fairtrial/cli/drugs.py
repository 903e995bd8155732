"""`fairtrial drugs` and `fairtrial overlap`: what is known about drugs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from fairtrial.cli import show
from fairtrial.cli.nearest import named
from fairtrial.cli.values import NOT_KNOWN, between, number, origin, source_lines

if TYPE_CHECKING:
    from fairtrial.facts import Facts
    from fairtrial.facts.models import Drug, Pathway, Sourced
    from fairtrial.outlook.pathways import Overlap


def drugs(
    name: Annotated[str | None, typer.Argument(help="A drug, by generic or brand name.")] = None,
) -> None:
    """List the drugs known, or show one.

    One drug is shown with its names, class, pathways, doses (each with source and standing) and flags.
    """
    from fairtrial.facts import load

    facts = load()
    if name is None:
        _list(facts)
    else:
        _one(facts.drugs[find_drug_named(name, facts)], facts)


def overlap(
    first: Annotated[str, typer.Argument(help="A drug that was tried.")],
    second: Annotated[str, typer.Argument(help="A drug to compare with it.")],
) -> None:
    """Compare the pathways of two drugs.

    Shows which antidepressant pathways they share, which are new with the second, and the share that overlaps.
    """
    from fairtrial.facts import load

    facts = load()
    one, other = (facts.drugs[find_drug_named(name, facts)] for name in (first, second))
    _compare(one, other, facts)
    _sources([*one.pathways, *other.pathways], facts)


def find_drug_named(name: str, facts: Facts) -> str:
    """Drug id of a generic, brand or other name. Raises Refusal with the nearest names."""
    known = {
        spelling: drug.drug
        for drug in facts.drugs.values()
        for spelling in (drug.drug, *drug.names.brands, *drug.names.other)
    }
    return named("drug", name, known, "fairtrial drugs")


def _list(facts: Facts) -> None:
    known = sorted(facts.drugs.values(), key=lambda drug: (drug.drug_class, drug.drug))
    classes = Counter(drug.drug_class for drug in known)
    show.lines(f"{len(known)} drugs in {len(classes)} classes", "")
    show.table(("class", "drugs"), [(name, str(count)) for name, count in sorted(classes.items())])
    show.lines("")
    show.table(
        ("drug", "class", "counts as a trial", "US approval"),
        [
            (drug.drug, drug.drug_class, "yes" if drug.counts_as_trial else "no", _approved(drug))
            for drug in known
        ],
    )


def _approved(drug: Drug) -> str:
    told = (
        f"{entry.indication}{f' {entry.year}' if entry.year else ''}"
        f"{'' if entry.standing == 'seen' else f' ({entry.standing})'}"
        for entry in drug.approval
    )
    return ", ".join(told) or "none known"


def _one(drug: Drug, facts: Facts) -> None:
    show.lines(drug.drug, f"{drug.drug_class}; {drug.role}; by {', '.join(drug.routes)} route", "")
    facets = [*_identity(drug), *_doses(drug), *_body(drug), *_flags(drug)]
    show.table(
        ("what", "value", "source; standing"), [(what, value, origin(of)) for what, value, of in facets]
    )
    if drug.notes:
        show.lines("", *(f"Note: {note}" for note in drug.notes))
    _sources([of for _, _, of in facets if of is not None], facts)


Facet = tuple[str, str, "Sourced | None"]


def _identity(drug: Drug) -> list[Facet]:
    codes = drug.codes
    return [
        ("brand names", ", ".join(drug.names.brands) or NOT_KNOWN, None),
        ("other names", ", ".join(drug.names.other) or "none", None),
        ("RxNorm ingredient", codes.rxcui.value if codes.rxcui else NOT_KNOWN, codes.rxcui),
        ("OMOP concept", number(codes.omop) if codes.omop is None else f"{codes.omop.value:.0f}", codes.omop),
        ("ATC", codes.atc.value if codes.atc else NOT_KNOWN, codes.atc),
        *((f"US approval: {a.indication}", str(a.year or NOT_KNOWN), a) for a in drug.approval),
        *((f"pathway: {p.pathway}", f"{p.action}{', weakly' if p.weak else ''}", p) for p in drug.pathways),
        *([("mechanism", drug.mechanism.value, drug.mechanism)] if drug.mechanism else []),
    ]


def _doses(drug: Drug) -> list[Facet]:
    doses, unit = drug.doses, f"mg a {drug.doses.per}"
    top = doses.labelled_maximum_mg_per_day
    return [
        ("starting dose", between(doses.start_mg_per_day, unit), doses.start_mg_per_day),
        ("usual dose", between(doses.usual_mg_per_day, unit), doses.usual_mg_per_day),
        ("labelled maximum", number(top, unit), top),
        *(
            (f"minimum dose, list {name}", number(dose, unit), dose)
            for name, dose in sorted(doses.minimum_adequate_mg_per_day.items())
        ),
        ("WHO defined daily dose", number(doses.who_ddd_mg_per_day, unit), doses.who_ddd_mg_per_day),
    ]


def _body(drug: Drug) -> list[Facet]:
    risk, metabolism, washout = drug.discontinuation_risk, drug.metabolism, drug.washout
    gaps = [] if washout is None else [
        ("wait after an MAOI", number(washout.from_maoi_days, "days"), washout.from_maoi_days),
        ("wait before an MAOI", number(washout.to_maoi_days, "days"), washout.to_maoi_days),
    ]  # fmt: skip
    return [
        ("half-life", between(drug.half_life_hours, "hours"), drug.half_life_hours),
        ("discontinuation risk", risk.value if risk else NOT_KNOWN, risk),
        ("metabolism", metabolism.value if metabolism else NOT_KNOWN, metabolism),
        *gaps,
    ]


def _flags(drug: Drug) -> list[Facet]:
    return [(f"flag: {f.flag.replace('_', ' ')}", f.detail or "yes", f) for f in drug.flags]


def _compare(first: Drug, second: Drug, facts: Facts) -> None:
    from fairtrial.outlook.pathways import overlap as compared

    both = compared(first, second, facts)
    show.lines(
        f"{first.drug} ({first.drug_class}) and {second.drug} ({second.drug_class})",
        "",
        f"Shared pathways: {', '.join(both.shared) or 'none'}",
        f"New with {second.drug}: {', '.join(both.new) or 'none'}",
        f"Only {first.drug}: {', '.join(both.only_first) or 'none'}",
        _share(both),
        "",
    )
    show.table(
        ("drug", "pathway", "action", "treats depression", "source; standing"),
        [
            (
                drug.drug,
                p.pathway,
                p.action,
                _treats(p, facts),
                origin(p),
            )
            for drug in (first, second)
            for p in sorted(drug.pathways, key=lambda p: p.pathway)
        ],
    )


def _treats(pathway: Pathway, facts: Facts) -> str:
    if not facts.pathways[pathway.pathway].antidepressant:
        return "no"
    return "weakly; not counted" if pathway.weak else "yes"


def _share(both: Overlap) -> str:
    from fairtrial.outlook.pathways import DEFINITION

    if both.share is None:
        return f"Overlap share: not known, because no pathway of {both.second} is known. {DEFINITION}"
    every = len(both.shared) + len(both.new)
    return f"Overlap share: {len(both.shared)} of {every}, {both.share:.0%}. {DEFINITION}"


def _sources(values: Sequence[Sourced], facts: Facts) -> None:
    cited = [name for value in values for name in value.source]
    if cited:
        show.lines("", "Sources", *source_lines(cited, facts))
