"""The review as headings, lines and small tables: what the terminal prints, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fairtrial.report.quantities import shown
from fairtrial.report.view import View
from fairtrial.report.view.definitions import Definition
from fairtrial.report.view.glance import SafetyLine
from fairtrial.report.view.treatments import Table
from fairtrial.report.view.trials import Card
from fairtrial.report.words import words


@dataclass(frozen=True)
class Line:
    """One line; `mark` hangs before it."""

    words: str
    mark: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Lines:
    """A small table of short words."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Block:
    """A heading with what stands under it."""

    heading: str
    contents: Sequence[Line | Lines]
    alarm: bool = False


def blocks_of(view: View) -> Iterator[Block]:
    """Every part of the page that has something to say."""
    if view.banner:
        crisis = words()["crisis"]
        lines = [*_safety(view.banner), Line(f"{crisis['line']}. {crisis['sentence']}", strong=True)]
        yield Block(words()["safety_heading"], lines, alarm=True)
    yield _head(view)
    if view.gates:
        yield Block(words()["gate_heading"], [Line(words()["gate_sentence"]), *_safety(view.gates)])
    yield _glance(view)
    yield Block(
        "Definitions",
        [_answers(view.definitions), *(line for item in view.definitions for line in _asks(item))],
    )
    yield Block("Timeline", _timeline(view))
    yield from (_card(card, view) for card in view.cards)
    yield from _tables(view.therapies, view.scores)
    yield Block("Staging", [*_staging(view)])
    yield _unknowns(view)
    yield _unread(view)
    yield from _tables(view.conditions, view.context)
    yield _references(view)
    yield _footer(view)


def _head(view: View) -> Block:
    synthetic = (
        [Line(f"{words()['synthetic']}. {words()['synthetic_sentence']}", strong=True)]
        if view.glance.synthetic
        else []
    )
    who = Line(f"{view.glance.person}; as of {view.glance.as_of}")
    return Block(words()["title"], [*synthetic, who, Line(words()["decision_support"])])


def _glance(view: View) -> Block:
    others = [Line(f"Also recorded: {view.glance.others}.")] if view.glance.others else []
    counts = [Line(f"{t.number} {t.word}: {t.sentence}", "  ") for t in view.glance.tallies]
    episode = Line(f"Current episode: {view.glance.episode_start}. {view.glance.episode}")
    return Block("At a glance", [Line(view.glance.summary + ".", strong=True), *counts, *others, episode])


def _safety(lines: Sequence[SafetyLine]) -> list[Line]:
    return [Line(shown(f"{line.sentence} [{line.rule}{_tail(line.records)}]"), "* ") for line in lines]


def _answers(definitions: Sequence[Definition]) -> Lines:
    rows = [
        (item.id, f"{item.symbol} {item.word}", item.failures, _ids(item.counted), _ids(item.possible))
        for item in definitions
    ]
    return Lines(("Definition", "Answer", "Did not help enough", "Counted", "Might count"), rows)


def _asks(item: Definition) -> list[Line]:
    reading = f" Our own reading, where the source is silent: {item.our_reading}." if item.our_reading else ""
    sources = ", ".join(item.sources) or "none named"
    gates = f" Look first: {', '.join(item.gates)}." if item.gates else ""
    head = f"{item.name} ({item.id}, version {item.version}): {item.sentence}{gates}"
    return [Line(shown(f"{head} Source: {sources} ({item.standing}).{reading}"), "- ")]


def _timeline(view: View) -> list[Line | Lines]:
    table = view.picture_table
    if not table.rows:
        return [Line(words()["nothing_recorded"])]
    parts: list[Line | Lines] = [_short(table)]
    if view.conflicts:
        parts.append(Line("Where records disagree (both sides are kept; nothing was averaged):"))
    for item in view.conflicts:
        parts.append(
            Line(
                shown(f"{item.trial} {item.drug}, {item.field}: {item.sentence}{_records(item.records)}"),
                f"{item.number}. ",
            )
        )
    return parts


