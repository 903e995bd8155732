"""The grid of pathways: what each tried drug acts on, and the best trial each pathway had. Pattern and
word, no colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from fairtrial.report.timeline import looks
from fairtrial.report.timeline.svg import FONT, element, escaped, line, rect, text, title, width_of, wrapped
from fairtrial.report.words import label, picture_numbers, words

Data = Mapping[str, Any]
LEFT, BEST, ROW, HEAD, MOST, EDGE = 248.0, 140.0, 22.0, 92.0, 64.0, 64.0
"""Room for names of pathways, for the best trial, height of a row, of the heads, the most for a drug, and
at the right edge."""
LOOKS = {"fair": "solid", "possibly": "outline", "not_fair": "hatched"}
_PREFIX = "pathways"


def drawn(grid: Data) -> str:
    """The picture as SVG; nothing when no drug was tried."""
    drugs, pathways = grid["drugs"], grid["pathways"]
    if not drugs:
        return ""
    width = picture_numbers()["width"]
    step = min((width - LEFT - BEST - EDGE) / len(drugs), MOST)
    height = HEAD + ROW * len(pathways) + 40
    parts = [_described(grid), looks.definitions(_PREFIX), _heads(drugs, step)]
    parts += [_row(number, pathway, drugs, step) for number, pathway in enumerate(pathways)]
    starred = any(drug["unverified"] for drug in drugs)
    parts += [_groups(pathways), _legend(height - 14, starred)]
    view = f"0 0 {width:g} {height:g}"
    return element(
        "svg", *parts, xmlns="http://www.w3.org/2000/svg", class_="timeline pathways", viewBox=view,
        role="img", aria_labelledby="pathways-title pathways-desc", font_family=FONT,
    )  # fmt: skip


def _described(grid: Data) -> str:
    """Name and description for those who do not see the picture."""
    said = "; ".join(f"{p['pathway']}: {label('pathway_states', p['state'])}" for p in grid["pathways"])
    name = element("title", escaped(words()["pathways_title"]), id="pathways-title")
    return name + element("desc", escaped(f"{said}."), id="pathways-desc")


def _heads(drugs: Sequence[Data], step: float) -> str:
    """Names of the drugs, slanted so that they fit."""
    best = text(
        LEFT + 8, HEAD - 10, words()["pathways_best"], looks.SMALL, font_weight="bold", fill=looks.INK
    )
    return best + "".join(_head(drug, LEFT + BEST + step * (n + 0.5)) for n, drug in enumerate(drugs))


def _head(drug: Data, x: float) -> str:
    name = wrapped(drug["drug"], 112, looks.SMALL, most=1)[0]
    turned = f"rotate(-42 {x - 2:.1f} {HEAD - 8:.1f})"
    return text(x - 2, HEAD - 8, name, looks.SMALL, transform=turned, fill=looks.INK)


def _row(number: int, pathway: Data, drugs: Sequence[Data], step: float) -> str:
    """One pathway: its name, its best trial in pattern and word, and the drugs that act on it."""
    top = HEAD + ROW * number
    parts = [
        line(0, top, LEFT + BEST + step * len(drugs), top, stroke="#d9dee4", stroke_width=0.7),
        text(104, top + 15, pathway["pathway"], looks.SMALL, fill=looks.INK),
        *_state(pathway["state"], LEFT + 8, top),
        *(_cell(drug, pathway, LEFT + BEST + step * n, top, step) for n, drug in enumerate(drugs)),
    ]
    return "".join(parts)


def _state(state: str, x: float, top: float) -> list[str]:
    word = text(x + 24, top + 15, label("pathway_states", state), looks.SMALL, fill=looks.INK)
    if state not in LOOKS:
        return [text(x + 4, top + 15, "–", looks.SMALL, fill=looks.SOFT), word]
    return [looks.swatch(LOOKS[state], x, top + 6, _PREFIX), word]


def _cell(drug: Data, pathway: Data, x: float, top: float, step: float) -> str:
    """A mark where the drug acts on the pathway, with its words for whoever points at it."""
    if pathway["pathway"] not in drug["pathways"]:
        return ""
    wide = min(step - 6, 30)
    state, trials = label("pathway_states", drug["state"]), ", ".join(drug["trials"])
    said = f"{drug['drug']}, {pathway['pathway']}: {state} ({trials})"
    mark = rect(x + (step - wide) / 2, top + 4, wide, ROW - 8, **looks.fill(LOOKS[drug["state"]], _PREFIX))
    if pathway["pathway"] not in drug["unverified"]:
        return element("g", title(said), mark)
    star = text(x + (step + wide) / 2 + 1, top + 12, "*", looks.SMALL, fill=looks.INK)
    return element("g", title(f"{said}; {label('standings', 'unverified')}"), mark, star)


def _groups(pathways: Sequence[Data]) -> str:
    """The messenger of each run of pathways, at the left."""
    parts, top = [], HEAD
    for group, run in groupby(pathways, key=lambda p: p["group"]):
        parts.append(
            text(
                0,
                top + 15,
                wrapped(group, 100, looks.SMALL, most=1)[0],
                looks.SMALL,
                font_weight="bold",
                fill=looks.SOFT,
            )
        )
        top += ROW * len(list(run))
    return "".join(parts)


def _legend(base: float, starred: bool) -> str:
    """What the patterns mean."""
    parts, x = [], 0.0
    for state, look in LOOKS.items():
        word = label("pathway_states", state)
        parts += [
            looks.swatch(look, x, base - 9, _PREFIX),
            text(x + 21, base, word, looks.SMALL, fill=looks.INK),
        ]
        x += 21 + width_of(word, looks.SMALL) + 22
    if starred:
        parts.append(text(x, base, f"* {label('standings', 'unverified')}", looks.SMALL, fill=looks.INK))
    return "".join(parts)
