"""Criteria about treatments other than medicines: a psychotherapy, and an earlier course that helped."""

from __future__ import annotations

from fairtrial.facts import Facts
from fairtrial.facts.policies import Psychotherapy, Response
from fairtrial.outlook.case import Case, Row, Shown, all_of, any_of, records_of_rows
from fairtrial.rules.reasons.presence import in_plain
from fairtrial.timeline.outcomes import spans_of_words


def psychotherapy(criterion: Psychotherapy, case: Case) -> Shown:
    """FT803. Records that show one outside the episode do not say that there was none inside."""
    rows = [row for row in case.therapies if row["therapy"] == "psychotherapy"]
    answers = [_counts(row, criterion, case) for row in rows]
    for met, told in ((True, _sure(criterion)), (None, _not_sure(criterion))):
        fits = [row for row, answer in zip(rows, answers, strict=True) if answer is met]
        if fits:
            return Shown(met, told, records=records_of_rows(fits))
    if rows:
        told = "A psychotherapy is recorded, and it ended before the current episode; none in it is recorded."
        return Shown(None, told, records=records_of_rows(rows))
    kinds = f" of the kinds named ({', '.join(criterion.kinds)})" if criterion.kinds else ""
    return Shown(None, f"No psychotherapy{kinds} is recorded.")


def _sure(criterion: Psychotherapy) -> str:
    """Where the policy names no kind as data, its words may still ask for one."""
    check = "" if criterion.kinds else " Check that its kind is one that the policy takes."
    return f"A psychotherapy is recorded.{check}"


def _not_sure(criterion: Psychotherapy) -> str:
    asked = [f"of the kinds named ({', '.join(criterion.kinds)})"] if criterion.kinds else []
    asked += ["in the current episode"] if criterion.window == "current_episode" else []
    return f"A psychotherapy is recorded; whether it was {' and '.join(asked)} is not."


def _counts(row: Row, criterion: Psychotherapy, case: Case) -> bool | None:
    said = f" {in_plain(case.words.get(row['record'] or '', ''))} "
    named = not criterion.kinds or any(f" {in_plain(kind)} " in said for kind in criterion.kinds)
    of_kind = True if named else None
    if criterion.window != "current_episode":
        return of_kind
    return all_of([of_kind, _in_episode(row, case)])


def _in_episode(row: Row, case: Case) -> bool | None:
    """Whether some of it surely lay in the episode, or surely none."""
    first, last = case.episode("least"), case.episode("most")
    days = [row["started_on_least"], row["stopped_on_least"]]
    if last is not None and any(day is not None and day > last for day in days):
        return True
    if last is not None and row["started_on_least"] == last:
        return True
    ended = row["stopped_on_most"]
    return False if first is not None and ended is not None and ended <= first else None


def response(criterion: Response, case: Case) -> Shown:
    """FT809."""
    rows = [row for row in case.therapies if row["therapy"] == criterion.therapy]
    if not rows:
        return Shown(None, "No earlier course is recorded.")
    answers = [_enough(row, criterion, case.facts) for row in rows]
    met = any_of(answers)
    told = {
        True: "An earlier course helped enough.",
        False: "Earlier courses did not help enough.",
        None: "How much an earlier course helped is not recorded well enough to say.",
    }[met]
    decided = [row for row, answer in zip(rows, answers, strict=True) if answer is met]
    return Shown(met, told, records=records_of_rows(decided))


def _enough(row: Row, criterion: Response, facts: Facts) -> bool | None:
    """Whether the improvement is enough: the percentage as told, else what the word spans."""
    least, most = row["improvement_percent_least"], row["improvement_percent_most"]
    if least is None and most is None:
        least, most = spans_of_words(facts).get(row["response"], (None, None))
    if least is not None and _reaches(least, criterion):
        return True
    return False if most is not None and not _reaches(most, criterion) else None


def _reaches(percent: float, criterion: Response) -> bool:
    """At least so many percent, or more than so many, as the policy says."""
    if criterion.improvement_at_least is not None:
        return percent >= criterion.improvement_at_least
    return criterion.improvement_above is not None and percent > criterion.improvement_above
