"""Invented histories for property tests: any mix of fills, orders and reports, known, half known or not known."""

from datetime import date, timedelta

from hypothesis import strategies as st

from fairtrial import tables

FIRST, AS_OF = date(2023, 1, 1), date(2026, 1, 31)
DRUGS = ("sertraline", "fluoxetine", "venlafaxine", "nortriptyline", "aripiprazole")
DOSES = {"sertraline": (25.0, 50.0, 100.0), "fluoxetine": (10.0, 20.0, 40.0), "venlafaxine": (37.5, 75.0, 150.0),
         "nortriptyline": (25.0, 75.0, 100.0), "aripiprazole": (2.0, 5.0, 10.0)}  # fmt: skip


def _day(number):
    return FIRST + timedelta(days=number)


@st.composite
def between(draw, name, earliest=0, latest=1126):
    """A day, a day within bounds, or nothing, as two columns."""
    known = draw(st.sampled_from(("day", "day", "day", "month", "none")))
    if known == "none":
        return {}
    least = draw(st.integers(earliest, max(earliest, latest)))
    most = least if known == "day" else least + 30
    return {f"{name}_least": _day(least), f"{name}_most": _day(most)}


@st.composite
def use(draw):
    """One piece of evidence that a drug was taken."""
    drug, kind = draw(st.sampled_from(DRUGS)), draw(st.sampled_from(tables.KINDS))
    start = draw(st.integers(0, 1100))
    row = {
        "drug": drug,
        "kind": kind,
        "status": draw(st.sampled_from(("ended", "unknown", "active", "not_taken"))),
    }
    row |= draw(between("started_on", start, start))
    if kind == "dispensed":
        row["days_supply"] = draw(st.sampled_from((None, 30.0, 30.0, 90.0)))
    elif draw(st.booleans()):
        row |= draw(between("stopped_on", start, start + 300))
    elif draw(st.booleans()):
        row |= {"days_reported_least": 28.0, "days_reported_most": draw(st.sampled_from((28.0, 84.0)))}
    dose = draw(st.sampled_from((None, *DOSES[drug])))
    if row["status"] == "active" and ("stopped_on_least" in row or kind == "dispensed"):
        row["status"] = (
            "ended"  # a record that says both "active" and "stopped" contradicts itself: the date wins
        )
    if kind == "reported" and draw(st.booleans()):
        row["asserted_on"] = _day(draw(st.integers(start, 1126)))
    row |= {"dose_mg_per_day_least": dose, "dose_mg_per_day_most": dose}
    row["purpose"] = draw(st.sampled_from((None, None, *tables.PURPOSES)))
    row["response"] = draw(st.sampled_from((None, *tables.RESPONSES)))
    row["stop_reason"] = draw(st.sampled_from((None, None, "side_effect", "no_benefit", "cost")))
    return row


@st.composite
def visits(draw):
    """What notes of several visits say of one drug: begun, taken, stopped or not taken on that day."""
    drug, day, rows = draw(st.sampled_from(DRUGS[:3])), draw(st.integers(0, 800)), []
    for _ in range(draw(st.integers(0, 5))):
        on, dose = _day(day), draw(st.sampled_from((None, *DOSES[drug])))
        said = {
            "begun": {"status": "active", "started_on_least": on, "started_on_most": on},
            "taken": {"status": "active"},
            "stopped": {"status": "ended", "stopped_on_least": on, "stopped_on_most": on},
            "over": {"status": "ended", "stopped_on_most": on},
            "not": {"status": draw(st.sampled_from(("not_taken", "on_hold")))},
        }[draw(st.sampled_from(("begun", "taken", "taken", "taken", "stopped", "over", "not")))]
        rows.append(
            {"drug": drug, "kind": "reported", "asserted_on": on, "dose_mg_per_day_least": dose,
             "dose_mg_per_day_most": dose, "response": draw(st.sampled_from((None, *tables.RESPONSES))), **said}
        )  # fmt: skip
        day += draw(st.sampled_from((7, 14, 28, 42, 90, 120)))
    return rows


@st.composite
def score(draw):
    """One total of one scale."""
    scale, most = draw(st.sampled_from((("PHQ-9", 27), ("MADRS", 60))))
    return {"scale": scale, "total": float(draw(st.integers(0, most)))} | draw(between("on"))


@st.composite
def condition(draw):
    """One diagnosis."""
    topic = draw(st.sampled_from(("major_depression", "bipolar", "psychotic_depression", "anxiety")))
    certainty = draw(st.sampled_from(("confirmed", "possible", "refuted")))
    return {"topic": topic, "certainty": certainty, "status": "active"} | draw(between("started_on"))


@st.composite
def person(draw, most_uses=6):
    """Rows of one person, as a dict of lists."""
    return {
        "uses": draw(st.lists(use(), max_size=most_uses)) + draw(visits()),
        "scores": draw(st.lists(score(), max_size=4)),
        "conditions": draw(st.lists(condition(), max_size=2)),
    }


def history(people):
    """The history of a dict person id -> rows, each row with a record id that names its person and place."""
    found = {}
    for table in ("uses", "scores", "conditions"):
        rows = [
            {"person_id": who, "record": f"{who}-{table}-{n}", **row}
            for who, given in people.items()
            for n, row in enumerate(given[table])
        ]
        found[table] = tables.frame(rows, tables.HISTORY_TABLES[table])
    return tables.History(**found)
