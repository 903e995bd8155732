"""The details of the terminal view: each trial, tables as lines, staging, unknowns, references."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairtrial.report.blocks import Block, Line
from fairtrial.report.view import View
from fairtrial.report.view.references import Unread
from fairtrial.report.view.treatments import Table
from fairtrial.report.view.trials import Card, TraceLine
from fairtrial.report.words import words

_COUNTS = {True: "", None: " (may count as a trial)", False: " (not counted as a trial)"}


def card_block(card: Card, view: View) -> Block:
    """One trial: verdict, facts, trace and records."""
    open_ = [card.not_counted] if card.counts is None else []
    sentences = " ".join(dict.fromkeys((card.fair_sentence, card.state_sentence, *open_)))
    facts = [f"{name}: {value}" for name, value in (*card.facts, *card.criteria)]
    unknown = [f"Not recorded or not known: {card.not_known}."] if card.not_known else []
    records = [_reference(id, view) for id in card.records if id in view.references]
    before, after = (*facts, *unknown, *card.steps, *card.gaps), records
    lines = [Line(f"{card.fair}; {card.state}. {sentences}", strong=True)]
    lines += [Line(fact, "  ") for fact in before] + [_trace(line) for line in card.trace]
    counts = _COUNTS[card.counts]
    return Block(
        f"{card.id} {card.drug}, {card.drug_class}{counts}", lines + [Line(said, "  ") for said in after]
    )


def table_blocks(*tables: Table) -> Iterator[Block]:
    """Tables whose cells may be long, one line a row; empty ones are left out."""
    for table in tables:
        if table.rows:
            headers = (*table.headers, "Records")
            rows = [(*row, " ".join(ids)) for row, ids in zip(table.rows, table.records, strict=True)]
            yield Block(table.caption, [Line(_row(headers, row), "- ") for row in rows])


def staging_block(view: View) -> Block:
    """Each staging scheme, and what the medicines act on."""
    lines = []
    for stage in view.stages:
        items = "; ".join(f"{name}: {value}" for name, value in stage.items)
        said = f"{stage.name}: {stage.value}. {stage.sentence} {items + '. ' if items else ''}"
        lines.append(Line(f"{said}Source: {', '.join(stage.sources) or 'none named'}.", "- "))
    return Block("Staging", lines + [Line(f"{name}: {value}", "- ") for name, value in view.pathways])


def unknowns_block(view: View) -> Block:
    """What is missing, and which definitions it bears on."""
    lines = [
        Line(f"{item.sentence} Bears on: {'; '.join(item.definitions)}.", "- ") for item in view.unknowns
    ]
    return Block("What would settle the unknowns", lines or [Line(view.nothing_missing)])


def unread_block(view: View) -> Block:
    """What could not be read."""
    lines = [Line(_unread(item), "- ") for item in view.unread]
    return Block("What could not be read", lines or [Line("Everything that was given could be read.")])


def references_block(view: View) -> Block:
    """Sources, and the records that stand with no trial."""
    used = {id for card in view.cards for id in card.records}
    sources = [
        Line(f"{s.id}: {s.what}; {s.locator}{'; ' + s.version if s.version else ''}; {s.grade}", "- ")
        for s in view.footer.sources
    ]
    others = [Line(_reference(id, view), "- ") for id in view.references if id not in used]
    others += [Line(view.uncited)] if view.uncited else []
    return Block("Sources and other records", [*sources, *others] or [Line("No source is cited.")])


def versions_block(view: View) -> Block:
    """The versions that made this review."""
    said = " · ".join(f"{name} {value}" for name, value in view.footer.versions)
    synthetic = f" · {words()['synthetic']}" if view.glance.synthetic else ""
    return Block("Versions", [Line(f"{said}{synthetic}")])


def record_ids(ids: Sequence[str]) -> str:
    """Record ids in brackets, or nothing."""
    return f" [{' '.join(ids)}]" if ids else ""


def _trace(line: TraceLine) -> Line:
    sources = ", ".join(line.sources) or "none named"
    said = f"{line.sentence} {line.verdict}: {line.numbers} [{sources}; {line.standing}]"
    return Line(said, f"  {line.rule} ")


def _reference(id: str, view: View) -> str:
    item = view.references[id]
    became = f", read as {item.became}" if item.became else ""
    said = f" “{item.words}”" if item.words else ""
    return f"{item.id} ({item.full_id}) {item.where} · {item.kind}{became}{said}"


def _row(headers: Sequence[str], row: Sequence[str]) -> str:
    return "; ".join(f"{header}: {cell}" for header, cell in zip(headers, row, strict=True) if cell)


def _unread(item: Unread) -> str:
    field = f", {item.field}" if item.field else ""
    record = record_ids([item.record] if item.record else [])
    return f"{item.where}{field}: {item.problem} ({item.effect}){record}"
