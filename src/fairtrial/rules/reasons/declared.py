"""The eight rules by id. Each sentence also stands in knowledge/reasons with its evidence; a test holds
them equal."""

from __future__ import annotations

from fairtrial.rules.registry import Rule, declare

_ASK = "The records are silent. Silence is not absence: it is shown as worth asking."

_RULES = (
    ("FT401", "A medicine was taken for too short a time, at too low a dose, with missed doses, or was stopped early, so it cannot be known whether it would have helped.",
     "Not enough time or dose to know is a hopeful finding: the medicine may still have something to give.",
     "Dates, doses or fills are missing.", ("adequate_weeks", "dose_held_days", "covered_share"), ("DOLDK", "CANMAT23", "SFORZ22")),
    ("FT402", "The trial ended at a point in the usual course of response at which many who later respond have not yet done so.",
     "Response comes late in many people; an early stop leaves the question open.",
     "The day of the start, of the stop or of the dose step is not known.", ("adequate_weeks", "late_response_weeks", "early_score_within_days"), ("NIER00", "NIER95", "TRIV06")),
    ("FT403", "The medicines that were tried fairly act on the same pathways, and others have not been tried.",
     "It shows what has not been tried; no study shows that another pathway is better for one person.",
     "Too few fair trials to say.", (), ("FABBRI21", "L2S")),
    ("FT404", "The genes for CYP2D6, CYP2C19 or CYP2B6 make the usual dose of a medicine that was tried too much or too little.",
     "CPIC advises another dose or another drug for some phenotypes.",
     "No genotype is recorded, or calls conflict.", (), ("CPIC23ABS", "PCAT_GL")),
    ("FT405", "Another medicine or substance changes the level of the antidepressant or can lower mood itself.",
     "A level that is too low or too high, or a mood lowered by something else, can hide what a medicine does.",
     "The list of other medicines, of smoking, alcohol and other substances is missing.", (), ("CELANO11", "HOSP_SMOKE")),
    ("FT406", "Another condition goes along with the depression, or explains part of the symptoms.",
     "Many such conditions can be treated, and some change which treatment is right.",
     _ASK, (), ("CANMAT23", "MAYO_TRD")),
    ("FT407", "Psychotherapy, support by others or activity was not part of the treatment, or is not recorded.",
     "Adding them helps many people whose medicine alone does not help enough.",
     _ASK, (), ("COBALT", "NOETEL")),
    ("FT408", "Without scores at the right times on one scale it cannot be seen whether a medicine helped.",
     "A medicine may have helped more, or less, than anyone could see.",
     "The dates of the trial or of the scores are not known.",
     ("baseline_before_days", "baseline_after_days", "endpoint_from_days", "endpoint_after_days"), ("VA22",)),
)  # fmt: skip

for _id, _sentence, _why, _unknown, _settings, _sources in _RULES:
    declare(Rule(_id, _sentence, _why, _unknown, _settings, _sources))

REASONS = tuple(rule[0] for rule in _RULES)
"""Ids of the reasons in the order in which they are told."""
