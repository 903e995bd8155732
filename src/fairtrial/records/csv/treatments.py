"""treatments.csv: each row is one use of a drug, as told or as dispensed."""

from __future__ import annotations

from datetime import date
from typing import Any

from fairtrial.facts import Facts
from fairtrial.records.csv.cells import Amount, Days, FreeText, Words
from fairtrial.records.csv.table import PERSON, Column, Row, Table
from fairtrial.records.doses import why_absurd
from fairtrial.records.drug_names import find_drugs
from fairtrial.records.purposes import names_a_purpose, purpose
from fairtrial.records.rows import Rows
from fairtrial.records.stop_words import improvement_of
from fairtrial.tables import KINDS, RESPONSES, STATUSES, STOP_REASONS
from fairtrial.timeline.day_numbers import DAYS_PER_WEEK
from fairtrial.timeline.outcomes import spans_of_words

_STATUS_SPELLINGS = {
    "current": "active", "taking": "active", "past": "ended", "stopped": "ended", "completed": "ended",
    "never": "not_taken", "declined": "not_taken",
}  # fmt: skip

_NO_DRUG = "not a drug we know; the row is kept as context"
_SEVERAL_DRUGS = "names more than one drug; the row is kept as context; write a row for each drug"
_NO_PURPOSE = "names nothing that we know it to be for; taken as not known"
_MISSPELT = "read as a misspelt name; check the drug"
_APART = "the response and the improvement in percent contradict each other; both are allowed for"
_WEEKS_DIFFER = "the weeks differ from the dates by a week or more; the dates are used"

DRUG = Column(
    "drug", "generic or brand name, as you would say it", FreeText("the name of a drug"), required=True
)
DOSE = Column(
    "dose_mg_per_day",
    "the daily dose in mg; when the dose changed, write a row for each dose",
    Amount("mg a day above 0: a number such as 62.5, or a range such as 50-100", above_zero=True),
)
STARTED = Column("started_on", "first day taken", Days())
STOPPED = Column("stopped_on", "first day without it; empty when it goes on or is not known", Days())
WEEKS = Column(
    "weeks", "how many weeks it was taken", Amount("weeks: a number such as 6, or a range such as 6-8")
)
IMPROVEMENT = Column(
    "improvement_percent",
    "how much better than at the start, in percent; below 0 when worse",
    Amount("percent up to 100: a number such as 30, or a range such as 25-49", least=-1000, most=100),
)
RESPONSE = Column("response", "what it did, in one of four words", Words(RESPONSES))
STOP_REASON = Column("stop_reason", "why it was stopped", Words(STOP_REASONS))
STATUS = Column("status", "whether it is taken", Words(STATUSES, _STATUS_SPELLINGS))
KIND = Column("kind", "what the row rests on; empty means reported", Words(KINDS))
TAKEN_FOR = Column(
    "taken_for",
    "what it was for, such as depression, sleep or migraine; empty means not known",
    FreeText(),
)


def _fill(row: Row, rows: Rows, facts: Facts) -> None:
    name, use = row.read(DRUG), _use(row)
    found = find_drugs(name, facts) if name else []
    record = row.record(rows, "use" if len(found) == 1 else "context only")
    if len(found) != 1:
        row.problem(rows, record, DRUG, _SEVERAL_DRUGS if found else _NO_DRUG, True)
        return
    if _settle_weeks(use):
        row.problem(rows, record, WEEKS, _WEEKS_DIFFER, False)
    if found[0].how == "fuzzy":
        row.problem(rows, record, DRUG, _MISSPELT, False)
    use["purpose"] = _purpose(record, row, rows, facts)
    if _span_contradiction(use, facts):
        row.problem(rows, record, RESPONSE, _APART, False)
    if use["response"] is None and use["improvement_percent_most"] is None:
        use["improvement_percent_most"] = improvement_of(use["stop_reason"], facts)
    _leave_out_absurd_dose(found[0].drug, use, record, row, rows, facts)
    rows.add("uses", person_id=row.person_id, drug=found[0].drug, record=record, **use)


