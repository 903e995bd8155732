"""Observations of genomics: diplotypes, phenotypes and activity scores of the genes we know."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from fairtrial.facts import Facts
from fairtrial.facts.pgx import named_phenotype
from fairtrial.records.concepts import Concept
from fairtrial.records.fhir.concepts import concept
from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.reading import Reading

DIPLOTYPE = re.compile(r"\(?\*\d[^\s/,;]*/\(?\*\d[^\s/,;]*")
"""Two star alleles with a slash between them."""
_SCORE = re.compile(r"(≥|>=)?\s*(\d+(?:\.\d+)?)")


def read_genotype(reading: Reading, about: Concept) -> bool:
    """Add what an observation says of a gene; False when it is about none of ours."""
    parts = list(reading.fields.parts("component"))
    told = [about, *(concept(part, "code") for part in parts)]
    if not (_names_a_gene(about, reading.facts) or any(_is(each, None, reading.facts) for each in told)):
        return False
    genes = list(dict.fromkeys(_genes(reading, parts, about)))
    if not genes:
        return False
    _add(reading, genes, _values(reading.fields, about, parts))
    return True


def score_of(text: str) -> tuple[float | None, float | None]:
    """An activity score as least and most; "≥3.0" is open above.

    >>> score_of("1.25"), score_of("≥3.0"), score_of("n/a")
    ((1.25, 1.25), (3.0, None), (None, None))
    """
    found = _SCORE.fullmatch(text.strip())
    if not found:
        return None, None
    value = float(found[2])
    return value, None if found[1] else value


def _add(reading: Reading, genes: list[str], values: list[tuple[Concept, str]]) -> None:
    """One row when it is clear which gene is meant and what is said of it."""
    texts = [text for _, text in values if text not in genes and not text.startswith("HGNC:")]
    dosing = any(reading.facts.genes[gene].use == "dosing" for gene in genes)
    star = next((found[0] for text in texts if (found := DIPLOTYPE.search(text))), None)
    diplotype = star if star or dosing else next(iter(texts), None)  # alleles of other genes have other names
    phenotype = next((text for text in texts if named_phenotype(_without_gene(text), reading.facts)), None)
    scored = next((score_of(text) for about, text in values if "activity score" in about.words.lower()), None)
    reading.words = "; ".join(dict.fromkeys([*genes, *texts]))
    if len(genes) > 1:
        reading.not_understood(
            "component", "names several genes, so that it is not clear whose result it is; left out"
        )
    elif diplotype is None and phenotype is None and scored is None:
        reading.not_understood(
            "value", "holds no diplotype, phenotype or activity score that can be read; left out"
        )
    else:
        least, most = scored or (None, None)
        said = _without_gene(phenotype) if phenotype else None
        reading.add(
            "genotypes", gene=genes[0], diplotype=diplotype, phenotype=said,
            activity_score_least=least, activity_score_most=most,
        )  # fmt: skip
        reading.became = "genotype"


def _values(fields: Fields, about: Concept, parts: list[Fields]) -> list[tuple[Concept, str]]:
    """What is asked and each wording of its value, of the observation and of its components."""
    holders = [(about, fields), *((concept(part, "code"), part) for part in parts)]
    return [(asked, text) for asked, holder in holders for text in _texts(holder)]


def _texts(holder: Fields) -> list[str]:
    if holder.has("valueCodeableConcept"):
        found = concept(holder, "valueCodeableConcept")
        return list(dict.fromkeys([*found.texts, *(coding.code for coding in found.codings if coding.code)]))
    if holder.has("valueString"):
        return [holder.text("valueString")]
    if holder.has("valueQuantity"):
        number = holder.part("valueQuantity").number("value")
        return [] if number is None else [f"{number:g}"]
    return []


def _without_gene(text: str) -> str:
    """A phenotype without the symbol of the gene before it: "CYP2D6 poor metabolizer"."""
    return re.sub(r"^[A-Z0-9]+\s+(?=[A-Za-z])", "", text) if re.match(r"^(CYP|HTR|SLC)", text) else text


def _genes(reading: Reading, parts: list[Fields], about: Concept) -> Iterator[str]:
    """Genes named as studied; else in what is asked or answered; else by the genotype it is derived from."""
    studied = [part for part in parts if _is(concept(part, "code"), "gene_studied", reading.facts)]
    named = [text for part in studied for text in _texts(part)]
    said = named or [*about.texts, *(text for _, text in _values(reading.fields, about, parts))]
    found = [gene for text in said for gene in _symbols(text, reading.facts)]
    yield from found or ([] if named else _of_origin(reading))


def _of_origin(reading: Reading) -> Iterator[str]:
    for origin in reading.fields.parts("derivedFrom"):
        resource = reading.references.target(origin.text("reference"), reading.fields.data)
        if resource is not None:
            inside = Fields(resource)
            for text in [*concept(inside, "code").texts, *_texts(inside)]:
                yield from _symbols(text, reading.facts)


def _names_a_gene(about: Concept, facts: Facts) -> bool:
    return any(_symbols(text, facts) for text in about.texts)


def _symbols(text: str, facts: Facts) -> list[str]:
    return [found.upper() for found in _pattern(facts).findall(text)]


@functools.lru_cache(maxsize=4)
def _pattern(facts: Facts) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(facts.genes)})(?![A-Za-z0-9])", re.IGNORECASE)


def _is(about: Concept, what: str | None, facts: Facts) -> bool:
    """Whether a code says what of a gene is told; ``what`` null: anything of a gene."""
    return not _codes(what, facts).isdisjoint(about.codes("loinc"))


@functools.lru_cache(maxsize=64)
def _codes(what: str | None, facts: Facts) -> frozenset[str]:
    kinds = facts.genotype_codes.values() if what is None else [facts.genotype_codes[what]]
    return frozenset(code for kind in kinds for code in kind.loinc)
