"""The values printed beside the points of a strip, placed so that none touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fairtrial.report.timeline import looks
from fairtrial.report.timeline.svg import line, text, width_of

Box = tuple[float, float, float, float]
_LEVELS = (-6.0, 13.0, -15.0, 22.0)
_FAR = 15.0


@dataclass
class Values:
    """Printed values of one strip; `room` is the box they stay in, `dots` the points they spare."""

    room: Box
    dots: Sequence[Box]
    size: float
    parts: list[str] = field(default_factory=list)
    unprinted: int = 0
    _taken: list[Box] = field(default_factory=list)

    def put(self, words: str, x: float, y: float) -> None:
        """Print a value where it touches no other value and as few points as can be, or count it."""
        left, upper, right, lower = self.room
        half = width_of(words, self.size) / 2
        middle = min(max(x, left + half + 1), right - half - 1)
        places = [y + level for level in _LEVELS if upper + self.size - 2 <= y + level <= lower - 2]
        boxes = {at: (middle - half, at - self.size + 2, middle + half, at + 1) for at in places}
        free = [at for at in places if not _touched(boxes[at], self._taken)]
        if not free:
            self.unprinted += 1
            return
        best = min(free, key=lambda at: (_touched(boxes[at], self.dots), places.index(at)))
        self._taken.append(boxes[best])
        if abs(best - y) >= _FAR:
            self.parts.append(line(x, y, middle, best - 3, stroke="#8a949e", stroke_width=0.6))
        self.parts.append(text(middle, best, words, self.size, text_anchor="middle", fill=looks.INK))


def _touched(box: Box, others: Sequence[Box]) -> int:
    left, upper, right, lower = box
    return sum(1 for a, b, c, d in others if left < c and a < right and upper < d and b < lower)
