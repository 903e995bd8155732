"""Small invented worlds for the recovery tests: hidden courses, complete records and the truth about them."""

from datetime import date
from functools import cache
from typing import NamedTuple

import polars as pl

from fairtrial.facts import load
from fairtrial.simulate.complete import complete
from fairtrial.simulate.course import course
from fairtrial.simulate.life import lived
from fairtrial.simulate.preset import preset
from fairtrial.simulate.streams import Streams
from fairtrial.simulate.truth import truth
from fairtrial.tables import History

FACTS, AS_OF = load(), date(2026, 1, 31)
DAY = (AS_OF - date(1970, 1, 1)).days
STEADY = {"leaves_supply_percent": 0, "wait_days": (15, 21), "relapse_percent": 0}
"""Every supply is used up, the next drug begins more than two weeks after the last, and nobody relapses."""


class World(NamedTuple):
    """Complete records, and what is true."""

    history: History
    true: dict


@cache
def world(seed, persons, changes=(), name="stard"):
    """Invented people; ``changes`` are pairs of a number of the preset's course and its value."""
    chosen = changed(preset(name), dict(changes))
    life = lived(course(Streams(seed, 0, persons), chosen, FACTS, DAY), chosen, DAY, _cut(chosen))
    return World(History(**complete(life, chosen, DAY)), truth(life, FACTS, chosen.scale))


def steady(seed, persons, **changes):
    """People without what the engine is known to get wrong; each of those things has a test of its own."""
    return only(world(seed, persons, tuple(sorted({**STEADY, **changes}.items()))), _calm)


def _calm(found):
    """No drug stops while a later one changes the score, and no improvement lies where words and scores
    part.
    """
    pairs = [(a, b) for a in found.trials for b in found.trials if b.start > a.start]
    alone = all(b.start > a.stop + 14 or b.stop <= a.stop for a, b in pairs)
    return alone and not any(on_the_edge(t.improvement) for t in found.trials)


def on_the_edge(improvement):
    """Improvements for which the words "none" and "partial" stand a whole percent off."""
    return improvement is not None and (24 < improvement < 26 or 49 < improvement < 50)


def taken(found):
    """Everything was taken as ordered: orders then say as much as fills."""
    return all(t.coverage >= FACTS.number("covered_share") for t in found.trials)


def changed(chosen, changes):
    """The preset with other numbers in its course, or in all its steps."""
    course, steps = {}, {}
    for name, value in changes.items():
        update = {"least": value[0], "most": value[1]} if isinstance(value, tuple) else {"value": value}
        holder, found = (chosen.course, course) if hasattr(chosen.course, name) else (chosen.steps[0], steps)
        found[name] = getattr(holder, name).model_copy(update=update)
    return chosen.model_copy(
        update={
            "course": chosen.course.model_copy(update=course),
            "steps": [step.model_copy(update=steps) for step in chosen.steps],
        }
    )


def _cut(chosen):
    return int(FACTS.scales[chosen.scale].remission_at_most.value)


def only(world, keep):
    """The persons whose truth passes ``keep``."""
    true = {who: found for who, found in world.true.items() if keep(found)}
    kept = {
        table: getattr(world.history, table).filter(_among(true))
        for table in ("people", "uses", "scores", "conditions")
    }
    return World(History(**kept), true)


def _among(true):
    return pl.col("person_id").is_in(pl.Series(list(true), dtype=pl.String).implode())
