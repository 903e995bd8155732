"""`fairtrial notes`: the treatment episodes of free-text notes, with their words marked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairtrial.cli.naming import file_named

if TYPE_CHECKING:
    from fairtrial.records.notes import Episode

_LARGEST_BYTES = 50_000_000
"""A note above this is not a note (our choice)."""

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH...", parser=file_named, help="Text files, or folders of .txt files."),
]
AsLines = Annotated[bool, typer.Option("--jsonl", help="One line of JSON per episode.")]
WithWhy = Annotated[bool, typer.Option("--why", help="With --jsonl: the cue that decided each field.")]


def notes(paths: Paths, jsonl: AsLines = False, why: WithWhy = False) -> None:
    """Show the medicine trials told in free-text notes.

    Each with the words it rests on. Prints what the notes say: it is for the person's own eyes.
    """
    from fairtrial.facts import load
    from fairtrial.records.notes import episode_lines, read_notes

    facts = load()
    for path, text in _texts(paths):
        episodes = read_notes(text, path.stem, facts)
        if jsonl:
            for line in episode_lines(episodes, why=why):
                typer.echo(line)
        else:
            _show(path, text, episodes)


def _texts(paths: list[Path]) -> list[tuple[Path, str]]:
    """Every file is read before the first is shown, so that nothing is shown of inputs that are refused."""
    files = [f for p in paths for f in (_notes_in(p) if p.is_dir() else [p])]
    return [(f, _read(f)) for f in files]


def _notes_in(folder: Path) -> list[Path]:
    from fairtrial.records.regular import not_opened

    try:
        return sorted(f for f in folder.iterdir() if f.match("*.txt"))
    except OSError as error:
        raise not_opened(folder.name, error) from None


def _read(path: Path) -> str:
    from fairtrial.records.errors import ReadError
    from fairtrial.records.regular import bytes_of
    from fairtrial.records.rtf import is_rtf, text_of_rtf

    too_large = "the file is larger than 50 MB", "Split it into single notes."
    data = bytes_of(path, path.name, _LARGEST_BYTES, too_large)
    if not data.strip():
        raise ReadError(path.name, "the file is empty", "Give a note with text in it.")
    if b"\0" in data:
        raise ReadError(path.name, "the file is not plain text", "Save the note as plain text (UTF-8).")
    if is_rtf(data):
        return text_of_rtf(path.name, data)
    try:
        return data.decode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _show(path: Path, text: str, episodes: list[Episode]) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    console.print(path.name, style="bold", markup=False)
    if not episodes:
        console.print("  no medicine trial is told here", markup=False)
    for episode in episodes:
        console.print("  " + summary(episode), markup=False)
        for start, end in _places(text, episode):
            console.print(_marked(text, start, end, episode))


def summary(e: Episode) -> str:
    """One line of words about an episode.

    Fields that the note does not state are left out.
    """
    dose = f"{e.dose.text}" if e.dose else None
    parts = [e.status if e.experiencer == "patient" else "someone else's", dose, e.frequency, e.duration,
             f"for {e.indication}" if e.indication else None,
             f"response: {e.response}" if e.response != "unknown" else None,
             f"stopped: {e.stop_reason}" if e.stop_reason else None,
             f"side effect: {e.side_effect}" if e.side_effect else None]  # fmt: skip
    return f"{e.drug}: " + ", ".join(p for p in parts if p)


def _places(text: str, e: Episode) -> list[tuple[int, int]]:
    """The lines, or the 160 characters around, that hold the words of an episode."""
    places: list[tuple[int, int]] = []
    for m in e.mentions:
        start = max(text.rfind("\n", 0, m.start) + 1, m.start - 80)
        stop = text.find("\n", m.end)
        end = min(len(text) if stop < 0 else stop, m.end + 80)
        if not places or start >= places[-1][1]:
            places.append((start, end))
    return places


def _marked(text: str, start: int, end: int, e: Episode) -> object:
    """The words in context: bold on a terminal, in square brackets when piped."""
    from rich.text import Text

    spans = [(m.start, m.end) for m in e.mentions] + [
        (w.start, w.end) for w in e.why.values() if w.tier != "default"
    ]
    spans += [(e.dose.start, e.dose.end)] if e.dose else []
    inside = _apart([(max(a, start), min(b, end)) for a, b in spans if a < end and b > start])
    line, at = Text("    "), start
    for a, b in inside:
        line.append(text[at:a])
        line.append(text[a:b] if sys.stdout.isatty() else f"[{text[a:b]}]", style="bold reverse")
        at = b
    line.append(text[at:end])
    return line


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], b))
        else:
            out.append((a, b))
    return out
