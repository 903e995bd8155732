"""FT405 to FT407 in sentences: what goes along with the depression and its treatment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fairtrial.facts.interactions import Medicines
from fairtrial.facts.models import Text
from fairtrial.outlook.findings_of_reasons import Cited, Finding, Group
from fairtrial.outlook.measured import measure_name
from fairtrial.outlook.sight import Sight
from fairtrial.outlook.trial_phrases import name
from fairtrial.outlook.words import listed, sentences
from fairtrial.rules.reasons.presence import LIFELONG


def other_medicines(sight: Sight) -> list[Finding]:
    """FT405: what changes levels or lowers mood, beside which trials, and what nobody recorded."""
    return [
        _silent(group) if group.strength == "cannot_tell" else _beside(sight, group)
        for group in sight.groups("FT405")
    ]


def _silent(group: Group) -> Finding:
    words = sentences("reasons")["FT405"][group.topic]
    return Finding(group.topic, words["name"], group.strength, words["cannot_tell"])


def _beside(sight: Sight, group: Group) -> Finding:
    words, entry = sentences("reasons")["FT405"], sight.facts.medicines[group.topic]
    when = words["when"][group.strength]
    beside = listed([name(sight.trials[number]) for number in sorted(group.trials)])
    which = f" ({listed(group.by)})" if group.by else ""
    said = f"{entry.meaning}{which}, {when} {beside}: {'; '.join(_effects(entry))}."
    evidence = (Cited(_note(entry), entry),)
    records = (*group.records, *sight.records_of(group.trials))
    return Finding(
        group.topic,
        entry.meaning,
        group.strength,
        said,
        tuple(sorted(group.trials)),
        tuple(dict.fromkeys(records)),
        evidence=evidence,
    )


def _effects(entry: Medicines) -> list[str]:
    words = sentences("reasons")["FT405"]
    strength = f"{entry.strength} " if entry.strength else ""
    enzymes = [
        *(
            [f"{strength}inhibition of {', '.join(entry.inhibits)} {words['raises']}"]
            if entry.inhibits
            else []
        ),
        *([f"{strength}induction of {', '.join(entry.induces)} {words['lowers']}"] if entry.induces else []),
    ]
    return [*enzymes, *([words[entry.lowers_mood]] if entry.lowers_mood else [])]


def _note(entry: Medicines) -> str:
    return f"{entry.meaning}.{f' Note: {entry.note}.' if entry.note else ''}"


def alongside(sight: Sight) -> list[Finding]:
    """FT406: each thing that is recorded, suggested or ruled out, and each that is worth asking."""
    return [_alongside(sight, group) for group in sight.groups("FT406")]


def _alongside(sight: Sight, group: Group) -> Finding:
    words, item = sentences("reasons")["FT406"], sight.facts.alongside[group.topic]
    trials = _mania_during(sight, group)
    said = words[group.strength].format(what=listed(_what(sight, group.by)), ask=item.ask)
    if trials:
        said += " " + words["during"].format(trials=sight.phrases("", trials))
    return Finding(
        group.topic,
        item.name,
        group.strength,
        said,
        tuple(trials),
        tuple(group.records),
        tuple(item.check),
        _cited(item.evidence),
    )


def _what(sight: Sight, by: list[str]) -> list[str]:
    """Topics, measures, scales and screens in words."""
    topics = sight.facts.topics
    plain = [topics[each].meaning if each in topics else measure_name(each) for each in by]
    return [
        text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text for text in plain
    ]


def _mania_during(sight: Sight, group: Group) -> list[int]:
    """Trials on which a manic or bipolar record first speaks: begun surely within the trial."""
    if group.topic not in ("bipolarity",) or not set(group.by) & set(LIFELONG):
        return []
    rows = sight.found.history.conditions.filter(
        sight.found.history.conditions["record"].is_in(group.records)
    )
    spans = [(r["started_on_least"], r["started_on_most"]) for r in rows.to_dicts() if r["topic"] in LIFELONG]
    return [
        number
        for number, trial in sight.trials.items()
        if trial["counts_as_trial"] and any(_inside(span, trial) for span in spans)
    ]


def _inside(span: tuple[date | None, date | None], trial: Mapping[str, Any]) -> bool:
    """Whether the first record lies surely within the trial."""
    first, last, begun, ended = trial["started_on_most"], trial["stopped_on_least"], *span
    known = first is not None and last is not None and begun is not None and ended is not None
    return bool(known and first <= begun and ended < last)


def around(sight: Sight) -> list[Finding]:
    """FT407: treatment around the medicine."""
    return [_around(sight, group) for group in sight.groups("FT407")]


def _around(sight: Sight, group: Group) -> Finding:
    words, item = sentences("reasons")["FT407"], sight.facts.around[group.topic]
    asked = item.adequate.value if item.adequate else ""
    kinds = group.by or ["cannot_tell"]
    said = " ".join(words[kind].format(asked=asked, ask=item.ask) for kind in kinds)
    return Finding(
        group.topic, item.name, group.strength, said, (), tuple(group.records), evidence=_cited(item.evidence)
    )


def _cited(texts: Iterable[Text]) -> tuple[Cited, ...]:
    return tuple(Cited(text.value, text) for text in texts)
