"""What a run has done so far, kept beside its output so that it can be resumed.

``OUT/run/settings.json`` says what was asked of which input; ``OUT/run/block-00000.json`` is written after
all tables of a block.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from fairtrial.facts import Facts
from fairtrial.population.writing import write_bytes
from fairtrial.records.errors import ReadError
from fairtrial.report.content.whole import edition

LAID_DOWN = "parts"


@dataclass(frozen=True)
class Ledger:
    """The book of one output folder."""

    out: Path

    @property
    def folder(self) -> Path:
        """Where the book lies."""
        return self.out / "run"

    @property
    def parts(self) -> Path:
        """Where a source may lay down parts of its input; removed when the run is complete."""
        return self.folder / LAID_DOWN

    def asked(self) -> dict[str, Any] | None:
        """What the earlier run in this folder was asked for; None when there was none."""
        return _read(self.folder / "settings.json")

    def ask(self, asked: Mapping[str, object]) -> None:
        """Write down what this run is asked for."""
        write_bytes(self.folder / "settings.json", _json(asked))

    def done(self, number: int) -> dict[str, Any] | None:
        """What was noted of a block; None when it is still to do."""
        return _read(self._block(number))

    def note(self, number: int, noted: Mapping[str, object]) -> None:
        """Note a block as done, after all its tables are on disk."""
        write_bytes(self._block(number), _json(noted))

    def forget(self, number: int) -> None:
        """The block is to be done again."""
        self._block(number).unlink(missing_ok=True)

    def close(self) -> None:
        """Remove what was laid down on the way."""
        shutil.rmtree(self.parts, ignore_errors=True)

    def _block(self, number: int) -> Path:
        return self.folder / f"block-{number:05}.json"


def settled(ledger: Ledger, asked: Mapping[str, Any], resume: bool) -> bool:
    """May the run go ahead? Returns whether the input is certainly that of the earlier run.

    Raises ReadError when the folder holds a run and resuming was not asked for, or when the earlier run was
    asked for
    something else.
    """
    earlier, out = ledger.asked(), ledger.out
    if earlier is None:
        if any(p.name != "run" for p in out.iterdir()):
            raise ReadError(out.name, "the folder holds other files", "Name an empty or new folder with -o.")
        return False
    if not resume:
        raise ReadError(
            out.name, "it holds an earlier run", "Add --resume to go on, or name another folder with -o."
        )
    for what in ("settings", "versions", "source"):
        if earlier[what] != asked[what]:
            changed = _differing(earlier[what], asked[what])
            raise ReadError(
                out.name,
                f"the earlier run was made with other {what} ({changed})",
                "Run it with the same, or name another folder with -o.",
            )
    return bool(asked["input"]) and earlier["input"] == asked["input"]


def _differing(one: object, other: object) -> str:
    if isinstance(one, dict) and isinstance(other, dict):
        return ", ".join(sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key)))
    return "kind or name"


def versions(facts: Facts) -> dict[str, str]:
    """What could change the output besides settings and input."""
    return {"fairtrial": version("fairtrial"), "knowledge": edition(facts), "polars": pl.__version__}


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        return dict(orjson.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except orjson.JSONDecodeError:
        raise ReadError(
            f"run/{path.name}", "it is damaged", "Name another folder with -o and run anew."
        ) from None
