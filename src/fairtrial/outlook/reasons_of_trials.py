"""FT401 to FT404 and FT408 in sentences: what is said of trials."""

from __future__ import annotations

from itertools import pairwise

from fairtrial.facts import Facts
from fairtrial.facts.genes import Recommendation
from fairtrial.facts.reasons import Course, Later
from fairtrial.outlook.early_improvement import EarlyScore, early_scores
from fairtrial.outlook.findings_of_reasons import Cited, Finding, Group
from fairtrial.outlook.genotype import Advice, genotype
from fairtrial.outlook.pathways import NOT_YET, grid, overlap
from fairtrial.outlook.sight import Sight
from fairtrial.outlook.trial_phrases import name
from fairtrial.outlook.words import amount, listed, sentences
from fairtrial.rules.reasons.shape import STRENGTHS


def fairness(sight: Sight) -> list[Finding]:
    """FT401: not enough time, dose or doses taken to know."""
    return [_of_trials(sight, "FT401", group) for group in sight.groups("FT401")]


def measurement(sight: Sight) -> list[Finding]:
    """FT408: why no change can be computed."""
    return [_of_trials(sight, "FT408", group) for group in sight.groups("FT408")]


def timing(sight: Sight) -> list[Finding]:
    """FT402: where in the usual course of response the trials stopped, and scores of the first weeks."""
    numbers = {"enough": "adequate_weeks", "late": "late_response_weeks"}
    filled = {key: f"{sight.facts.number(setting):g}" for key, setting in numbers.items()}
    courses = tuple(
        Cited(course_sentence(course), course) for course in sight.facts.response_courses.values()
    )
    found = [_of_trials(sight, "FT402", group, courses, **filled) for group in sight.groups("FT402")]
    return found + [_early(sight, score) for score in early_scores(sight.found, sight.facts)]


def course_sentence(course: Course) -> str:
    """When the people of one study got there, as natural frequencies; the last point is all of them by
    definition."""
    points = [f"about {round(p.percent)} in 100 by week {amount(p.week)}" for p in course.points[:-1]]
    return f"{course.what}: {listed(points)}."


def band_sentence(later: Later) -> str:
    """What became of a group of people, never of a person."""
    low, high = round(later.percent_least), round(later.percent_most)
    got = "responded" if later.outcome == "response" else "were in remission"
    share = f"about {low} in 100" if low == high else f"about {low} to {high} in 100"
    below = later.improvement_below_percent or 0
    return (
        f"Of people less than {below:g} % better at week {amount(later.at_week)}, {share} "
        f"{got} by week {amount(later.by_week)}."
    )


def _early(sight: Sight, score: EarlyScore) -> Finding:
    words = sentences("reasons")["FT402"]["early_improvement"]
    change = (
        "unchanged or worse"
        if score.improvement_percent <= 0
        else f"{amount(score.improvement_percent)} % better"
    )
    told = (
        f"Near week {amount(score.week)} of {name(sight.trials[score.trial])} the {score.scale} was {change}"
    )
    bands = tuple(Cited(band_sentence(band), band) for band in score.bands)
    records = tuple(r for r in (score.record,) if r)
    return Finding(
        "early_improvement", words["name"], "suggested", words["suggested"].format(trials=told),
        (score.trial,), records, evidence=bands,
    )  # fmt: skip


def pathways(sight: Sight) -> list[Finding]:
    """FT403: the same pathways again, with what each pair shares and what has had no trial."""
    untried = [p for p, state in grid(sight.found, sight.facts).pathways.items() if state == NOT_YET]
    found = []
    for group in sight.groups("FT403"):
        shown = _shared(sight, sorted(group.trials)) or sight.phrases(group.topic, group.trials)
        words = sentences("reasons")["FT403"][group.topic]
        said = words[group.strength].format(trials=shown, untried=", ".join(untried) or "none")
        found.append(
            Finding(
                group.topic,
                words["name"],
                group.strength,
                said,
                tuple(sorted(group.trials)),
                sight.records_of(group.trials),
            )
        )
    return found


def _shared(sight: Sight, trials: list[int]) -> str:
    """Each trial with the next one of another drug, and the pathways they share."""
    drugs = sight.facts.drugs
    told = []
    for first, second in pairwise(trials):
        one, other = sight.trials[first], sight.trials[second]
        both = overlap(drugs[one["drug"]], drugs[other["drug"]], sight.facts)
        if both.shared and one["drug"] != other["drug"]:
            share = f"{len(both.shared)} of {len(both.shared) + len(both.new)} pathways"
            told.append(
                f"{name(one)} and {name(other)} share {', '.join(both.shared)} ({share} of {other['drug']})"
            )
    return "; ".join(told)


def genes(sight: Sight) -> list[Finding]:
    """FT404: CPIC advice for drugs that were tried; one finding for each strength."""
    advice = {entry.drug: entry for entry in genotype(sight.found, sight.facts).tried}
    words = sentences("reasons")["FT404"]["gene"]
    found = []
    for group in sight.groups("FT404", merged=dict.fromkeys(STRENGTHS, "gene")):
        told = "; ".join(_gene_phrase(sight, advice, n) for n in sorted(group.trials))
        evidence = _gene_evidence(sight, advice, group) if group.strength == "recorded" else ()
        said = words[group.strength].format(trials=told)
        found.append(
            Finding(
                group.topic,
                words["name"],
                group.strength,
                said,
                tuple(sorted(group.trials)),
                _gene_records(sight, group),
                evidence=evidence,
            )
        )
    return found


def _gene_phrase(sight: Sight, advice: dict[str, Advice], trial: int) -> str:
    row = sight.trials[trial]
    entry = advice[row["drug"]]
    asks = f"{name(row)} ({' and '.join(entry.genes)})"
    if entry.row is None or entry.row.action == "none":
        return asks if entry.why is None or entry.why.startswith("no usable") else f"{asks}: {entry.why}"
    action = sight.facts.pgx_actions[entry.row.action].value.rstrip(".")
    return f"{name(row)}: by {' and '.join(entry.genes)}, CPIC says: {action}"


def _gene_evidence(sight: Sight, advice: dict[str, Advice], group: Group) -> tuple[Cited, ...]:
    rows = [row for n in sorted(group.trials) if (row := advice[sight.trials[n]["drug"]].row) is not None]
    return tuple(Cited(_guideline_sentence(row, sight.facts), row) for row in rows)


def _guideline_sentence(row: Recommendation, facts: Facts) -> str:
    guideline = facts.pgx_guidelines[row.guideline]
    strength = row.strength.replace("_", " ")
    return f"{row.drug}: {guideline.name}, {guideline.published_on}; strength {strength}."


def _gene_records(sight: Sight, group: Group) -> tuple[str, ...]:
    """Records of the trials, and of the genes where a gene is what is told."""
    told = sight.found.history.genotypes["record"].drop_nulls().unique(maintain_order=True).to_list()
    return (*sight.records_of(group.trials), *(told if group.strength == "recorded" else []))


def _of_trials(
    sight: Sight, rule: str, group: Group, evidence: tuple[Cited, ...] = (), **filled: str
) -> Finding:
    """The sentence of a rule and topic, with its trials."""
    words = sentences("reasons")[rule][group.topic]
    said = words[group.strength].format(trials=sight.phrases(group.topic, group.trials), **filled)
    return Finding(
        group.topic,
        words["name"],
        group.strength,
        said,
        tuple(sorted(group.trials)),
        sight.records_of(group.trials),
        evidence=evidence,
    )
