"""FT5xx and FT6xx: options, interactions and switching; ``outlook`` works out what they ask."""

from __future__ import annotations

from fairtrial.rules.registry import Rule, declare

_SILENT = "The records are silent, which never counts as absent."
for _rule, _sentence, _why, _unknown_when, _settings in (
    ("FT501", "The option was tried, and fairly.",
     "An option that never had a fair trial is still open.",
     "Dates leave the role of the medicine open, dose or weeks do, or the treatment is one"
     " that no rule judges.",
     ("adequate_weeks", "covered_share")),
    ("FT502", "A pathway of the option would be new: no fair trial has met it.",
     "Another medicine on the same pathways repeats what was tried; it says nothing about "
     "whether a new one helps.",
     "Whether a trial that met the pathway was fair is unknown.", ()),
    ("FT503", "Something in the record speaks against the option.",
     "What is known of the person comes before what is known of the treatment.",
     "The diagnosis is only possible, a medicine may no longer be taken, a value is in "
     "another unit or was beyond the "
     "threshold only earlier, bounds of age straddle it, or genotypes disagree. " + _SILENT,
     ("maoi_washout_days",)),
    ("FT504", "Something that must be known before the option can be weighed is not recorded.",
     "An option is weighed on what is known; the rest is asked.",
     "Never: it is in the record or it is asked.", ()),
    ("FT505", "A gate stands before every option.",
     "Bipolar disorder, psychosis, pregnancy, young age, an MAOI and the contraindications"
     " of esketamine change what "
     "can be offered at all.", _SILENT, ("young_adult_years", "maoi_washout_days")),
    ("FT511", "This is the step of STAR*D at which the person may stand.",
     "What happened to groups of people at the same step, by both readings, is context for the clinician.",
     "The number of steps so far is not certain (FT301 under stard-step).", ()),
    ("FT601", "Two things that the person takes or has do not go together.",
     "An interaction is looked for before anything is added.",
     "Whether a medicine is taken now is not recorded. " + _SILENT, ("maoi_washout_days",)),
    ("FT602", "A medicine on offer does not go together with something in the record.",
     "An interaction is looked for before anything is added.",
     "Whether the other medicine is taken now is not recorded. " + _SILENT, ("maoi_washout_days",)),
    ("FT603", "So many days lie between one medicine and another.",
     "Too short an interval around an MAOI can be fatal.",
     "No source that was read states days; that never means that none are needed.", ()),
    ("FT604", "Stopping this medicine can bring withdrawal.",
     "A switch begins with a stop, and a stop is planned.", "No source that was read rates it.", ()),
):  # fmt: skip
    declare(Rule(_rule, _sentence, _why, _unknown_when, settings=_settings))
