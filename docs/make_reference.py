"""Writes the pages of docs/reference that are taken from the code and its knowledge: ``make docs``.

Nothing there is typed by hand. A test compares each page with what this file would write now.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click
import typer

from fairtrial import tables
from fairtrial.cli import app
from fairtrial.facts import Facts, load
from fairtrial.facts.check_sources import STANDINGS, count_by_standing
from fairtrial.facts.claims import claims_definitions, parts_of
from fairtrial.facts.models import Sourced
from fairtrial.population import shapes
from fairtrial.rules import RULES, page
from fairtrial.rules.treatments import DIAGNOSES, RULE_OF_ROUTE

sys.path.insert(0, str(Path(__file__).parent))

from readers_page import COLUMNS, COUNTS, formats

HERE = Path(__file__).parent / "reference"
WIDTH = 80
MADE = "<!-- Made by `make docs`; do not edit. -->\n"
FAMILIES = {
    "FT1": "Was the trial fair?", "FT2": "What did it do?", "FT3": "Resistance and staging", "FT4": "Reasons",
    "FT5": "Options", "FT6": "Interactions and switching", "FT7": "Genotype", "FT8": "Policies",
    "FT9": "Safety: banners and gates",
}  # fmt: skip


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    names = list(head)
    lines = [names, ["---"] * len(names), *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def standing(value: Sourced) -> str:
    """Where a value comes from, as the rule pages say it."""
    origin = ", ".join(value.source)
    return {"seen": f"seen in {origin}", "unverified": "unverified", "ours": "our choice"}[value.standing]


def rules(facts: Facts) -> str:
    """Every rule with its sentence, thresholds, sources and cases."""
    parts = ["# Rules\n", "What `fairtrial explain RULE` prints, for every rule. Ids are permanent.\n"]
    for family in sorted({rule_id[:3] for rule_id in RULES}):
        parts.append(f"## {FAMILIES[family]}\n")
        for rule_id in sorted(r for r in RULES if r.startswith(family)):
            parts.append(f"### {rule_id}\n\n```text\n{page(rule_id, facts)}\n```\n")
    return "\n".join(parts)


def definitions(facts: Facts) -> str:
    """What each definition asks, number by number."""
    parts = ["# Definitions\n", "Where a source is silent, the number is our choice; the review says so.\n"]
    for d in facts.definitions.values():
        rows = [
            (name.replace("_", " "), _value(value), standing(value))
            for name in type(d).model_fields
            if isinstance(value := getattr(d, name), Sourced)
        ]
        parts += [f"## {d.definition}, version {d.version}\n", f"**{d.name}.** {d.sentence}\n"]
        parts.append(table(("what", "value", "where from"), rows))
        parts += [f"- {quirk}" for quirk in d.quirks] + [""]
    return "\n".join([*parts, *_definitions_of_treatments(facts)])


def _definitions_of_treatments(facts: Facts) -> Iterable[str]:
    """Definitions for records without scores; one part a route, any of which is enough, and the diagnoses."""
    yield "# Definitions for records without scores\n"
    yield (
        "They read treatments and diagnoses; `fairtrial cohort` applies them. "
        "[Who is resistant under which, and why](../explanation/who-is-resistant-under-which.md).\n"
    )
    for d in claims_definitions(facts).values():
        yield f"## {d.definition}, version {d.version}\n"
        yield f"**{d.name}.** {d.sentence}\n"
        asked = [(RULE_OF_ROUTE[route.rule], route) for route in d.routes]
        asked += [(DIAGNOSES, part) for part in (d.required, d.excluded) if part is not None]
        for rule, part in asked:
            rows = [(name, words, standing(of)) for name, words, of in parts_of(part)]
            yield table((rule, "value", "where from"), rows)
        yield "\n".join(f"- {quirk}" for quirk in d.quirks) + "\n"


def _value(value: Sourced) -> str:
    if hasattr(value, "words"):
        return str(value.words())
    plain = getattr(value, "value", "")
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    return f"{plain:g}" if isinstance(plain, float) else str(plain)


def settings(facts: Facts) -> str:
    """The numbers of the timeline and of the general rules."""
    rows = [
        (f"`{name}`", f"{s.value:g} {s.unit}", s.meaning, standing(s)) for name, s in facts.settings.items()
    ]
    return "# Settings\n\nFrom `src/fairtrial/knowledge/settings.yaml`.\n\n" + table(
        ("setting", "value", "what it does", "where from"), rows
    )


def of_columns(columns: tables.Columns) -> list[tuple[str, object, str]]:
    """Column, type and meaning of each."""
    return [(f"`{column}`", dtype, meaning) for column, (dtype, meaning) in columns.items()]


def history_tables(facts: Facts) -> str:
    """The ten history tables and their columns."""
    parts = [
        "# History tables\n",
        "What every reader produces and the core consumes. A quantity that records leave open is a pair "
        "`_least` / `_most`; absent is null. Intervals of days are half-open.\n",
    ]
    for name, columns in tables.HISTORY_TABLES.items():
        rows = of_columns(columns)
        parts += [f"## {name}\n", table(("column", "type", "meaning"), rows)]
    return "\n".join(parts)


def cohort_tables(facts: Facts) -> str:
    """The tables that `fairtrial cohort` writes and their columns."""
    parts = [
        "# Tables of a cohort\n",
        "What `fairtrial cohort` writes, one Parquet file a block, and what `fairtrial.population.cohort` yields. "
        "A quantity that records leave open is a pair `_least` / `_most`; null is unknown.\n",
    ]
    for name, columns in shapes.SHAPES.items():
        rows = of_columns(columns)
        rows += [(f"`{column}`", dtype, meaning) for column, dtype, meaning in _BY_DEFINITION.get(name, ())]
        parts += [f"## {name}\n", f"{_ROWS[name]}\n", table(("column", "type", "meaning"), rows)]
    return "\n".join(parts)


_ROWS = {
    "trials": "One row for each trial of each person.",
    "resistance": "One row for each person with a trial.",
    "staging": "One row for each person with a trial.",
    "reasons": "One row for each person with an antidepressant, rule, topic and record or trial. A condition, substance "
    "or treatment around the medicine (FT405 to FT407) that has no row is one that no record of the person speaks of: "
    "cannot tell, not absent. Rows that a record rules out say so.",
    "people": "One row for each person.",
}  # fmt: skip
_BY_DEFINITION = {
    "trials": [("counts|ID", tables.FLAG, "FT301, did not help under a definition that reads outcomes")],
    "resistance": [(f"ID|{name}", *of) for name, of in shapes.OF_EACH_DEFINITION.items()],
}


def knowledge(facts: Facts) -> str:
    """How many values of each standing ship, licences of the scales, and the sources."""
    counts = count_by_standing(Path(str(facts.folder)))
    rows = [(f"`{file}`", *(by.get(s, 0) for s in STANDINGS)) for file, by in sorted(counts.items())]
    total = [("all", *(sum(by.get(s, 0) for by in counts.values()) for s in STANDINGS))]
    sources = [
        (f"`{name}`", s.what, s.locator, s.grade, s.reuse or "") for name, s in sorted(facts.sources.items())
    ]
    scales = [
        (f"`{name}`", standing(s.scoring), s.licence.value, standing(s.licence))
        for name, s in sorted(facts.scales.items())
    ]
    return "\n".join([
        "# Knowledge\n",
        "`seen`: really read in the named source. `unverified`: recalled, not yet checked; a verdict "
        "that rests on one says so. `ours`: our own choice.\n",
        table(("where", *STANDINGS), [*rows, *total]),
        "## Scales\n",
        table(("id", "ranges of total and items", "licence", "where the licence was read"), scales),
        "## Sources\n",
        table(("id", "what", "where", "grade", "reuse"), sources),
    ])  # fmt: skip


def command_line(facts: Facts) -> str:
    """The help of every command."""
    os.environ["COLUMNS"] = str(WIDTH)
    root = typer.main.get_command(app)
    commands = getattr(root, "commands", {})
    parts = ["# The command line\n", _help(root, "fairtrial")]
    parts += [f"## {name}\n\n{_help(command, f'fairtrial {name}')}" for name, command in commands.items()]
    return "\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    context = command.make_context(name, ["--help"], resilient_parsing=True, terminal_width=WIDTH)
    return f"```text\n{command.get_help(context).rstrip()}\n```\n"


def readers(facts: Facts) -> str:
    """Every format, what is read of it, what is not, and counts on public sample sets."""
    counts = json.loads(COUNTS.read_text("utf-8"))
    rows = [(name, *(found[column] for column in COLUMNS)) for name, found in sorted(counts.items())]
    return "\n".join([
        "# Readers\n",
        "What a file is, is told from its content. What is not understood is counted and listed by "
        "`fairtrial records`; nothing is dropped silently.\n",
        table(("format", "what is read", "what is not"), formats()),
        "## Counts on public sample sets\n",
        "Every file read by itself (`python docs/readers_page.py`). Most files of samples are not about treatment: "
        "one that holds nothing of it, or is of no format above, is refused with the reason.\n",
        table(("sample set", *COLUMNS), rows),
    ])  # fmt: skip


PAGES: dict[str, Callable[[Facts], str]] = {
    "rules.md": rules,
    "definitions.md": definitions,
    "settings.md": settings,
    "tables.md": history_tables,
    "cohort.md": cohort_tables,
    "knowledge.md": knowledge,
    "command-line.md": command_line,
    "readers.md": readers,
}


def written(name: str, facts: Facts) -> str:
    """The text of one page as it should be now."""
    return MADE + PAGES[name](facts).rstrip() + "\n"


if __name__ == "__main__":
    for name in PAGES:
        (HERE / name).write_text(written(name, load()), encoding="utf-8")
