"""The lane of treatments whose date is not known: no place on the axis is invented for them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from fairtrial.report.doses import dose_told
from fairtrial.report.quantities import ends, interval
from fairtrial.report.timeline import labels, looks
from fairtrial.report.timeline.rows import Row, trial_summary
from fairtrial.report.timeline.steps import dose_label
from fairtrial.report.timeline.svg import element, line, rect, text, title
from fairtrial.report.words import words

LOWEST = 40.0
HEADING = 26.0


def height_of(rows: Sequence[Row], left: float) -> float:
    """Room the lane takes."""
    return _tops(rows, left)[-1] + 8 if rows else 0.0


def drawn(rows: Sequence[Row], top: float, left: float, right: float, prefix: str) -> str:
    """A frame with one line a treatment: name, known length and dose, and the words at the right."""
    if not rows:
        return ""
    tops = _tops(rows, left)
    parts = [
        rect(
            left,
            top + HEADING,
            right - left,
            tops[-1] - HEADING,
            fill="#ffffff",
            stroke="#aab4be",
            stroke_dasharray="2 3",
        ),
        text(8, top + 17, str(words()["date_not_known"]), looks.WORD, font_weight="bold", fill=looks.INK),
    ]
    parts += [_row(row, top + down, left, right, prefix) for row, down in zip(rows, tops, strict=False)]
    return "".join(parts)


def known(row: Row) -> str:
    """What is known of an undated treatment: its length and dose, in words."""
    weeks = interval(row.treatment.get("weeks"), "weeks", missing="length not recorded")
    if not row.is_drug:
        return weeks
    least, most = ends(row.treatment["highest_dose_mg_per_day"])
    dose = dose_label(least, most)
    return f"{weeks}, {dose_told(row.treatment) if dose == '?' else dose + ' mg a day'}"


def _row(row: Row, top: float, left: float, right: float, prefix: str) -> str:
    parts = [
        title(trial_summary(row)),
        labels.names(row, top, left),
        text(left + 12, top + 24, known(row), looks.WORD, fill=looks.INK),
        labels.verdict_words(row, top, right, prefix),
        line(left, top, right, top, stroke="#e5e9ee"),
    ]
    return element("a", *parts, href=f"#trial-{row.id}")


def _tops(rows: Sequence[Row], left: float) -> list[float]:
    """Where each row starts below the heading, and where the last one ends."""
    return list(accumulate((max(labels.height_of(row, left), LOWEST) for row in rows), initial=HEADING))
