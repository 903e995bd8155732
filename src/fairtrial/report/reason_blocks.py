"""Reasons, pathways and genes in the terminal view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairtrial.report.blocks import Block, Line
from fairtrial.report.view import View
from fairtrial.report.view.genes import Genes
from fairtrial.report.view.reasons import Evidence, FindingLine, Pathways, ReasonPart
from fairtrial.report.view.treatments import Table
from fairtrial.report.words import words


def blocks_of(view: View) -> Iterator[Block]:
    """Every reason with its findings, then pathways and genes, where the review has them."""
    if view.reasons:
        yield Block(
            words()["reasons_title"], [Line(words()["reasons_sentence"]), Line(words()["learn_command"])]
        )
    yield from (_reason(part) for part in view.reasons)
    if view.coverage:
        yield _coverage(view.coverage)
    if view.genes:
        yield from _genes(view.genes)


def _reason(part: ReasonPart) -> Block:
    lines = [
        Line(f"{words()['reasons_looked_at']} {part.sentence} [{part.rule}]"),
        *_found("", part.found),
        *_found(words()["reasons_asked"], part.asked),
    ]
    lines += _found(words()["reasons_ruled_out"], part.ruled_out)
    lines += [Line(f"{words()['reasons_check']} {' '.join(part.check)}")]
    return Block(f"{part.name}: {part.word}", lines)


def _found(heading: str, findings: Sequence[FindingLine]) -> list[Line]:
    head = [Line(heading)] if heading and findings else []
    return head + [line for finding in findings for line in _finding(finding)]


def _finding(finding: FindingLine) -> list[Line]:
    records = f" [{' '.join(finding.records)}]" if finding.records else ""
    check = f" Check: {finding.check}." if finding.check else ""
    word = "" if finding.strength == "cannot_tell" else f" ({finding.word})"  # its heading says it already
    said = Line(f"{finding.name}{word}: {finding.sentence}{check}{records}", "- ")
    shown = finding.evidence if finding.strength in ("recorded", "suggested") else []
    return [said, *(_known(each, "    ") for each in shown)]


def _known(each: Evidence, mark: str) -> Line:
    return Line(f"{each.sentence} [{', '.join(each.sources) or 'no source'}; {each.standing}]", mark)


def _coverage(coverage: Pathways) -> Block:
    rows = [Line(f"{row[0]}: {row[2]}; {row[3]}. {row[1]}", "- ") for row in coverage.table.rows]
    source = Line(f"Source: {', '.join(coverage.sources) or 'none named'}.")
    return Block(
        coverage.table.caption,
        [*rows, *(Line(o, "- ") for o in coverage.overlaps), Line(coverage.definition), source],
    )


def _genes(genes: Genes) -> Iterator[Block]:
    for table in (genes.calls, genes.tried, genes.others, genes.inhibitors):
        if table.rows:
            yield Block(table.caption, list(_rows(table)))
    yield Block(words()["genes_notes"], [_known(each, "- ") for each in genes.notes])


def _rows(table: Table) -> Iterator[Line]:
    for row, records in zip(table.rows, table.records, strict=True):
        cells = "; ".join(f"{header}: {cell}" for header, cell in zip(table.headers, row, strict=True))
        yield Line(f"{cells}{f' [{chr(32).join(records)}]' if records else ''}", "- ")
