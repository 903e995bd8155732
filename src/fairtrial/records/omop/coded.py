"""What each distinct condition or procedure stands for: by its codes, or for conditions by its name."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import polars as pl

from fairtrial.facts import Facts
from fairtrial.records.omop.concepts import concepts_of
from fairtrial.records.omop.source import OmopSource
from fairtrial.records.topics import denied, doubted, topics_in, topics_of_code

Key: TypeAlias = tuple[int | None, int | None, str | None]
Code: TypeAlias = tuple[str, str]
_CONDITION_SHAPES = {
    "icd10cm": re.compile(r"[A-TV-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?", re.IGNORECASE),
    "icd9cm": re.compile(
        r"(?:\d{3}(?:\.\d{1,2})?|\d{4,5}|V\d{2}(?:\.?\d{1,2})?|E\d{3}(?:\.?\d)?)", re.IGNORECASE
    ),
    "snomed": re.compile(r"\d{6,18}"),
}
_PROCEDURE_SHAPES = {
    "cpt": re.compile(r"\d{5}"),
    "hcpcs": re.compile(r"[A-V]\d{4}", re.IGNORECASE),
    "icd10pcs": re.compile(r"[0-9A-HJ-NP-Z]{7}", re.IGNORECASE),
    "icd9proc": re.compile(r"\d{2}\.\d{1,2}"),
    "snomed": re.compile(r"\d{6,18}"),
}
KEYS = ["concept_id", "source_concept_id", "source_value"]
CONDITION = pl.Schema(
    {
        "topic": pl.String(),
        "system": pl.String(),
        "code": pl.String(),
        "name": pl.String(),
        "by_words": pl.Boolean(),
    }
)
THERAPY = pl.Schema({"therapy": pl.String(), "name": pl.String()})


def conditions_of(source: OmopSource, keys: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """The keys with topic, system, code, name and by_words: a row for each topic, or one without topic.

    The source's own code goes first: the standard concept it was mapped to is often less precise.
    """

    def means(names: list[str], codes: list[Code], text: str) -> Iterator[tuple[object, ...]]:
        name, first = next(iter([*names, text]), ""), next(iter(codes), ("text", None))
        known = ((code, topics_of_code(*code, facts)) for code in codes)
        shown, coded = next(((code, topics) for code, topics in known if topics), (first, []))
        worded = [] if coded else [t for each in names for t in _worded(each, facts)]
        for topic in dict.fromkeys([*coded, *worded]) or [None]:
            yield topic, *shown, name, not coded

    return _looked_up(source, keys, facts, _CONDITION_SHAPES, means, CONDITION)


def therapies_of(source: OmopSource, keys: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """The keys with therapy (null when it is none we know) and name."""

    def means(names: list[str], codes: list[Code], text: str) -> Iterator[tuple[object, ...]]:
        found = (therapy_of_code(*code, facts) for code in codes)
        yield next((therapy for therapy in found if therapy), None), next(iter([*names, text]), "")

    return _looked_up(source, keys, facts, _PROCEDURE_SHAPES, means, THERAPY)


def therapy_of_code(system: str, code: str, facts: Facts) -> str | None:
    """The therapy of a procedure code: exact, or else by its longest known beginning."""
    exact, beginnings = _therapies(facts)
    bare = code.replace(".", "").strip().upper()
    starts = (beginnings.get((system, bare[:length])) for length in range(len(bare), 0, -1))
    return exact.get((system, bare)) or next((therapy for therapy in starts if therapy), None)


@functools.lru_cache(maxsize=4)
def _therapies(facts: Facts) -> tuple[dict[Code, str], dict[Code, str]]:
    exact: dict[Code, str] = {}
    beginnings: dict[Code, str] = {}
    for system, code, match, therapy in facts.procedure_codes.select(
        "system", "code", "match", "therapy"
    ).iter_rows():
        (exact if match == "exact" else beginnings)[system, code.replace(".", "").upper()] = therapy
    return exact, beginnings


_Means: TypeAlias = Callable[[list[str], list[Code], str], Iterator[tuple[object, ...]]]


def _looked_up(
    source: OmopSource,
    keys: pl.DataFrame,
    facts: Facts,
    shapes: Mapping[str, re.Pattern[str]],
    means: _Means,
    schema: pl.Schema,
) -> pl.DataFrame:
    ids = {each for column in KEYS[:2] for each in keys[column].drop_nulls().to_list()}
    rows = concepts_of(source, ids, facts).select("concept_id", "name", "system", "code").rows()
    names = {concept: name for concept, name, _, _ in rows if name}
    codes = {concept: (system, code) for concept, _, system, code in rows if system and code}
    found = [
        (*key, *meant)
        for key in keys.select(KEYS).iter_rows()
        for meant in means(*_said(key, names, codes, shapes))
    ]
    return pl.DataFrame(found, schema={**keys.select(KEYS).schema, **schema}, orient="row")


def _said(
    key: Key, names: Mapping[int, str], codes: Mapping[int, Code], shapes: Mapping[str, re.Pattern[str]]
) -> tuple[list[str], list[Code], str]:
    """Names, codes (that of the source first) and text; the text is a code where no concept says which."""
    concept, source_concept, text = key
    coded = [codes[each] for each in (source_concept, concept) if each is not None and each in codes]
    from_source = source_concept in codes
    guessed = (
        [] if from_source or not text else [(s, text) for s, shape in shapes.items() if shape.fullmatch(text)]
    )
    told = [names[each] for each in (source_concept, concept) if each is not None and each in names]
    return told, [*guessed, *coded], text or ""


def _worded(name: str, facts: Facts) -> list[str]:
    """Topics that the name of a concept says, unless it denies, doubts or only speaks of a risk."""
    return [] if denied(name) or doubted(name) else topics_in(name, facts)
