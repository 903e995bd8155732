"""The terminal view: what was found at a glance, and in full in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairtrial.report import details, option_blocks, reason_blocks
from fairtrial.report.blocks import Block, Line, Lines
from fairtrial.report.quantities import count
from fairtrial.report.view import View
from fairtrial.report.view.definitions import Definition
from fairtrial.report.view.glance import SafetyLine
from fairtrial.report.view.questions import block_of as question_blocks
from fairtrial.report.view.questions import short_block_of as short_question_blocks
from fairtrial.report.view.treatments import Table
from fairtrial.report.words import words


def glance_blocks_of(view: View) -> Iterator[Block]:
    """What a reader with little time needs: safety, counts, definitions, the trials in a line each, questions."""
    yield from _first(view)
    yield Block(
        "Is this depression treatment-resistant? The answer of each definition", [_answers(view.definitions)]
    )
    yield Block("Every treatment", [_short(view.picture_table) if view.picture_table.rows else _nothing()])
    yield from short_question_blocks(view.questions)
    yield Block("More", _more(view))


def blocks_of(view: View) -> Iterator[Block]:
    """Every part of the page that has something to say."""
    yield from _first(view)
    yield Block(
        "Definitions",
        [_answers(view.definitions), *(line for item in view.definitions for line in _asks(item))],
    )
    yield Block("Timeline", _timeline(view))
    yield details.unknowns_block(view)
    yield from question_blocks(view.questions)
    yield from (details.card_block(card, view) for card in view.cards)
    yield from details.table_blocks(view.never_taken, view.therapies, view.scores)
    yield details.staging_block(view)
    yield from reason_blocks.blocks_of(view)
    yield from option_blocks.blocks_of(view)
    yield details.unread_block(view)
    yield from details.table_blocks(view.conditions, view.context)
    yield details.references_block(view)
    yield details.versions_block(view)


def _first(view: View) -> Iterator[Block]:
    """Safety before everything, who, gates before any answer, counts."""
    if view.banner:
        crisis = words()["crisis"]
        lines = [*_safety(view.banner), Line(f"{crisis['line']}. {crisis['sentence']}", strong=True)]
        yield Block(words()["safety_heading"], lines, alarm=True)
    yield _head(view)
    if view.gates:
        yield Block(words()["gate_heading"], [Line(words()["gate_sentence"]), *_safety(view.gates)])
    yield _glance(view)


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
    counts = [Line(f"{t.number} {t.word}: {t.sentence}", "  ") for t in view.glance.tallies if t.number]
    episode = Line(f"Current episode: {view.glance.episode_start}. {view.glance.episode}")
    helping = [Line(view.glance.helping_now, strong=True)] if view.glance.helping_now else []
    head = Line(view.glance.summary + ".", strong=True)
    return Block("At a glance", [head, *counts, *others, *helping, episode])


def _safety(lines: Sequence[SafetyLine]) -> list[Line]:
    return [Line(f"{line.sentence} [{' '.join((line.rule, *line.records))}]", "* ") for line in lines]


def _answers(definitions: Sequence[Definition]) -> Lines:
    rows = [
        (item.id, f"{item.symbol} {item.word}", item.failures, _ids(item.counted), _ids(item.possible))
        for item in definitions
    ]
    return Lines(("Definition", "Answer", "Did not help enough", "Counted", "Might count"), rows)


def _asks(item: Definition) -> list[Line]:
    quirks = f" {item.quirks}" if item.quirks else ""
    reading = f" Our own reading, where the source is silent: {item.our_reading}." if item.our_reading else ""
    sources = ", ".join(item.sources) or "none named"
    gates = f" Look first: {', '.join(item.gates)}." if item.gates else ""
    head = f"{item.name} ({item.id}, version {item.version}): {item.sentence}{gates}"
    return [Line(f"{head}{quirks} Source: {sources} ({item.standing}).{reading}", "- ")]


def _timeline(view: View) -> list[Line | Lines]:
    table = view.picture_table
    if not table.rows:
        return [_nothing()]
    parts: list[Line | Lines] = [_short(table)]
    if view.conflicts:
        parts.append(Line("Where records disagree (both sides are kept; nothing was averaged):"))
    for item in view.conflicts:
        said = f"{item.trial} {item.drug}, {item.field}: {item.sentence}{details.record_ids(item.records)}"
        parts.append(Line(said, f"{item.number}. "))
    return parts


def _nothing() -> Line:
    return Line(words()["nothing_recorded"])


def _more(view: View) -> list[Line | Lines]:
    """What this view leaves out, counted, and where it stands; the versions."""
    left_out = [
        (len(view.conflicts), "place where records disagree", "places where records disagree"),
        (len(view.unread), "entry that could not be read", "entries that could not be read"),
    ]
    told = [Line(f"{count(number, one, many)}.", "- ") for number, one, many in left_out if number]
    return [*told, Line(words()["terminal"]["more"]), *details.versions_block(view).contents]


def _short(table: Table) -> Lines:
    """The columns that fit a terminal; the rest stands with each trial."""
    columns = [0, 1, 2, 3, 6, 7]
    return Lines([table.headers[n] for n in columns], [[row[n] for n in columns] for row in table.rows])


def _ids(pairs: Sequence[tuple[str, str]]) -> str:
    return ", ".join(id for id, _ in pairs) or "none"
