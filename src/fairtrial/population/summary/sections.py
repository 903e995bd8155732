"""The sections of the report from the counts: each a plain mapping with its small cells hidden."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, NamedTuple

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.claims import claims_definitions
from fairtrial.population.persons import BAND_NAMES, JOINED
from fairtrial.population.summary.counting import ADEQUACY, ATTRITION, GROUPS, MISSING, NOT_KNOWN, Counts
from fairtrial.population.summary.published import published_shares
from fairtrial.population.summary.shares import kappa, wilson
from fairtrial.population.summary.small_cells import SMALLEST_SHOWN, CountTable, merged_small, protected
from fairtrial.population.summary.times import times

LINES = ("1", "2", "3", "4 or later")
ANSWERS = ("yes", "unknown", "no")
MOST_PATTERNS, MOST_PATHS = 15, 12
Plain = dict[str, Any]


def sections(counts: Counts, facts: Facts) -> Plain:
    """Every section by its name."""
    sizes = _sizes(counts)
    return {
        "persons": sizes.shown(sizes.persons, sizes.treated),
        "attrition": attrition(counts["attrition"], sizes),
        "by_year": _by_year(counts["years"]),
        "adequacy": _crossed(counts["adequacy"], "line", "adequacy", LINES, ADEQUACY).plain(),
        "resistance": _resistance(counts["verdicts"], facts),
        "agreement": _agreement(counts["patterns"]),
        "pathways": _pathways(counts["pathways"], sizes),
        "times": times(counts["times"])
        if _apart(sizes.treated, sizes.dated)
        else {"note": TOO_ALIKE, "events": []},
        "missing": _missing(counts["missing"], counts["attrition"], sizes),
        "groups": _groups(counts["groups"]),
    }


class Sizes(NamedTuple):
    """Persons in all, with an antidepressant, and with certain first days of all of them."""

    persons: int
    treated: int
    dated: int

    def shown(self, size: int, inner: int) -> int | None:
        """A size that is neither small nor gives away, by subtraction, how few it adds to an inner one."""
        return size if (size == 0 or size >= SMALLEST_SHOWN) and _apart(size, inner) else None


TOO_ALIKE = "Not shown: it would give away a count under 11."


def _apart(size: int, inner: int) -> bool:
    """Do the two differ by nothing, or by enough people?"""
    return size == inner or size - inner >= SMALLEST_SHOWN


def _sizes(counts: Counts) -> Sizes:
    people = counts["people"]
    treated = int(people.filter("has_antidepressant")["n"].sum())
    return Sizes(int(people["n"].sum()), treated, int(counts["pathways"]["n"].sum()))


def _crossed(
    rows: pl.DataFrame, down: str, across: str, downs: Sequence[str], acrosses: Sequence[str]
) -> CountTable:
    """Counts of two labels as a protected table."""
    found = {(str(r[down]), str(r[across])): 0 for r in rows.iter_rows(named=True)}
    for r in rows.iter_rows(named=True):
        found[str(r[down]), str(r[across])] += int(r["n"])
    return protected(downs, acrosses, [[found.get((d, a), 0) for a in acrosses] for d in downs])


def attrition(rows: pl.DataFrame, sizes: Sizes) -> list[Plain]:
    """Steps with how many remain and how many leave; steps at which fewer than 11 leave are told together."""
    held = dict(rows.select("step", "n").iter_rows())
    steps: list[Plain] = []
    together: list[str] = []
    remain = int(sum(held.values()))
    told: list[Plain] = [
        {"step": "persons in the input", "remain": sizes.shown(sizes.persons, sizes.treated), "leave": 0}
    ]
    leaving = 0
    for place, name in enumerate(ATTRITION):
        together.append(name)
        leaving += int(held.get(place, 0))
        if leaving == 0 or leaving >= SMALLEST_SHOWN:
            remain -= leaving
            steps.append({"step": "; ".join(together), "remain": remain, "leave": leaving})
            together, leaving = [], 0
    rest: list[Plain] = [{"step": "; ".join(together), "remain": None, "leave": None}] if together else []
    if told[0]["remain"] is None:
        steps = _first_leave_hidden(steps)
    return [_hidden(step) for step in [*told, *steps, *rest]]


def _first_leave_hidden(steps: list[Plain]) -> list[Plain]:
    """Those who remain and those who leave at the first step that anybody leaves add up to the hidden input."""
    first = next((n for n, step in enumerate(steps) if step["leave"]), None)
    return [{**step, "leave": None} if n == first else step for n, step in enumerate(steps)]


def _hidden(step: Plain) -> Plain:
    remain = step["remain"]
    return (
        step
        if remain is None or remain == 0 or remain >= SMALLEST_SHOWN
        else {**step, "remain": None, "leave": None}
    )


def _by_year(rows: pl.DataFrame) -> Plain:
    """Trials by year of start: by class, by line, and by drug over all years."""
    years = [str(y) for y in rows["year"].unique().sort()]
    classes = _largest(rows, "drug_class")
    named = rows.with_columns(
        drug_class=pl.when(pl.col("drug_class").is_in(classes)).then("drug_class").otherwise(pl.lit("other"))
    )
    drugs = {str(d): int(n) for d, n in rows.group_by("drug").agg(pl.col("n").sum()).sort("drug").iter_rows()}
    return {
        "class": _crossed(named, "year", "drug_class", years, [*classes, "other"]).plain(),
        "line": _crossed(rows, "year", "line", years, LINES).plain(),
        "drug": dict(sorted(merged_small(drugs).items(), key=lambda item: (-item[1], item[0]))),
    }


def _largest(rows: pl.DataFrame, label: str) -> list[str]:
    totals = rows.group_by(label).agg(pl.col("n").sum()).sort("n", label, descending=[True, False])
    return [str(v) for v in totals[label].head(6)]


def _resistance(rows: pl.DataFrame, facts: Facts) -> Plain:
    """Per definition counts, shares from least to most, the Wilson interval around both, and the published
    share."""
    names = list(rows["definition"].unique(maintain_order=True))
    words = rows.with_columns(answer=_word(pl.col("verdict")))
    shares = []
    for name in names:
        mine = _crossed(words.filter(pl.col("definition") == name), "definition", "answer", [name], ANSWERS)
        shares.append(_share(name, mine.counts[0], facts))
    return {"shares": shares, "published": [share.model_dump() for share in published_shares(facts)]}


def _word(flag: pl.Expr) -> pl.Expr:
    return pl.when(flag).then(pl.lit("yes")).when(~flag).then(pl.lit("no")).otherwise(pl.lit("unknown"))


def _share(name: str, row: tuple[int | None, ...], facts: Facts) -> Plain:
    known = {d.definition: d.name for d in facts.definitions.values()}
    known |= {d.definition: d.name for d in claims_definitions(facts).values()}
    yes, unknown, _, all_ = row
    said = {
        "definition": name, "name": known.get(name, name),
        "scores": name in facts.definitions, "yes": yes, "unknown": unknown, "no": row[2], "all": all_,
    }  # fmt: skip
    if yes is None or unknown is None or not all_:
        return said | {"least": None, "most": None, "low": None, "high": None}
    low, high = wilson(yes, all_), wilson(yes + unknown, all_)
    assert low is not None
    assert high is not None
    return said | {
        "least": round(yes / all_, 4), "most": round((yes + unknown) / all_, 4),
        "low": round(low[0], 4), "high": round(high[1], 4),
    }  # fmt: skip


def _agreement(rows: pl.DataFrame) -> Plain:
    """The commonest sets of definitions met for sure, and Cohen's kappa of each two where both are known."""
    names = [c for c in rows.columns if c != "n"]
    met: dict[str, int] = {}
    for r in rows.iter_rows(named=True):
        key = " + ".join(d for d in names if r[d]) or "none for sure"
        met[key] = met.get(key, 0) + int(r["n"])
    ranked = sorted(met.items(), key=lambda item: (-item[1], item[0]))
    kept = dict(ranked[:MOST_PATTERNS])
    kept["other"] = sum(n for _, n in ranked[MOST_PATTERNS:])
    return {"sets": merged_small(kept), "kappa": [_kappa(rows, a, b) for a, b in combinations(names, 2)]}