def _span_contradiction(use: dict[str, Any], facts: Facts) -> bool:
    """Whether word and percentage cannot both be right; then the improvement spans both, and the word says no more."""
    least, most = use["improvement_percent_least"], use["improvement_percent_most"]
    if use["response"] is None or least is None or most is None:
        return False
    low, high = spans_of_words(facts)[use["response"]]
    if (low is None or most >= low) and (high is None or least <= high):
        return False
    use["response"] = None
    use["improvement_percent_least"] = None if low is None else min(low, least)
    use["improvement_percent_most"] = None if high is None else max(high, most)
    return True


def _purpose(record: str, row: Row, rows: Rows, facts: Facts) -> str | None:
    """What it was for; words we do not know are named, and the row's words keep them."""
    told = row.read(TAKEN_FOR)
    if told and not names_a_purpose(told, facts):
        row.problem(rows, record, TAKEN_FOR, _NO_PURPOSE, False)
        return None
    return purpose([told], "", facts) if told else None


def _leave_out_absurd_dose(
    drug: str, use: dict[str, object], record: str, row: Row, rows: Rows, facts: Facts
) -> None:
    """A dose that cannot be meant takes no part in any verdict; it is named, and the words keep it."""
    least, most = use["dose_mg_per_day_least"], use["dose_mg_per_day_most"]
    bounds = [bound if isinstance(bound, float) else None for bound in (least, most)]
    why = why_absurd(drug, bounds[0], bounds[1], facts)
    if why is not None:
        use["dose_mg_per_day_least"] = use["dose_mg_per_day_most"] = None
        row.problem(rows, record, DOSE, f"{why}; the dose was left out", False)


def _use(row: Row) -> dict[str, object]:
    """Every column of ``uses`` that a row can state; all cells are read, so all faults are found."""
    started, stopped = row.pair(STARTED), row.pair(STOPPED)
    _in_order(row, started[0], stopped[1])
    weeks, dose, improvement = row.pair(WEEKS), row.pair(DOSE), row.pair(IMPROVEMENT)
    stop_reason = row.read(STOP_REASON)
    stop_given = stopped != (None, None) or stop_reason not in (None, "unknown")
    return {
        "kind": row.read(KIND) or "reported",
        "status": row.read(STATUS) or ("ended" if stop_given else "unknown"),
        "stop_reason": stop_reason,
        "response": row.read(RESPONSE),
        **_bounds("started_on", started),
        **_bounds("stopped_on", stopped),
        **_bounds("days_reported", tuple(w if w is None else w * DAYS_PER_WEEK for w in weeks)),
        **_bounds("dose_mg_per_day", dose),
        **_bounds("improvement_percent", improvement),
    }


def _bounds(name: str, pair: tuple[object, ...]) -> dict[str, object]:
    return {f"{name}_least": pair[0], f"{name}_most": pair[1]}


def _in_order(row: Row, started: date | None, stopped: date | None) -> None:
    if started and stopped and stopped < started:
        row.fault(STOPPED, f"is before {STARTED.name}; one of the two must change")


def _settle_weeks(use: dict[str, object]) -> bool:
    """Exact dates say the length, so the weeks told are dropped; returns whether the two were far apart."""
    least, most = use["days_reported_least"], use["days_reported_most"]
    days = _exact_days(use)
    if days is None or not (isinstance(least, float) and isinstance(most, float)):
        return False
    use["days_reported_least"] = use["days_reported_most"] = None
    return not least - DAYS_PER_WEEK < days < most + DAYS_PER_WEEK


def _exact_days(use: dict[str, object]) -> int | None:
    started, stopped = use["started_on_least"], use["stopped_on_least"]
    exact = started == use["started_on_most"] and stopped == use["stopped_on_most"]
    if exact and isinstance(started, date) and isinstance(stopped, date):
        return (stopped - started).days
    return None


TREATMENTS = Table(
    "treatments",
    "one row for each drug taken, or for each fill or order",
    (
        PERSON,
        DRUG,
        DOSE,
        STARTED,
        STOPPED,
        WEEKS,
        IMPROVEMENT,
        RESPONSE,
        STOP_REASON,
        STATUS,
        KIND,
        TAKEN_FOR,
    ),
    _fill,
    (
        "p1,Zoloft,100,2019-03,2019-08,,20,none,no_benefit,ended,reported,depression",
        "p1,venlafaxine,75-150,2020,,6-8,,partial,side_effect,ended,reported,",
    ),
)
