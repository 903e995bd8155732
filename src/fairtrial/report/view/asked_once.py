"""What holds for several options, each thing once: what the records are silent on, what they deny, and gates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fairtrial.report.view.lines import Cited
from fairtrial.report.view.treatments import Table
from fairtrial.report.words import words

if TYPE_CHECKING:
    from fairtrial.report.view.options import OptionCard

Data = Mapping[str, Any]
_Found = dict[str, dict[str, list[str]]]


def asked_once_of(items: Sequence[Data]) -> Table:
    """One row a thing that no record tells: for which options it would be what. Most weighty first."""
    weights = words()["options"]["weights"]
    found: _Found = {}
    for item in items:
        for entry in item["against"]:
            if entry["state"] == "not_recorded":
                _add(found, entry, item)
    order = list(weights)
    things = sorted(found, key=lambda thing: (min(map(order.index, found[thing])), thing.lower()))
    rows = [(thing, *("; ".join(found[thing].get(weight, [])) for weight in weights)) for thing in things]
    headers = ("Not recorded", *weights.values())
    return Table(str(words()["options"]["asked_once"]), headers, rows, [[] for _ in rows])


def absent_once_of(cards: Sequence[OptionCard]) -> list[tuple[Cited, list[str]]]:
    """What the records deny, with the options that it would have spoken against."""
    found: dict[str, tuple[Cited, list[str]]] = {}
    for card in cards:
        for item in card.absent:
            found.setdefault(f"{item.mark} {item.words}", (item, []))[1].append(_short(card.name))
    return list(found.values())


def first_of_all(cards: Sequence[OptionCard]) -> Sequence[str]:
    """The gates that most options name alike, so that they can be said once; none where there is no such."""
    every = Counter(tuple(card.look_first) for card in cards if card.look_first)
    (gates, number), *_ = every.most_common(1) or [((), 0)]
    return gates if number > 1 else ()


def _add(found: _Found, entry: Data, item: Data) -> None:
    """An option once a weight, with the drugs it is about where only some are."""
    drugs = f" ({', '.join(entry['drugs_named'])})" if entry["drugs_named"] else ""
    for thing in entry["not_recorded"]:
        options = found.setdefault(thing, {}).setdefault(entry["weight"], [])
        if (said := f"{_short(item['name'])}{drugs}") not in options:
            options.append(said)


def _short(name: str) -> str:
    """The name of an option without the verb that its kind says.

    >>> _short("Add lithium")
    'lithium'
    """
    return name.removeprefix("Add ").removeprefix("Use ")