def _kappa(rows: pl.DataFrame, a: str, b: str) -> Plain:
    known = rows.filter(pl.col(a).is_not_null() & pl.col(b).is_not_null())
    cells = {
        (bool(x), bool(y)): int(n)
        for x, y, n in known.group_by(a, b).agg(pl.col("n").sum()).select(a, b, "n").iter_rows()
    }
    four = [cells.get(key, 0) for key in ((True, True), (True, False), (False, True), (False, False))]
    persons = sum(four)
    small = any(0 < n < SMALLEST_SHOWN for n in [persons, four[0] + four[1], four[0] + four[2]])
    value = None if small else kappa(*four)
    return {"a": a, "b": b, "kappa": None if value is None else round(value, 2)}


def _pathways(rows: pl.DataFrame, sizes: Sizes) -> Plain:
    """The commonest orders of classes, others together, and every step of them as a tree of counts."""
    counts = {str(p): int(n) for p, n in rows.select("pathway", "n").iter_rows() if p}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    kept = dict(ranked[:MOST_PATHS])
    kept["other"] = sum(n for _, n in ranked[MOST_PATHS:])
    paths = merged_small(kept)
    if paths and not _apart(sizes.treated, sizes.dated):
        paths.pop(min(paths, key=lambda path: (paths[path], path)))
    return {"paths": paths, "joined": JOINED}


def _missing(rows: pl.DataFrame, attrition: pl.DataFrame, sizes: Sizes) -> Plain:
    """How many of those treated lack what.

    Hidden: counts under 11, those that leave under 11, and those within 11 of a step of the attrition.
    """
    treated = sizes.treated
    steps = [int(n) for n in attrition["n"]]
    found = dict(rows.select("what", "n").iter_rows())
    pairs = [[int(found.get(what, 0)), treated - int(found.get(what, 0))] for what in MISSING]
    tables = [
        protected([what], ["missing", "there"], [pair]) for what, pair in zip(MISSING, pairs, strict=True)
    ]
    shown = {what: table.counts[0][0] for what, table in zip(MISSING, tables, strict=True)}
    near = {
        what: n is not None and any(0 < n - step < SMALLEST_SHOWN for step in steps)
        for what, n in shown.items()
    }
    hidden = {what: None if near[what] else n for what, n in shown.items()}
    return hidden | {"of": sizes.shown(treated, 0)}


def _groups(rows: pl.DataFrame) -> list[Plain]:
    """Per division and question a protected table of groups and answers."""
    found = []
    for by in GROUPS:
        mine = rows.filter(pl.col("by") == by)
        present = set(mine["group"].to_list())
        if present <= {NOT_KNOWN}:
            continue
        order = [
            g for g in [*BAND_NAMES, *sorted(present - {*BAND_NAMES, NOT_KNOWN}), NOT_KNOWN] if g in present
        ]
        for asked in mine["asked"].unique(maintain_order=True):
            table = _crossed(mine.filter(pl.col("asked") == asked), "group", "answer", order, ANSWERS)
            found.append({"by": by, "asked": asked, "table": table.plain()})
    return found
