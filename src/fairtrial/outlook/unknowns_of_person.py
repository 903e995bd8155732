"""Unknowns that are no trial's own: the episode, the score of today, what must be looked at first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.policies import Score, every
from fairtrial.findings import Findings
from fairtrial.outlook.answers import TOPICS, Answer
from fairtrial.outlook.rows import rows_of
from fairtrial.outlook.unknown import MOST_DATES, Unknown
from fairtrial.tables import NOTED
from fairtrial.timeline.day_numbers import date_of
from fairtrial.timeline.episodes import DEPRESSION
from fairtrial.timeline.trials import EPISODE_START

"""Possible days tried for one date (our choice)."""


def of_person(found: Findings, facts: Facts) -> Iterator[Unknown]:
    """Every unknown that is asked once, whatever the trials.

    After a long silence a score of today would by itself begin a new episode, so the episode is asked first.
    """
    silent = _silent_since(found, facts)
    starts = tuple(_episode_starts(found, silent))
    if len(starts) > 1:
        yield Unknown(EPISODE_START, starts)
    scale = _scale(found, facts)
    if scale is not None and not (starts and silent):
        totals = sorted({band.least for band in facts.scales[scale].bands})
        yield Unknown(
            "score", tuple((f"{t:g}", Answer("score", t, t, (), scale)) for t in totals), about=scale
        )
    yield from _topics(found)


ALWAYS_ASKED = ("bipolar", "psychosis")
"""Asked whenever nothing is recorded; the others only when a note names them (our choice)."""


def _topics(found: Findings) -> Iterator[Unknown]:
    """What stands before every option: asked unless it is recorded; a note that names it is no record of it."""
    noted = (pl.col("system") == NOTED).fill_null(False)
    recorded = set(found.history.conditions.filter(~noted)["topic"].to_list())
    named = found.history.conditions.filter(noted)
    for asked, topics in TOPICS.items():
        mentions = named.filter(pl.col("topic").is_in(topics))
        if not recorded & set(topics) and (asked in ALWAYS_ASKED or mentions.height):
            said = tuple((word, Answer("topic", word, None, (), asked)) for word in ("yes", "no"))
            yield Unknown("topic", said, about=asked, sides=_as_named(mentions))


def _as_named(mentions: pl.DataFrame) -> str:
    """The words of the notes, with the year they tell: "manic episode (2018)"."""
    years = rows_of(mentions, "code", "started_on_least", "started_on_most")
    return "; ".join(sorted({f"{code}{_year(least, most)}" for code, least, most in years}))


def _year(least: date | None, most: date | None) -> str:
    return f" ({least.year})" if least and most and least.year == most.year else ""


def _episode_starts(found: Findings, silent: date | None) -> Iterator[tuple[str, Answer]]:
    """Just before each trial, and at its end, where it is open whether trials lie in the episode; and where
    the records are silent of late, the estimated start and the first silent day."""
    if found.stated_episode or EPISODE_START in found.history.context["topic"].to_list():
        return
    open_ = [t for t in found.trials.to_dicts() if t["in_current_episode"] is None and t["counts_as_trial"]]
    days = {d for t in open_ for d in (t["started_on_least"], t["stopped_on_most"]) if d is not None}
    days |= {silent, *_estimated(found)} if silent else set()
    for day in sorted(day for day in days if day <= found.as_of)[:MOST_DATES]:
        yield day.isoformat(), Answer(EPISODE_START, day, day)


def _estimated(found: Findings) -> list[date]:
    starts = found.episodes["episode_start_least"].drop_nulls().to_list()
    return [date_of(start) for start in starts]


def _silent_since(found: Findings, facts: Facts) -> date | None:
    """The day after the last sign of depression, when that lies longer back than a break between episodes."""
    stops = [most for counts, most in rows_of(found.trials, "counts_as_trial", "stopped_on_most") if counts]
    signs = [*stops, *_depressive_days(found, facts)]
    if not signs or None in signs:
        return None
    last = max(day for day in signs if day is not None)
    gap = timedelta(facts.number("episode_break_days"))
    return last + timedelta(1) if last + gap < found.as_of else None


def _depressive_days(found: Findings, facts: Facts) -> list[date | None]:
    """Days of scores that are depressive or not known, and of diagnoses."""
    from_ = dict(rows_of(facts.scale_table, "scale", "depressed_from"))
    scores = rows_of(found.history.scores, "scale", "item", "total", "on_most")
    diagnoses = rows_of(found.history.conditions, "topic", "started_on_most")
    return [
        *(on for scale, item, total, on in scores
          if item is None and scale in from_ and (total is None or from_[scale] is None or total >= from_[scale])),
        *(on for topic, on in diagnoses if topic in DEPRESSION),
    ]  # fmt: skip


def _scale(found: Findings, facts: Facts) -> str | None:
    """The depression scale that people fill in and most policies take; null when one was scored of late."""
    criteria = [c for p in facts.policies.values() for c in every(p.criteria) if isinstance(c, Score)]
    weeks = min((c.within_weeks for c in criteria if c.within_weeks is not None), default=0.0)
    depression = {s.scale for s in facts.scales.values() if s.measures == "depression" and s.bands}
    rows = (
        found.history.scores.filter(pl.col("item").is_null()).select("on_least", "scale").drop_nulls().rows()
    )
    if any(scale in depression and on >= found.as_of - timedelta(weeks=weeks) for on, scale in rows):
        return None
    named = [least.scale for c in criteria for least in c.any_of]
    fits = [s for s in sorted(depression) if facts.scales[s].rater == "self"]
    return max(fits, key=named.count, default=None)
