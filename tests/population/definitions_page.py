"""Writes docs/explanation/who-is-resistant-under-which.md from the definitions and a few invented persons.

python tests/population/definitions_page.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from claims_people import AS_OF, DEFINITIONS, FACTS, WORDS, history
from fairtrial.findings import examine
from fairtrial.population.claims import claims_resistance

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "who-is-resistant-under-which.md"
DEPRESSED = {"F33.1": ["2020-01-01", "2020-03-01"]}
PERSONS = {
    "Three drugs in turn, seven weeks of each": {
        "issues": {
            "sertraline": ["2020-01-01", "2020-01-31", "2020-02-19"],
            "venlafaxine": ["2020-03-15", "2020-04-14", "2020-05-03"],
            "mirtazapine": ["2020-06-01"],
        },
    },
    "Back and forth between two drugs": {
        "issues": {
            "sertraline": ["2020-01-01", "2020-02-15", "2020-09-15", "2020-11-01"],
            "venlafaxine": ["2020-03-15", "2020-05-01", "2020-07-01"],
        },
    },
    "Three drugs, one day of each": {
        "issues": {
            "sertraline": ["2020-01-01"], "venlafaxine": ["2020-02-01"], "mirtazapine": ["2020-03-01"],
        },
        "supply": 1,
    },
    "One drug for years, then an antipsychotic": {
        "issues": {
            "sertraline": [f"20{y}-{m:02}-01" for y in (20, 21) for m in range(1, 13)],
            "aripiprazole": ["2022-01-05"],
        },
    },
    "Three drugs, the middle one only by its year": {
        "issues": {
            "sertraline": ["2020-01-01", "2020-02-15"],
            "venlafaxine": ["2020"],
            "mirtazapine": ["2020-06-01"],
        },
    },
}  # fmt: skip


def verdicts(case):
    """Definition -> yes, no or unknown for the person of a case."""
    whole = history({"diagnoses": DEPRESSED, **case})
    trials = examine(whole, AS_OF, FACTS, definitions=[]).trials
    table = claims_resistance(whole, trials, list(DEFINITIONS.values()), AS_OF, FACTS, "usual-minimum")
    row = table.row(0, named=True)
    return {name: WORDS[row[f"{name}|verdict"]] for name in DEFINITIONS}


def page():
    """The whole page as Markdown."""
    people = {name: verdicts(case) for name, case in PERSONS.items()}
    lines = [
        "# Who is resistant under which definition, and why",
        "",
        "Claims and prescription records hold no scores, so studies have read resistance from treatments",
        "alone. Their definitions ask for different things, and the same person is resistant under one",
        "and not under another. `fairtrial cohort` applies them all at once, beside the definitions that",
        "read outcomes. What is not recorded is not there, as such definitions read it; but where days,",
        "supply or dose are open, or the input holds no diagnoses at all, the answer is unknown.",
        "",
        "This page is written from the definitions that run: `python tests/population/definitions_page.py`.",
        "`fairtrial explain fabbri-2021` shows every number with its source, and the persons that pin it.",
        "",
        "## The same invented persons under each definition",
        "",
        "All have depression recorded twice.",
        "",
        "| definition | " + " | ".join(people) + " |",
        "| --- |" + " --- |" * len(people),
        *(f"| {name} | " + " | ".join(people[p][name] for p in people) + " |" for name in DEFINITIONS),
        "",
        "## What each asks, and its quirks",
        "",
    ]
    for name, d in DEFINITIONS.items():
        sources = "; ".join(f"{FACTS.sources[s].what} ({FACTS.sources[s].locator})" for s in d.sources)
        lines += [
            f"### {name}",
            "",
            f"{d.name}. {d.sentence}",
            "",
            *(f"- {quirk}" for quirk in d.quirks),
            "",
            f"Source: {sources}.",
            "",
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page())
