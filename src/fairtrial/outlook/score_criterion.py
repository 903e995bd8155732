"""The criterion about a score: the latest total of each scale that counts, recent enough."""

from __future__ import annotations

from datetime import date, timedelta

from fairtrial.facts.policies import Score
from fairtrial.outlook.case import Case, Row, Shown, any_of, records_of_rows
from fairtrial.timeline.day_numbers import DAYS_PER_WEEK


def score(criterion: Score, case: Case) -> Shown:
    """FT805. A scale that nobody filled in leaves it open, whatever another scale says."""
    latest = _latest(criterion, case)
    found = [row for row in latest.values() if row is not None]
    if not found:
        return Shown(None, f"No score{_within(criterion)} on {_scales(criterion)} is recorded.")
    edges = {least.scale: least.at_least for least in criterion.any_of}
    answers = {scale: _answer(row, edges.get(scale, 0), criterion, case) for scale, row in latest.items()}
    met = any_of(list(answers.values()))
    shown = [row for row in found if answers[row["scale"]] is met] or found
    return Shown(met, f"{_told(shown)}.{_open(met, latest, edges)}", records=records_of_rows(shown))


def _latest(criterion: Score, case: Case) -> dict[str, Row | None]:
    """Scale -> its latest total that lies or may lie within the time asked for; null where none does.

    A criterion that takes any scale has only those that were filled in.
    """
    first = _first_day(criterion, case)
    asked = [least.scale for least in criterion.any_of]
    depression = {s.scale for s in case.facts.scales.values() if s.measures == "depression"}
    found: dict[str, Row | None] = dict.fromkeys(asked)
    for row in case.totals:
        recent = row["on_most"] is None or row["on_most"] >= first
        if recent and row["scale"] in (asked or depression):
            found[row["scale"]] = row
    return found


def _answer(row: Row | None, edge: float, criterion: Score, case: Case) -> bool | None:
    if row is None:
        return None
    inside = True if row["on_least"] >= _first_day(criterion, case) else None
    return inside if row["total"] >= edge else False


def _first_day(criterion: Score, case: Case) -> date:
    if criterion.within_weeks is None:
        return date.min
    return case.found.as_of - timedelta(days=int(criterion.within_weeks * DAYS_PER_WEEK))


def _told(rows: list[Row]) -> str:
    return "; ".join(f"{row['scale']} {row['total']:g} on {_day(row)}" for row in rows)


def _day(row: Row) -> str:
    least, most = row["on_least"].isoformat(), row["on_most"].isoformat() if row["on_most"] else "later"
    return str(least) if least == most else f"a day between {least} and {most}"


def _open(met: bool | None, latest: dict[str, Row | None], edges: dict[str, float]) -> str:
    """What would have to be filled in before the answer could be no."""
    silent = [f"{scale} ({edges[scale]:g} or more)" for scale, row in latest.items() if row is None]
    if met is not None or not silent:
        return ""
    return f" That is below what is asked for; not filled in: {', '.join(silent)}."


def _within(criterion: Score) -> str:
    return f" in the last {criterion.within_weeks:g} weeks" if criterion.within_weeks is not None else ""


def _scales(criterion: Score) -> str:
    return (
        ", ".join(f"{least.scale} ({least.at_least:g} or more)" for least in criterion.any_of) or "any scale"
    )
