"""The page as plain text, 76 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from fairtrial.report.letter.content import Letter
from fairtrial.report.letter.medicines import Medicine

_WIDTH = 76
_LINE_TO_WRITE_ON = "_" * _WIDTH


def text_of(letter: Letter) -> str:
    """Every sentence of the page."""
    w = letter.words
    parts = [
        *([w.page["synthetic"]] if letter.synthetic else []),
        _heading(w.page["title"], "="),
        _paragraphs([w.page["lead"], letter.tried]),
        _section(w.heads["crisis"], [w.crisis["line"], w.crisis["more"], w.keep["watching"]]),
        _section(w.heads["keep"], [w.keep["suddenly"]]),
        _section(w.heads["been"], [w.been["order"] if letter.medicines else w.been["none"]]),
        _paragraphs([letter.earlier] if letter.earlier else []),
        *(_medicine(each) for each in letter.medicines),
        _paragraphs(letter.also),
        _section(w.heads["unseen"], [], letter.unseen, [w.unseen["tail"]]),
        _section(w.heads["mean"], letter.mean),
        *([_section("", [w.mean["lead"]], letter.reasons)] if letter.reasons else []),
        _section(w.heads["open"], [w.open["lead"]], letter.open, [w.open["tail"]]),
        _section(w.heads["ask"], list(_asked(letter))),
        _paragraphs([letter.made]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _asked(letter: Letter) -> Iterator[str]:
    for number, question in enumerate(letter.questions, start=1):
        yield f"{number}. {question}"
        yield _LINE_TO_WRITE_ON


def _medicine(each: Medicine) -> str:
    told = [*(f"{label}: {value}" for label, value in each.facts), each.went, *each.more]
    lines = [
        each.name.upper(),
        *(_filled(line, "  ") for line in (*told, *([each.current] if each.current else []))),
    ]
    return "\n".join(lines)


def _section(
    heading: str, before: Iterable[str], items: Iterable[str] = (), after: Iterable[str] = ()
) -> str:
    listed = "\n".join(_filled(item, "- ", "  ") for item in items)
    parts = [_heading(heading, "-") if heading else "", _paragraphs(before), listed, _paragraphs(after)]
    return "\n\n".join(part for part in parts if part)


def _heading(text: str, under: str) -> str:
    return f"{text}\n{under * len(text)}"


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n\n".join(_filled(text) for text in texts)


def _filled(text: str, first: str = "", rest: str | None = None) -> str:
    return textwrap.fill(
        text, _WIDTH, initial_indent=first, subsequent_indent=first if rest is None else rest
    )
