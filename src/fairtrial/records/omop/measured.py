"""What each distinct measurement or observation measures: a scale's total, items, a lab or vital value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from fairtrial.facts import Facts
from fairtrial.records.omop.concepts import concepts_of
from fairtrial.records.omop.source import OmopSource
from fairtrial.records.scale_codes import ScaleCodes, answer_label, scale_codes

MEASURED_KEYS = ["concept_id", "source_concept_id", "source_value"]
TOTAL, ITEM, MEASURE = "total", "item", "measure"
_MEANS = pl.Schema({"what": pl.String(), "id": pl.String(), "number": pl.Int64(), "name": pl.String()})


@dataclass(frozen=True)
class _Codes:
    """LOINC codes and names of the concepts at hand."""

    loinc: Mapping[int, str]
    names: Mapping[int, str | None]


def measured_by(source: OmopSource, keys: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """The keys with ``what`` (total, item, measure or null), ``id`` of scale or measure, ``number``, name.

    An item that several scales share stands once for each.
    """
    codes, known = scale_codes(facts), _codes(source, keys, facts)
    rows = [
        (*key, *means)
        for key in keys.select(MEASURED_KEYS).iter_rows()
        for means in _means(key, codes, known)
    ]
    schema = {**keys.select(MEASURED_KEYS).schema, **_MEANS}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _codes(source: OmopSource, keys: pl.DataFrame, facts: Facts) -> _Codes:
    ids = {each for column in MEASURED_KEYS[:2] for each in keys[column].drop_nulls().to_list()}
    rows = concepts_of(source, ids, facts).select("concept_id", "name", "system", "code").rows()
    return _Codes(
        {c: code for c, _, system, code in rows if system == "loinc"}, {c: name for c, name, _, _ in rows}
    )


_Means = tuple[str | None, str | None, int | None, str | None]


def _means(
    key: tuple[int | None, int | None, str | None], codes: ScaleCodes, known: _Codes
) -> Iterator[_Means]:
    concepts, text = [each for each in key[:2] if each], key[2] or ""
    name = next((n for concept in concepts if (n := known.names.get(concept))), None) or key[2]
    for code in [*(known.loinc.get(concept) for concept in concepts), text]:
        if code in codes.totals:
            yield TOTAL, codes.totals[code], None, name
            return
        if code in codes.items:
            yield from ((ITEM, scale, number, name) for scale, number in codes.items[code])
            return
        if code in codes.measures:
            yield MEASURE, codes.measures[code], None, name
            return
    named = codes.named(text)
    yield (TOTAL, named, None, name) if named else (None, None, None, name)


def answers_of(source: OmopSource, ids: set[int], facts: Facts) -> dict[int, float]:
    """Concept id of a coded answer -> the item score it stands for."""
    codes = scale_codes(facts)
    rows = concepts_of(source, ids, facts).select("concept_id", "name", "code").rows()
    scores = {
        c: codes.answers.get(code or "", codes.answers.get(answer_label(name or "")))
        for c, name, code in rows
    }
    return {concept: score for concept, score in scores.items() if score is not None}


def worded_answers(texts: list[str], facts: Facts) -> dict[str, float]:
    """An answer's words, or a number written as text -> its value."""
    codes = scale_codes(facts)
    found = {
        text: _number(text) if _number(text) is not None else codes.answers.get(answer_label(text))
        for text in texts
    }
    return {text: value for text, value in found.items() if value is not None}


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None
