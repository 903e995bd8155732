"""Checks of the code tables: conditions, procedures and RxNorm products."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from fairtrial.facts.check_digits import snomed_is_well_formed
from fairtrial.facts.circumstances import THERAPIES
from fairtrial.facts.load import Facts
from fairtrial.facts.problem import Problem
from fairtrial.tables import STOP_REASONS

OF_A_PROCEDURE = (*THERAPIES, "esketamine")
"""What a procedure code may stand for: a therapy, or a drug that is given at a clinic."""
SHAPES = {
    "icd10cm": r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?",
    "icd9cm": r"(\d{3}|V\d{2}|E\d{3})(\.\d{1,2})?",
    "icd10pcs": r"[0-9A-HJ-NP-Z]{3,7}",
    "icd9proc": r"\d{2}\.\d{1,2}",
    "hcpcs": r"[A-V]\d{4}",
    "cpt": r"\d{5}",
    "snomed": r"\d{6,18}",
}
"""Code system -> how a code is written in the tables; ICD codes carry their dot."""
_CODES = "codes/conditions.csv", "codes/procedures.csv", "codes/rxnorm_products.csv"


def condition_codes(facts: Facts) -> list[Problem]:
    """Condition codes that are mistyped, repeated or lead to a topic nobody describes."""
    table = facts.condition_codes
    found = _unknown(_CODES[0], table, "topic", facts.topics, "Add it to codes/topics.yaml")
    return found + _codes(_CODES[0], table, "topic")


def procedure_codes(facts: Facts) -> list[Problem]:
    """Procedure codes that are mistyped, repeated or lead to an unknown therapy."""
    table = facts.procedure_codes
    found = _unknown(_CODES[1], table, "therapy", OF_A_PROCEDURE, f"Use one of {', '.join(OF_A_PROCEDURE)}")
    return found + _codes(_CODES[1], table, "therapy")


def stop_reason_codes(facts: Facts) -> list[Problem]:
    """Codes of status reasons that lead to no stop reason, or are no SNOMED codes where they say so."""
    where, found = "records/stop_reason_codes.yaml", []
    for code, entry in facts.stop_reason_codes.items():
        if entry.reason not in STOP_REASONS:
            found.append(Problem(where, f"{code} leads to no stop reason", "Use one of tables.STOP_REASONS"))
        if entry.system == "snomed" and not snomed_is_well_formed(code):
            found.append(Problem(where, f"{code} is no SNOMED code", "Mend the code"))
    return found


def products(facts: Facts) -> list[Problem]:
    """Products that are repeated, of no known drug, or without a strength or drug and no word why."""
    table, where = facts.products, _CODES[2]
    found = _unknown(where, table, "drug", facts.drugs, "Use an id of drugs/ or leave it empty with a note")
    found += _repeated(where, table, ["rxcui"])
    for row in table.iter_rows(named=True):
        code = row["rxcui"]
        if not re.fullmatch(r"\d{2,8}", code or ""):
            found.append(Problem(where, f"RxCUI '{code}' has not the shape of one", "Mend the code"))
        if (row["drug"] is None or row["strength_mg"] is None) and not row["note"]:
            found.append(Problem(where, f"{code} lacks drug or strength", "Fill it or say why in note"))
        if row["strength_mg"] is not None and row["strength_mg"] <= 0:
            found.append(Problem(where, f"{code} has a strength not above zero", "Mend the number"))
    return found


def _codes(where: str, table: pl.DataFrame, target: str) -> list[Problem]:
    found = _repeated(where, table, ["system", "code", "match", target])
    found += _unknown(where, table, "match", ("exact", "prefix"), "Use exact or prefix")
    found += _unknown(where, table, "system", SHAPES, f"Use one of {', '.join(SHAPES)}")
    for system, code in table.select("system", "code").unique(maintain_order=True).iter_rows():
        if system in SHAPES and not _well_formed(system, code or ""):
            found.append(Problem(where, f"{system} '{code}' is mistyped", "Look the code up again"))
    return found


def _well_formed(system: str, code: str) -> bool:
    return bool(re.fullmatch(SHAPES[system], code)) and (system != "snomed" or snomed_is_well_formed(code))


def _unknown(
    where: str, table: pl.DataFrame, column: str, known: Iterable[str], remedy: str
) -> list[Problem]:
    wrong = table[column].drop_nulls().unique().sort().to_list()
    allowed = set(known)
    return [Problem(where, f"{column} '{w}' is unknown", remedy) for w in wrong if w not in allowed]


def _repeated(where: str, table: pl.DataFrame, key: list[str]) -> list[Problem]:
    twice = table.filter(table.select(key).is_duplicated()).select(key).unique().sort(key)
    return [
        Problem(where, f"{' '.join(map(str, row))} stands twice", "Keep one row") for row in twice.iter_rows()
    ]
