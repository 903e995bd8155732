"""substanceAdministration and supply: uses of our drugs; any other medication is context."""

from __future__ import annotations

from dataclasses import replace

from fairtrial.records.ccda.codes import concept
from fairtrial.records.ccda.directions_in_entry import comments, directions, with_a_dose
from fairtrial.records.ccda.dosage import dosages, one_dose_mg, times
from fairtrial.records.ccda.elements import Element, attribute, child
from fairtrial.records.ccda.medication_status import kind_of_use, status_of_use
from fairtrial.records.ccda.products import product
from fairtrial.records.ccda.reading import Reading, joined_words
from fairtrial.records.ccda.routes import route
from fairtrial.records.ccda.sections import Kind
from fairtrial.records.ccda.supplies import add_supplies, add_supply
from fairtrial.records.ccda.times import Span, day, span
from fairtrial.records.days import NO_DAYS, Days, day_after
from fairtrial.records.directions import DailyDose, daily_dose, either_dose
from fairtrial.records.doses import without_absurd
from fairtrial.records.drug_names import DrugMatch
from fairtrial.records.noting import IN_ERROR
from fairtrial.records.purposes import purpose, reasons_of_codes
from fairtrial.records.stop_words import improvement_of, stop_reason, stop_reason_in_note


def read_medication(statement: Element, section: Kind, reading: Reading) -> str | None:
    """Add the use that an entry states; returns its drug when it is one of ours."""
    named = product(statement, reading)
    row = reading.narrative.row(statement.find("text")) or reading.narrative.row(_original_text(statement))
    wordings = directions(statement, row, reading)
    reading.words = joined_words(named.words, *wordings, row.text if row else "")
    if attribute(statement.find("statusCode"), "code").lower() == "nullified":
        reading.became = IN_ERROR
    elif not named.words:
        reading.not_understood("consumable", "names no medication; left out")
    elif named.match is not None:
        _add(statement, section, named.match, [*wordings, named.words], reading)
        return named.match.drug
    return None


def _add(statement: Element, section: Kind, match: DrugMatch, wordings: list[str], reading: Reading) -> None:
    reading.became = "use (drug recognised by a near spelling)" if match.how == "fuzzy" else "use"
    meant = _purpose(statement, wordings, reading)
    if statement.tag == "supply":
        dose = daily_dose(words=with_a_dose(wordings, match.strength_mg), strength_mg=match.strength_mg)
        add_supply(statement, match, dose, meant, reading)
        return
    kind = kind_of_use(statement, section)
    taken, asserted = _taken(statement, kind, reading), asserted_on(statement, reading)
    status = status_of_use(statement, section, taken, reading)
    dose = _dose(statement, kind, match, wordings, reading)
    stop = _stop(taken, asserted, status, reading)
    why = _why_stopped(statement, status, stop, reading)
    reading.add(
        "uses", drug=match.drug, kind=kind, status=status,
        started_on_least=taken.start[0], started_on_most=taken.start[1],
        stopped_on_least=stop[0], stopped_on_most=stop[1], asserted_on=asserted[1],
        dose_mg_per_day_least=dose.least, dose_mg_per_day_most=dose.most,
        purpose=meant, route=route(statement, match, reading),
        stop_reason=why, improvement_percent_most=improvement_of(why, reading.facts),
    )  # fmt: skip
    add_supplies(statement, match, dose, meant, reading)


def _purpose(statement: Element, wordings: list[str], reading: Reading) -> str | None:
    """By the indications of the entry, or else by its directions."""
    found = [
        concept(inner.find("value"), reading.narrative)
        for relation in statement.iterchildren("entryRelationship")
        if attribute(relation, "typeCode") == "RSON"
        for inner in relation.iterchildren("observation")
    ]
    codes = [(c.known, c.code) for each in found for c in each.codings if c.known]
    texts = [text for each in found for text in each.texts]
    return purpose([*texts, *reasons_of_codes(codes, reading.facts)], "; ".join(wordings), reading.facts)


