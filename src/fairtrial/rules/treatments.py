"""FT303 to FT307: what definitions for records without scores ask of treatments and diagnoses.

Each definition is a data file that takes one or more of these routes; fairtrial.population.claims applies them
to a block of persons.
"""

from __future__ import annotations

from fairtrial.rules.registry import Rule, declare

_STANDS_FOR = (
    "Claims and prescription records hold no scores; that another medicine was begun stands for too little help, "
    "though people also change for side effects, cost or supply."
)

_RULES = (
    ("FT303", "Enough changes from one antidepressant to another count: the earlier one lasted long enough and the next "
     "one began in time.",
     _STANDS_FOR, "A use of an antidepressant has no exact day."),
    ("FT304", "Enough distinct medicines were on record at once and, where the definition asks for it, another one began "
     "meanwhile.",
     _STANDS_FOR, "Supply, dose or days of a use are open in a way that decides."),
    ("FT305", "Two antidepressants were taken in turn: each is on record twice, far enough apart, and the second one "
     "not inside the course of the first one.",
     _STANDS_FOR, "A use of one of several antidepressants has no exact day."),
    ("FT306", "The points for fair trials, high doses, additions and ECT are more than the cut-off.",
     "Points weigh doses and additions that a count of changes leaves out.",
     "Weeks, dose or days of a trial leave points open on both sides of the cut-off."),
    ("FT307", "The diagnoses that the definition asks for are recorded, and none of those that rule a person out.",
     "What is not recorded counts as absent here, as in the studies; a history without any diagnosis in the whole input "
     "is a different thing.",
     "The input holds no diagnoses at all, or one that decides is only possible or has no exact day."),
)  # fmt: skip

for _id, _sentence, _why, _unknown in _RULES:
    declare(Rule(_id, _sentence, _why, _unknown))

RULE_OF_ROUTE = {"switches": "FT303", "at_once": "FT304", "in_turn": "FT305", "points": "FT306"}
"""Kind of route -> the rule that it is read by."""
DIAGNOSES = "FT307"
