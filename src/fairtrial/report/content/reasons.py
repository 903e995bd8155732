"""Reasons, pathways and genes as the report tells them."""

from __future__ import annotations

from collections.abc import Mapping

from fairtrial.facts import Facts
from fairtrial.facts.models import Sourced
from fairtrial.findings import Findings
from fairtrial.outlook.findings_of_reasons import Cited, Finding
from fairtrial.outlook.genotype import Advice, GeneTold, Inhibitor, genotype
from fairtrial.outlook.pathways import DEFINITION, Column, Grid, Overlap, grid
from fairtrial.outlook.reasons import Told, reasons_of
from fairtrial.report.content.trace import standing

Part = dict[str, object]


def reasons(found: Findings, facts: Facts) -> list[Part]:
    """One entry per reason, with its findings; empty when no antidepressant was taken."""
    return [_reason(told) for told in reasons_of(found, facts)]


def _reason(told: Told) -> Part:
    reason = told.reason
    evidence = [_cited(Cited(text.value, text)) for text in reason.evidence]
    return {
        "rule": reason.reason,
        "name": reason.name,
        "sentence": reason.sentence,
        "strength": told.strength,
        "findings": [_finding(finding) for finding in told.findings],
        "check": list(reason.check),
        "evidence": evidence,
        "sources": list(dict.fromkeys(s for text in reason.evidence for s in text.source)),
        "standing": standing(list(reason.evidence)),
    }


def _finding(finding: Finding) -> Part:
    return {
        "topic": finding.topic,
        "name": finding.name,
        "strength": finding.strength,
        "sentence": finding.sentence,
        "trials": [f"T{number}" for number in finding.trials],
        "records": list(finding.records),
        "check": list(finding.check),
        "evidence": [_cited(cited) for cited in finding.evidence],
    }


def _cited(cited: Cited) -> Part:
    return {"sentence": cited.sentence, **_fact(cited.fact)}


def _fact(fact: Sourced) -> Part:
    return {
        "sources": list(fact.source),
        "locator": fact.locator,
        "standing": fact.standing,
        "note": fact.note,
    }


def pathway_grid(found: Findings, facts: Facts) -> Part:
    """Drugs that were tried, what each acts on, and the best trial each pathway had."""
    told = grid(found, facts)
    return {
        "definition": DEFINITION,
        "pathways": [
            {
                "pathway": name,
                "group": facts.pathways[name].group,
                "meaning": facts.pathways[name].meaning,
                "state": state,
            }
            for name, state in told.pathways.items()
        ],
        "drugs": [_column(column) for column in told.drugs],
        "overlaps": [_overlap(each) for each in told.overlaps],
        "sources": _grid_sources(told, facts),
    }  # fmt: skip


def _column(column: Column) -> Part:
    return {
        "drug": column.drug,
        "state": column.state,
        "trials": [f"T{n}" for n in column.trials],
        "pathways": list(column.pathways),
        "unverified": [name for name in column.pathways if name in column.unverified],
    }


def _overlap(each: Overlap) -> Part:
    share = each.share
    return {
        "first": each.first, "second": each.second, "shared": list(each.shared), "new": list(each.new),
        "only_first": list(each.only_first), "share": None if share is None else round(share, 3),
    }  # fmt: skip


def _grid_sources(told: Grid, facts: Facts) -> list[str]:
    named = [
        s
        for column in told.drugs
        for p in facts.drugs[column.drug].pathways
        if p.pathway in told.pathways
        for s in p.source
    ]
    return sorted(set(named))


def genes(found: Findings, facts: Facts) -> Part:
    """Calls, verdicts, recommendations for tried and for other drugs, inhibitors beside them."""
    told = genotype(found, facts)
    known = {gene.gene: gene.verdict.phenotype for gene in told.genes}
    unconverted = [text for text in facts.reasons["FT404"].evidence if "SPECPGX" in text.source]
    return {
        "genes": [_gene(gene, facts) for gene in told.genes],
        "tried": [_advice(advice, known, facts) for advice in told.tried],
        "others": [_advice(advice, known, facts) for advice in told.others],
        "inhibitors": [_inhibitor(each, facts) for each in told.inhibitors],
        "no_phenoconversion": [_cited(Cited(text.value, text)) for text in unconverted],
    }


def _gene(told: GeneTold, facts: Facts) -> Part:
    known = facts.genes.get(told.gene)
    verdict = told.verdict
    return {
        "gene": told.gene,
        "use": known.use if known else "not_known",
        "phenotype": verdict.phenotype,
        "activity_score": {"least": verdict.score_least, "most": verdict.score_most},
        "conflict": verdict.conflict,
        "calls": [
            {
                "diplotype": call.diplotype, "stated": call.stated, "phenotype": call.phenotype,
                "activity_score": {"least": call.score_least, "most": call.score_most},
                "conflict": call.apart,
                "records": [record] if record else [],
            }
            for call, record in told.calls
        ],
        "cautions": [_cited(Cited(text.value, text)) for text in (known.cautions if known else [])],
    }  # fmt: skip


def _advice(advice: Advice, known: Mapping[str, str | None], facts: Facts) -> Part:
    row = advice.row
    return {
        "drug": advice.drug,
        "trials": [f"T{number}" for number in advice.trials],
        "genes": list(advice.genes),
        "action": row.action if row else None,
        "sentence": facts.pgx_actions[row.action].value if row else None,
        "strength": row.strength if row else None,
        "guideline": _guideline(row.guideline, facts) if row else None,
        "why_not": advice.why,
        "sources": list(row.source) if row else [],
        "standing": row.standing if row else None,
        "label": [
            {"gene": label.gene, "phenotype": known[label.gene], "sentence": label.statement, **_fact(label)}
            for label in facts.label_statements
            if label.drug == advice.drug and known.get(label.gene) in label.phenotypes
        ],
    }


def _guideline(name: str, facts: Facts) -> Part:
    found = facts.pgx_guidelines[name]
    return {"name": found.name, "published_on": found.published_on, **_fact(found)}


def _inhibitor(each: Inhibitor, facts: Facts) -> Part:
    group = facts.medicines[each.group]
    return {
        "gene": each.gene, "medicine": each.by, "meaning": group.meaning, "strength": group.strength,
        "trials": [f"T{number}" for number in each.trials], "records": [each.record] if each.record else [],
        "sources": list(group.source), "standing": group.standing,
    }  # fmt: skip
