"""What is left, in the terminal view: gates, interactions, options, antidepressants, switching, STAR*D."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairtrial.report.blocks import Block, Line, Lines
from fairtrial.report.details import record_ids
from fairtrial.report.view import View
from fairtrial.report.view.lines import Cited
from fairtrial.report.view.options import Gate, OptionCard, Options
from fairtrial.report.view.switching import Expectation, From, Interactions
from fairtrial.report.words import words


def blocks_of(view: View) -> Iterator[Block]:
    """Nothing for a review that was made without options."""
    if view.options is not None:
        yield _gates(view.options)
        if view.interactions is not None:
            yield _interactions(view.interactions, view.options)
        for group in view.options.groups:
            yield from (_card(card, view.options.first_of_all) for card in group.cards)
        yield _agents(view.options)
    yield from (_switching(row) for row in view.switching)
    if view.expectation is not None:
        yield _expectation(view.expectation)


def _gates(options: Options) -> Block:
    lines = [Line(_gate(gate), "* ") for gate in options.gates]
    first = [
        Line(options.sentence),
        Line(words()["options"]["elsewhere"]),
        *([Line(options.none_taken, strong=True)] if options.none_taken else []),
        Line("Look at these before any option:", strong=True),
    ]
    return Block(words()["options"]["title"], [*first, *lines, *_once(options)])


def _once(options: Options) -> list[Line]:
    """What would stand with many options alike: the gates, and what the records deny."""
    head = words()["options"]
    gates = [Line(f"{head['look_first']} {'; '.join(options.first_of_all)}.", strong=True)]
    absent = [Line(f"{_said(item)} ({', '.join(names)})", "- ") for item, names in options.absent_once]
    denied = [Line(f"{head['absent_once']}:"), *absent] if absent else []
    return [*(gates if options.first_of_all else []), *denied]


def _gate(gate: Gate) -> str:
    told = f": {gate.told}" if gate.told else ""
    return f"{gate.name}: {gate.word}{told} [{' '.join((gate.rule, *gate.records))}]"


def _interactions(found: Interactions, options: Options) -> Block:
    none = [Line(words()["options"]["nothing_in_use"])]
    in_use = [Line(f"In use: {_said(use)}", "- ") for use in found.in_use] or none
    pairs = [Line(_said(pair), "- ") for pair in found.pairs] or [Line("No pair was found.")]
    unlisted = (
        [Line(f"In no list here, and so not checked: [{' '.join(options.unlisted)}]")]
        if options.unlisted
        else []
    )
    return Block("Interactions among what is taken", [*in_use, *pairs, Line(found.sentence), *unlisted])


def _card(card: OptionCard, said_above: Sequence[str]) -> Block:
    first = [] if tuple(card.look_first) == tuple(said_above) else card.look_first
    gates = [Line(f"Look first: {'; '.join(first)}.", strong=True)] if first else []
    trials = f" {', '.join(f'{id} {drug}' for id, drug in card.trials)}." if card.trials else ""
    parts = [
        *_each("against: ", (*card.against, *card.interactions)),
        *(Line(f"not recorded, would be {asked}", "  ") for asked in card.asked),
        *([Line(card.open_pairs, "  ")] if card.open_pairs else []),
        *(Line(f"needed: {ask}", "  ") for ask in card.needed),
        *_each("needed, recorded: ", card.known),
        *_each("pathways: ", card.pathways),
        *_each("US status: ", card.status),
    ]
    tried = Line(f"{card.tried.words}{trials}{record_ids(card.tried.records)}")
    return Block(card.name, [*gates, Line(card.sentence), tried, *parts])


def _each(head: str, items: Sequence[Cited]) -> list[Line]:
    return [Line(f"{head}{_said(item)}", "  ") for item in items]


def _agents(options: Options) -> Block:
    """One line each; what speaks against one may be long."""
    table = options.agents
    lines = []
    for row, ids in zip(table.rows, table.records, strict=True):
        said = "; ".join(f"{header}: {cell}" for header, cell in zip(table.headers[1:], row[1:], strict=True))
        lines.append(Line(f"{row[0]}. {said}{record_ids(ids)}", "- "))
    return Block(table.caption, lines)


def _switching(row: From) -> Block:
    stops = [Line(_said(item), "- ") for item in row.stopping]
    lines = [Line(f"to {line.to}: {line.days}. {_said(line.how)}", "- ") for line in row.lines]
    return Block(f"From {row.drug} to another", [Line(row.told), *stops, *lines])


def _expectation(found: Expectation) -> Block:
    head = [Line(found.here), Line(found.never, strong=True)]
    table = Lines(found.headers, found.rows)
    return Block("What happened to people at this step of STAR*D", [*head, table, *_each("", found.notes)])


def _said(item: Cited) -> str:
    mark = f"{item.mark}: " if item.mark else ""
    origin = ", ".join([*item.sources, *([item.standing] if item.standing else [])])
    return f"{mark}{item.words}{f' ({origin})' if origin else ''}{record_ids(item.records)}"