def _card(card: Card, view: View) -> Block:
    sentences = " ".join(dict.fromkeys((card.fair_sentence, card.state_sentence)))
    lines = [Line(f"{card.fair}; {card.state}. {sentences}", strong=True)]
    lines += [Line(shown(f"{name}: {value}"), "  ") for name, value in (*card.facts, *card.criteria)]
    if card.not_known:
        lines.append(Line(f"Not recorded or not known: {card.not_known}.", "  "))
    lines += [Line(words_, "  ") for words_ in (*card.steps, *card.gaps)]
    for line in card.trace:
        sources = ", ".join(line.sources) or "none named"
        lines.append(
            Line(
                shown(f"{line.sentence} {line.verdict}: {line.numbers} [{sources}; {line.standing}]"),
                f"  {line.rule} ",
            )
        )
    lines += [Line(_reference(id, view), "  ") for id in card.records if id in view.references]
    counts = "" if card.counts else " (not counted as a trial)"
    return Block(shown(f"{card.id} {card.drug}, {card.drug_class}{counts}"), lines)


def _reference(id: str, view: View) -> str:
    item = view.references[id]
    became = f", read as {item.became}" if item.became else ""
    said = f" “{item.words}”" if item.words else ""
    return shown(f"{item.id} {item.where} · {item.kind}{became}{said}")


def _tables(*tables: Table) -> Iterator[Block]:
    for table in tables:
        if table.rows:
            rows = [(*row, " ".join(ids)) for row, ids in zip(table.rows, table.records, strict=True)]
            lines = [
                Line(
                    shown(
                        "; ".join(
                            f"{h}: {cell}"
                            for h, cell in zip((*table.headers, "Records"), row, strict=True)
                            if cell
                        )
                    ),
                    "- ",
                )
                for row in rows
            ]
            yield Block(table.caption, lines)


def _short(table: Table) -> Lines:
    """The columns that fit a terminal; the rest stands with each trial."""
    columns = [0, 1, 2, 3, 6, 7]
    return Lines(
        [table.headers[n] for n in columns], [[shown(row[n]) for n in columns] for row in table.rows]
    )


def _staging(view: View) -> Iterator[Line]:
    for stage in view.stages:
        items = "; ".join(f"{name}: {value}" for name, value in stage.items)
        sources = ", ".join(stage.sources) or "none named"
        yield Line(
            f"{stage.name}: {stage.value}. {stage.sentence} {items + '. ' if items else ''}Source: {sources}.",
            "- ",
        )
    for name, value in view.pathways:
        yield Line(f"{name}: {value}", "- ")


def _unknowns(view: View) -> Block:
    lines = [
        Line(shown(f"{item.sentence} Bears on: {'; '.join(item.definitions)}."), "- ")
        for item in view.unknowns
    ]
    return Block(
        "What would settle the unknowns", lines or [Line("No definition names anything that is missing.")]
    )


def _unread(view: View) -> Block:
    lines = [
        Line(shown(f"{item.where}{', ' + item.field if item.field else ''}: {item.problem} ({item.effect}){_records([item.record] if item.record else [])}"), "- ")
        for item in view.unread
    ]  # fmt: skip
    return Block("What could not be read", lines or [Line("Everything that was given could be read.")])


def _references(view: View) -> Block:
    used = {id for card in view.cards for id in card.records}
    sources = [
        Line(shown(f"{s.id}: {s.what}; {s.locator}{'; ' + s.version if s.version else ''}; {s.grade}"), "- ")
        for s in view.footer.sources
    ]
    others = [Line(_reference(id, view), "- ") for id in view.references if id not in used]
    return Block("Sources and other records", [*sources, *others] or [Line("No source is cited.")])


def _footer(view: View) -> Block:
    said = " · ".join(f"{name} {value}" for name, value in view.footer.versions)
    synthetic = f" · {words()['synthetic']}" if view.glance.synthetic else ""
    return Block("Versions", [Line(f"{said}{synthetic}")])


def _ids(pairs: Sequence[tuple[str, str]]) -> str:
    return ", ".join(id for id, _ in pairs) or "none"


def _tail(records: Sequence[str]) -> str:
    return f"; {' '.join(records)}" if records else ""


def _records(records: Sequence[str]) -> str:
    return f" [{' '.join(records)}]" if records else ""
