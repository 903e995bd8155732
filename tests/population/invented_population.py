"""A small invented population as history tables on disk, whole or spoiled in one way."""

import random
from datetime import date, timedelta

import polars as pl

from fairtrial.tables import HISTORY_TABLES, frame

AS_OF = date(2024, 6, 30)
DRUGS = ("sertraline", "escitalopram", "venlafaxine", "bupropion", "mirtazapine", "aripiprazole")


def tables(persons, seed=0):
    """people, uses, scores and conditions of so many invented persons."""
    draw = random.Random(seed)
    found = {"people": [], "uses": [], "scores": [], "conditions": []}
    for number in range(persons):
        _person(f"p{number:05}", draw, found)
    return {name: frame(rows, HISTORY_TABLES[name]) for name, rows in found.items()}


def _person(who, draw, found):
    born = date(draw.randint(1940, 2003), draw.randint(1, 12), draw.randint(1, 28))
    found["people"].append(
        {
            "person_id": who,
            "born_on_least": born,
            "born_on_most": born,
            "sex": draw.choice(["female", "male"]),
            "synthetic": True,
        }
    )
    if draw.random() < 0.8:
        code, topic = draw.choice(
            [("F33.1", "major_depression"), ("F31.9", "bipolar")] + [("F32.1", "major_depression")] * 6
        )
        on = date(2018, 1, 1) + timedelta(draw.randrange(900))
        found["conditions"].append(
            {"person_id": who, "topic": topic, "system": "icd10cm", "code": code, "certainty": "confirmed",
             "status": "active", "started_on_least": on, "started_on_most": on, "record": f"{who}-c"}
        )  # fmt: skip
    day = date(2019, 1, 1) + timedelta(draw.randrange(700))
    for course in range(draw.randint(0, 4)):
        day = _course(who, course, day, draw, found)


def _course(who, course, day, draw, found):
    drug, dose = draw.choice(DRUGS), draw.choice([25.0, 50.0, 100.0, 150.0, None])
    start = draw.choice([20.0, 18.0, 12.0])
    found["scores"].append(_score(who, f"{who}-s{course}a", day, start))
    for fill in range(draw.randint(1, 6)):
        end = None if draw.random() < 0.9 else date(day.year, 12, 31)
        found["uses"].append(
            {"person_id": who, "drug": drug, "kind": "dispensed", "status": "ended", "started_on_least": day,
             "started_on_most": end or day, "days_supply": draw.choice([30.0, 30.0, 28.0, None]),
             "dose_mg_per_day_least": dose, "dose_mg_per_day_most": dose, "record": f"{who}-{course}-{fill}"}
        )  # fmt: skip
        day += timedelta(draw.randint(25, 40))
    found["scores"].append(_score(who, f"{who}-s{course}b", day, start * draw.choice([0.2, 0.6, 0.9])))
    return day + timedelta(draw.choice([0, 10, 60, 400]))


def _score(who, record, day, total):
    return {
        "person_id": who,
        "scale": "PHQ-9",
        "on_least": day,
        "on_most": day,
        "total": float(round(total)),
        "record": record,
    }


def write(folder, found, *, split=1, shuffled=False, ending="parquet", row_group_size=200):
    """Each table as a folder of ``split`` files."""
    for name, rows in found.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        ordered = (
            rows.sample(fraction=1, shuffle=True, seed=3)
            if shuffled
            else rows.sort("person_id", maintain_order=True)
        )
        size = -(-ordered.height // split)
        for part in range(split):
            piece, path = ordered.slice(part * size, size), folder / name / f"part-{part}.{ending}"
            if ending == "csv":
                piece.write_csv(path)
            else:
                piece.write_parquet(path, row_group_size=row_group_size, statistics=True)
    return folder


def output(folder):
    """Every file of an output folder with its bytes, but the book that names the input's times."""
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != "settings.json"
    }


def rows(folder, table):
    """The rows of one output table, whatever the blocks."""
    return pl.read_parquet(sorted((folder / table).glob("*.parquet")))
