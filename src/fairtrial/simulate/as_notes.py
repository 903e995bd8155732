"""Records as one note for each person, in the varied wording of clinic notes."""

from __future__ import annotations

import string
import zlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

from fairtrial.facts import Facts
from fairtrial.facts.files import read
from fairtrial.simulate.complete import Tables
from fairtrial.timeline.day_numbers import DAYS_PER_WEEK

FOLDER_DIGITS = 5
Row = dict[str, Any]


def write_notes(folder: Path, number: int, tables: Tables, facts: Facts) -> None:
    """notes/00000/s00000001.txt and so on, one folder for each block."""
    wording = read(files("fairtrial") / "knowledge" / "simulate" / "wording" / "notes.yaml")
    place = folder / "notes" / f"{number:0{FOLDER_DIGITS}d}"
    place.mkdir(parents=True, exist_ok=True)
    drugs = _by_person(_drugs(tables["uses"]))
    scores = {row["person_id"]: row for row in tables["scores"].sort("person_id", "on_least").to_dicts()}
    for who in tables["people"]["person_id"]:
        text = _note(who, drugs.get(who, []), scores.get(who), wording, facts)
        (place / f"{who}.txt").write_text(text, "utf-8")


def _drugs(uses: pl.DataFrame) -> pl.DataFrame:
    """One row for each drug of a person: what a clinician would sum up."""
    start, stop = pl.col("started_on_least"), pl.col("stopped_on_least")
    return (
        uses.sort("person_id", "started_on_least", "record")
        .group_by("person_id", "drug", maintain_order=True)
        .agg(
            since=start.min(),
            until=pl.max_horizontal(stop.max(), (start + pl.duration(days="days_supply")).max()),
            dose=pl.col("dose_mg_per_day_most").max(),
            reason=pl.col("stop_reason").drop_nulls().last(),
            active=(pl.col("status") == "active").any(),
            refused=(pl.col("status") == "not_taken").all(),
            ended=((pl.col("status") == "ended") & (pl.col("kind") != "dispensed")).any(),
        )
    )


def _by_person(drugs: pl.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in drugs.to_dicts():
        found.setdefault(row["person_id"], []).append(row)
    return found


def _note(who: str, drugs: list[Row], score: Row | None, wording: Any, facts: Facts) -> str:
    lines = [
        wording["header"],
        "",
        _one_of(wording["opening"], who),
        "",
        _one_of(wording["heading"], who + "h"),
    ]
    lines += [f"- {_sentence(row, wording, facts)}" for row in drugs]
    if score is not None:
        said = _one_of(wording["score"], who + "s")
        lines += ["", said.format(scale=score["scale"], total=f"{score['total']:g}")]
    return "\n".join(lines) + "\n"


def _sentence(row: Row, wording: Any, facts: Facts) -> str:
    key = row["person_id"] + row["drug"]
    kind = _kind(row)
    known = {
        "drug": _name(row["drug"], key, facts),
        "reason": _one_of(wording["reason"][row["reason"] or "unknown"], key),
    }
    if row["dose"] is not None:
        known["dose"] = f"{row['dose']:g}"
    if row["since"] is not None:
        known["since"] = row["since"].strftime(_one_of(["%m/%Y", "%Y", "%B %Y"], key + "d"))
        if row["until"] is not None:
            known["weeks"] = str(round((row["until"] - row["since"]).days / DAYS_PER_WEEK))
    fitting = [each for each in wording[kind] if _names(each) <= known.keys()]
    return _one_of(fitting, key + "k").format(**known)


def _kind(row: Row) -> str:
    """Which sentences fit; a drug that is not said to be over is only listed."""
    if row["refused"]:
        return "not_taken"
    if row["active"]:
        return "current"
    return "past" if row["ended"] else "listed"


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def _name(drug: str, key: str, facts: Facts) -> str:
    """The generic name or a brand, as people write."""
    return _one_of([drug, *facts.drugs[drug].names.brands[:1]], key + "n")


def _one_of(choices: Sequence[str], key: str) -> str:
    return choices[zlib.crc32(key.encode()) % len(choices)]
