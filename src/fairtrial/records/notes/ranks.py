"""How firmly words decide the status of a drug: where several speak of one name, the highest rank holds.

The ranks of cues stand beside their phrases in knowledge/notes/cues.yaml. These are the steps that rules give or ask for:

| rank | step | what decides |
|---|---|---|
| 5 | NAMED | nothing: the name stands there |
| 12 | PLACED | only the place, under psychiatric history; up to here nothing is said of the drug |
| 20 | TOLD_BY_OUTCOME | an outcome in the past tense: "X 100 mg - no benefit" |
| 21 | TOLD_BY_YEAR | a year beside the name |
| 22 | STILL_HELPING | how often and how well, under past medicines: "X at bedtime works well" |
| 30 | SAID | a cue; from here on words, and no default |
| 31 | STARTED_IN_PASSING | a start told beside a switch; up to here other words may end it |
| 37 | FOLLOWED | the next trial: "first X, then Y" |
| 40 | TOLD | a heading, or plain words: "takes X"; from here on it is told whether the drug is taken |
| 43 | DISCHARGED | the list of medicines at discharge |
| 44 | TAKEN_SINCE, PLAN_TOLD | "has taken X since 1999"; from here on plans in so many words |
| 45 | DATED | a time: "previously", "took it for two weeks" |
| 46 | PLANNED | a plan of this visit |
| 47 | NOW, NEXT | "now", "currently"; the new drug of a planned switch |
| 48 | ENDED | a told end, or that nothing is taken now |
| 50 | TRIED, NO_RESPONSE | "tried X", "used to take X"; from here on "now" beside it changes nothing; among responses, none |
| 58 | STOP_TOLD, ACTIVE | from here on a stop in so many words; "ACTIVE" beside an order |
| 60 | STOPPED | "stopped", "switched from X to Y" |
| 61 | STOP_PLANNED, EARLIER | "stop X" in a plan; an earlier attempt told beside the one of now |
| 62 | STOP_IMPLIED | what ends a trial by itself: "could not tolerate X" |
| 65 | SCORED | a change of a score or a percentage, among responses |
| 66 | NEVER_SAID | from here on "never took X", "not on X" |
| 70 | NEVER | a heading, the answer on a form, or an exception says never |
| 72 | AGREED | to begin after all what was never taken |
| 85 | SOMEONE_ELSES | a relative takes it |
| 88 | ALLERGY | the list of allergies |
"""

from __future__ import annotations

NAMED = 5
PLACED = 12
TOLD_BY_OUTCOME = 20
TOLD_BY_YEAR = 21
STILL_HELPING = 22
SAID = 30
STARTED_IN_PASSING = 31
FOLLOWED = 37
TOLD = 40
DISCHARGED = 43
TAKEN_SINCE = 44
PLAN_TOLD = 44
DATED = 45
PLANNED = 46
NOW = 47
NEXT = 47
ENDED = 48
TRIED = 50
NO_RESPONSE = 50
STOP_TOLD = 58
ACTIVE = 58
STOPPED = 60
STOP_PLANNED = 61
EARLIER = 61
STOP_IMPLIED = 62
SCORED = 65
NEVER_SAID = 66
NEVER = 70
AGREED = 72
SOMEONE_ELSES = 85
ALLERGY = 88

LASTING_YIELDS = 2
"""A cue that lasts on from an earlier name ranks this much lower than beside its own."""
