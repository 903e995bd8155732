"""Small pieces of SVG: elements, text and an estimate of how wide a text is."""

from __future__ import annotations

from html import escape

from fairtrial.report.quantities import amount, shown

FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"
_NARROW = set("iljtfIr.,:;!|'()[]/ -")
_WIDE = set("mwMW%@—")
BOLD = 1.07
"""How much wider bold words are."""
_ROOM = 1.06  # other fonts of the list are a little wider than Helvetica


def element(name: str, *children: str, **attributes: object) -> str:
    """One element; children are SVG already, attribute values are escaped; None leaves an attribute out.

    >>> element("rect", x=1.0, stroke_width=2, class_=None)
    '<rect x="1" stroke-width="2"/>'
    """
    pairs = "".join(
        f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None
    )
    inner = "".join(children)
    return f"<{name}{pairs}>{inner}</{name}>" if inner else f"<{name}{pairs}/>"


def text(x: float, y: float, words: str, size: float = 12, **attributes: object) -> str:
    """Words at a place; escaped, with control characters made visible."""
    return element("text", escaped(words), x=x, y=y, font_size=size, **attributes)


def escaped(words: str) -> str:
    """Words as they may stand inside an element."""
    return escape(shown(words))


def title(words: str) -> str:
    """The accessible name of the element around it."""
    return element("title", escaped(words))


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def rect(x: float, y: float, width: float, height: float, **attributes: object) -> str:
    """A rectangle."""
    return element("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), **attributes)


def width_of(words: str, size: float = 12, bold: bool = False) -> float:
    """About how wide the words are, a little on the large side so that nothing is cut."""
    return sum(map(_em, words)) * size * _ROOM * (BOLD if bold else 1)


def wrapped(words: str, width: float, size: float = 12, most: int = 2) -> list[str]:
    """Lines that fit a width; what does not fit in `most` lines ends with an ellipsis."""
    lines = [""]
    for word in shown(words).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines = [*lines, _cut(word, width, size)] if lines[-1] else [_cut(word, width, size)]
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]) + "…", width, size)]
    return lines


def _cut(words: str, width: float, size: float) -> str:
    """The words, or as many characters as fit, with an ellipsis."""
    if width_of(words, size) <= width:
        return words
    kept = next((n for n in range(len(words[:200]), 0, -1) if width_of(words[:n] + "…", size) <= width), 0)
    return words[:kept].rstrip() + "…"


def _em(character: str) -> float:
    if character in _NARROW:
        return 0.3
    if character in _WIDE:
        return 0.87
    if ord(character) > 0x2E7F:
        return 1.0
    return 0.68 if character.isupper() else 0.55


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{round(value, 1):g}" if not value.is_integer() else amount(value)
    return escape(shown(value))
