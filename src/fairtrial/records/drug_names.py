"""Which drug a text or a code names, with the strength of one unit where it says so."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from fairtrial.facts import Facts
from fairtrial.records.doses import highest_dose_mg_per_day
from fairtrial.records.drug_hits import Hit, How, named_in
from fairtrial.records.drug_lexicon import Lexicon, lexicon, words_of
from fairtrial.records.stop_words import any_of
from fairtrial.records.strengths import Release, bare_number, masses, number, release_of, units_at_once

_SYSTEMS = {
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "urn:oid:2.16.840.1.113883.6.88": "rxnorm",
    "2.16.840.1.113883.6.88": "rxnorm",
    "rxnorm": "rxnorm",
    "http://www.whocc.no/atc": "atc",
    "urn:oid:2.16.840.1.113883.6.73": "atc",
    "2.16.840.1.113883.6.73": "atc",
    "atc": "atc",
}
_ORAL = frozenset({
    "oral", "tab", "tabs", "tablet", "tablets", "cap", "caps", "capsule", "capsules", "pill", "pills", "odt",
    "po",
})  # fmt: skip
_BETWEEN_NAMES = re.compile(r"(?<=[A-Za-z]{5})-(?=[A-Za-z]{5})")
"""The hyphen of "perphenazine-amitriptyline", looked at where nothing else is named."""
_PACK = frozenset(["pack", "pak", "kit", "starter", "titration"])
_MG = re.compile(r"([0-9.]+)\s*mg(?![a-z])", re.IGNORECASE)
_SEVERAL = re.compile(r"[0-9]\s*(?:mg)?\s*[-/]\s*[0-9.]+\s*mg(?![a-z])", re.IGNORECASE)
"""Strengths side by side ("10-20 mg", "20 mg/40 mg")."""
_PATCH = frozenset(["patch", "patches", "transdermal", "td", "hr"])


@dataclass(frozen=True)
class DrugMatch:
    """A drug id, mg in one unit (tablet, capsule, patch; null when not said), and how it was recognised.

    ``units`` is how many units one dose is when the product text says so; ``form`` the RxNorm dose form.
    ``worded_strength_mg`` is the strength in words where the code gives another.
    """

    drug: str
    strength_mg: float | None
    release: Release | None
    how: How
    units: float | None = None
    form: str | None = None
    worded_strength_mg: float | None = None


def find_drug(text: str, facts: Facts) -> DrugMatch | None:
    """The one drug that a product text names; null when it names none that we know, or several.

    >>> from fairtrial.facts import load
    >>> find_drug("Zoloft 50mg tabs", load())
    DrugMatch(drug='sertraline', strength_mg=50.0, release=None, how='brand', units=None, form=None, worded_strength_mg=None)
    """
    found = find_drugs(text, facts)
    return found[0] if len(found) == 1 else None


def find_drugs(text: str, facts: Facts) -> list[DrugMatch]:
    """Every drug that a text names, in the order of the text."""
    known = lexicon(facts)
    words = words_of(text)
    rxcui = known.product_names.get(" ".join(words))
    if rxcui is not None:
        match = _of_product(rxcui, known, "product")
        return [match] if match else []
    hits = named_in(words, known)
    if not hits and _BETWEEN_NAMES.search(text):
        return [_of_mixture(match) for match in find_drugs(_BETWEEN_NAMES.sub(" - ", text), facts)]
    return [m for hit in hits if (m := _described(hit, hits, text, words, known, facts)) is not None]


def _of_mixture(match: DrugMatch) -> DrugMatch:
    """Which number of a mixture with another medicine is whose is not said; our combinations are listed."""
    return match if "-" in match.drug else replace(match, strength_mg=None)


def drug_of_code(system: str, code: str, facts: Facts) -> DrugMatch | None:
    """The drug of an RxNorm ingredient or product code, or of an ATC code; null when it is not one of ours.

    >>> from fairtrial.facts import load
    >>> drug_of_code("http://www.nlm.nih.gov/research/umls/rxnorm", "36437", load()).drug
    'sertraline'
    """
    known, kind = lexicon(facts), _SYSTEMS.get(system.strip().lower())
    code = code.strip()
    if kind == "rxnorm" and code in known.products:
        return _of_product(code, known, "code")
    drug = known.codes.get((kind, code)) if kind else None
    return DrugMatch(drug, None, None, "code") if drug else None


def is_other_antidepressant(text: str, facts: Facts) -> bool:
    """Whether a text names an antidepressant that has no drug file (moclobemide, mianserin, ...).

    >>> from fairtrial.facts import load
    >>> is_other_antidepressant("Moclobemide 150 mg tablets", load())
    True
    """
    return _others(facts).search(text.lower().replace("’", "'")) is not None


@functools.lru_cache(maxsize=4)
def _others(facts: Facts) -> re.Pattern[str]:
    return any_of([word for cue in facts.other_antidepressants.values() for word in cue.words])


def is_known_product(system: str, code: str, facts: Facts) -> bool:
    """Whether a code is a listed product, also one that is listed as not ours (oral selegiline)."""
    return _SYSTEMS.get(system.strip().lower()) == "rxnorm" and code.strip() in lexicon(facts).products


def _of_product(rxcui: str, known: Lexicon, how: How) -> DrugMatch | None:
    drug, strength, _, form = known.products[rxcui]
    liquid = form is not None and ("Solution" in form or "Suspension" in form)
    release = release_of(form or "")
    return DrugMatch(drug, None if liquid else strength, release, how, form=form) if drug else None


def _described(
    hit: Hit, hits: list[Hit], text: str, words: list[str], known: Lexicon, facts: Facts
) -> DrugMatch | None:
    routes, said = facts.drugs[hit.drug].routes, set(words)
    if "oral" not in routes and said & _ORAL and not said & _PATCH:
        return None
    ambiguous_route = routes == ["transdermal"] and hit.how != "brand" and not said & _PATCH
    strength = None if ambiguous_route else _strength(hit, hits, text, words, known, facts)
    return DrugMatch(hit.drug, strength, release_of(text), hit.how, units_at_once(text))


def _strength(
    hit: Hit, hits: list[Hit], text: str, words: list[str], known: Lexicon, facts: Facts
) -> float | None:
    if "-" in hit.drug:
        return _listed_strength(hit.drug, words, known)
    start, end = _position(text, words, hit.start), _position(text, words, hit.end)
    limit = min((_position(text, words, h.start) for h in hits if h.start > hit.start), default=len(text))
    found = masses(text)
    after = [value for at, value in found if end <= at < limit]
    before = [value for at, value in found if at < start]
    if _SEVERAL.search(text[end:limit]) or _is_pack(words, text):
        return None
    if after or before:
        return after[0] if after else before[-1]
    bare, most = bare_number(_without_release(text[end:limit])), highest_dose_mg_per_day(hit.drug, facts)
    return bare if bare is not None and most is not None and 0 < bare <= most else None


def _is_pack(words: list[str], text: str) -> bool:
    """A starter or titration pack holds units of several strengths; no one of them is that of a unit."""
    return not _PACK.isdisjoint(words) and len(set(_MG.findall(text))) > 1


def _without_release(text: str) -> str:
    kept = words_of(text)
    while kept and release_of(kept[0]):
        kept.pop(0)
    return " ".join(kept)


def _listed_strength(drug: str, words: list[str], known: Lexicon) -> float | None:
    """The strength of a combination as its products count it (one of the two ingredients)."""
    strengths = {strength for other, strength, _, _ in known.products.values() if other == drug}
    said = {number(word) for word in words if word[0].isdigit()} & {s for s in strengths if s is not None}
    return said.pop() if len(said) == 1 else None


def _position(text: str, words: list[str], index: int) -> int:
    """Where word ``index`` starts in the text."""
    at, lower = 0, text.lower()
    for word in words[:index]:
        at = lower.index(word, at) + len(word)
    return at