def _original_text(statement: Element) -> Element | None:
    return child(
        statement, "consumable", "manufacturedProduct", "manufacturedMaterial", "code", "originalText"
    )


def _taken(statement: Element, kind: str, reading: Reading) -> Span:
    """First day, and first day without it, from every effectiveTime that is an interval or a point."""
    wrong: list[str] = []
    spans = [found for each in times(statement) if (found := span(each, wrong)) != Span()]
    reading.about("effectiveTime", wrong)
    starts = [each.start for each in spans if each.start != NO_DAYS]
    stops = [each.stop for each in spans]
    start = min(starts, key=str, default=NO_DAYS)
    stop = max(stops, key=str) if stops and NO_DAYS not in stops else NO_DAYS
    if start == NO_DAYS and kind == "prescribed":
        start = _author_time(statement, reading)
    if kind == "administered" and stop == NO_DAYS and len(spans) == 1 and spans[0].point:
        stop = day_after(start)
    return Span(start, stop)


def _stop(taken: Span, asserted: Days, status: str, reading: Reading) -> Days:
    """An end after the day the record speaks of is a plan and no stop."""
    written = max((each[1] for each in (asserted, reading.document.written_on) if each[1]), default=None)
    if status == "ended" or written is None or taken.stop[0] is None or taken.stop[0] <= written:
        return taken.stop
    if taken.stop == day_after((written, written)):
        return taken.stop
    reading.problem("effectiveTime", "the end lies after the document was written; it is a plan and no stop")
    return NO_DAYS


def asserted_on(statement: Element, reading: Reading) -> Days:
    """The day the entry speaks of: when its author wrote it, else when the document was written."""
    found = _author_time(statement, reading)
    return found if found != NO_DAYS else reading.document.written_on


def _author_time(statement: Element, reading: Reading) -> Days:
    wrong: list[str] = []
    author = child(statement, "author", "time")
    found = day(author, wrong)
    found = found if found != NO_DAYS else day(child(author, "low"), wrong)
    reading.about("author/time", wrong)
    return found


def _dose(
    statement: Element, kind: str, match: DrugMatch, wordings: list[str], reading: Reading
) -> DailyDose:
    shaped = dosages(statement, match, reading)
    if kind == "administered" and not shaped and (mg := one_dose_mg(statement, match, reading)) is not None:
        dose = DailyDose(mg, mg, "structured")
    else:
        dose = _stated(statement, match, wordings, reading)
        if match.worded_strength_mg is not None:
            other = replace(match, strength_mg=match.worded_strength_mg)
            dose = either_dose(dose, _stated(statement, other, wordings, reading))
    if dose.differs:
        reading.problem("doseQuantity", "words and structure give different doses; the range spans both")
    dose, absurd = without_absurd(match.drug, dose, reading.facts)
    if absurd:
        reading.problem("doseQuantity", absurd)
    return dose


def _stated(statement: Element, match: DrugMatch, wordings: list[str], reading: Reading) -> DailyDose:
    """The daily dose by structure and words with units of this strength."""
    words = with_a_dose(wordings, match.strength_mg)
    return daily_dose(dosages=dosages(statement, match, reading), words=words, strength_mg=match.strength_mg)


def _why_stopped(statement: Element, status: str, stopped: Days, reading: Reading) -> str | None:
    """The reason in the comments, which may tell more of the person; a reaction that the entry caused is a side effect."""
    if status not in ("ended", "not_taken"):
        return None
    told = comments(statement, reading)
    reading.add_told_in_reason(told, stopped)
    if any(
        attribute(relation, "typeCode") == "CAUS" for relation in statement.iterchildren("entryRelationship")
    ):
        return "side_effect"
    found = stop_reason(told, reading.facts)
    return found if found != "other" else stop_reason_in_note(told, reading.facts)
