"""A template grammar: hundreds of invented lines about trials, each with its known answer.

A line is a template filled with a drug, a dose, a duration, an outcome and a reason; the template fixes what a careful
reader would say. ``lines(n)`` is the same for the same n.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

DRUGS = {
    "sertraline": (
        ["Zoloft", "sertraline", "Sertraline", "zoloft"],
        ["50 mg", "100 mg", "200mg", "150 mg daily"],
    ),
    "fluoxetine": (["Prozac", "fluoxetine", "prozac"], ["20 mg", "40mg", "60 mg", "20 mg qd"]),
    "paroxetine": (["Paxil", "paroxetine"], ["20 mg", "40 mg", "30mg"]),
    "citalopram": (["Celexa", "citalopram"], ["20 mg", "40 mg q.d.", "40mg"]),
    "escitalopram": (["Lexapro", "escitalopram", "Lexipro"], ["10 mg", "20 mg", "20mg daily"]),
    "venlafaxine": (["Effexor XR", "venlafaxine", "Effexor"], ["75 mg", "150 mg", "225mg"]),
    "duloxetine": (["Cymbalta", "duloxetine"], ["30 mg", "60 mg", "60 mg p.o. daily"]),
    "bupropion": (
        ["Wellbutrin", "Wellbutrin XL", "bupropion", "Welbutrin SR"],
        ["150 mg", "300 mg", "300mg"],
    ),
    "mirtazapine": (["Remeron", "mirtazapine"], ["15 mg", "30 mg qhs", "45mg"]),
    "nortriptyline": (["Pamelor", "nortriptyline"], ["50 mg", "75 mg at bedtime"]),
    "vortioxetine": (["Trintellix", "vortioxetine"], ["10 mg", "20 mg"]),
    "amitriptyline": (["Elavil", "amitriptyline"], ["25 mg", "50 mg qhs"]),
}
SLOTS = {
    "dur": ["3 months", "8 weeks", "6 wks", "about a year", "2 yrs", "10 weeks", "six months", "4 mo"],
    "none": ["no benefit", "no response", "no improvement", "no effect", "did not help", "didn't work", "no relief", "ineffective", "minimal benefit", "without benefit", "did nothing", "never helped"],
    "none_noun": ["benefit", "response", "improvement", "effect", "any benefit", "significant improvement", "relief"],
    "some": ["partial response", "some benefit", "helped somewhat", "helped a little", "some improvement", "modest benefit", "partial benefit"],
    "good": ["worked well", "good response", "helped a lot", "very helpful", "great response", "excellent response", "was effective"],
    "good_verb": ["helped a great deal", "worked well", "was very helpful", "was effective", "helped her mood"],
    "se": ["nausea", "weight gain", "insomnia", "sexual side effects", "diarrhea", "dizziness", "fatigue", "anxiety", "low libido", "headaches", "sedation", "tremor", "GI upset", "dry mouth", "rash", "sweating", "agitation", "constipation"],
    "stopped": ["stopped", "discontinued", "d/c'd", "quit", "came off it", "stopped taking it"],
    "was_stopped": ["was stopped", "was discontinued", "had to be stopped", "was d/c'd", "was tapered off"],
    "because": ["because of", "due to", "secondary to", "b/c of", "d/t", "on account of"],
    "cost": ["cost", "the cost", "insurance", "lack of coverage", "her copay"],
    "cost_clause": ["could not afford it", "insurance stopped covering it", "it was too expensive", "couldn't afford the copay"],
    "other": ["pregnancy", "surgery", "a drug interaction"],
    "other_clause": ["she became pregnant", "she moved", "he felt better", "she wanted to conceive", "he ran out"],
    "year": ["2009", "2012", "2015", "2018"],
    "kin": ["mother", "sister", "brother", "father", "aunt", "daughter"],
    "start": ["start", "begin", "initiate", "add", "try"],
}  # fmt: skip
# template -> what is said of A (and B, C): status, response, reason; "*" in place of a dose means the dose written
TEMPLATES: list[tuple[str, dict[str, tuple[str, str, str]]]] = [
    ("{A} {a} x {dur}, {none}.", {"A": ("past", "none", "inefficacy")}),
    ("{A} {a} - {none}", {"A": ("past", "none", "inefficacy")}),
    ("- {A} {a} for {dur}: {none}", {"A": ("past", "none", "inefficacy")}),
    ("Prior trials: {A} {a} ({none}), {B} {b} ({se}), {C} ({some}).", {"A": ("past", "none", "inefficacy"), "B": ("past", "-", "side_effect"), "C": ("past", "partial", "-")}),
    ("Past meds: {A} {a} - {se}; {B} {b} - {none}; {C} - {good}.", {"A": ("past", "-", "side_effect"), "B": ("past", "none", "inefficacy"), "C": ("past", "response", "-")}),
    ("Failed {A}, {B} and {C}.", {"A": ("past", "none", "inefficacy"), "B": ("past", "none", "inefficacy"), "C": ("past", "none", "inefficacy")}),
    ("Failed trials of {A} {a} and {B} {b}.", {"A": ("past", "none", "inefficacy"), "B": ("past", "none", "inefficacy")}),
    ("She has tried {A}, {B}, and {C} without {none_noun}.", {"A": ("past", "none", "inefficacy"), "B": ("past", "none", "inefficacy"), "C": ("past", "none", "inefficacy")}),
    ("He has previously tried {A} and {B}.", {"A": ("past", "-", "-"), "B": ("past", "-", "-")}),
    ("Tried {A} {a} for {dur}, {stopped} {because} {se}.", {"A": ("past", "-", "side_effect")}),
    ("{A} {a} {was_stopped} {because} {se}.", {"A": ("past", "-", "side_effect")}),
    ("{A} {was_stopped} {because} {cost}.", {"A": ("past", "-", "cost")}),
    ("She took {A} {a} but {cost_clause}.", {"A": ("past", "-", "cost")}),
    ("{A} {a} {good_verb}, but she {stopped} {because} {other}.", {"A": ("past", "response", "other")}),
    ("She {stopped} {A}", {}),
    ("{A} {was_stopped} when {other_clause}.", {"A": ("past", "-", "other")}),
    ("{A}: {good}, {stopped} {because} {se}.", {"A": ("past", "response", "side_effect")}),
    ("In {year} she was on {A} {a}, which {good_verb}.", {"A": ("past", "response", "-")}),
    ("She was started on {A} {a} in {year} but developed {se} and it {was_stopped}.", {"A": ("past", "-", "side_effect")}),
    ("He could not tolerate {A} {because} {se}.", {"A": ("past", "-", "side_effect")}),
    ("{A} caused {se} and {B} {b} had no {none_noun}.", {"A": ("past", "-", "side_effect"), "B": ("past", "none", "inefficacy")}),
    ("{A} made her tired, so she {stopped} after {dur}.", {"A": ("past", "-", "side_effect")}),
    ("Patient is currently taking {A} {a}.", {"A": ("current", "-", "-")}),
    ("CURRENT MEDICATIONS: {A} {a}, lisinopril 10 mg daily, {B} {b}.", {"A": ("current", "-", "-"), "B": ("current", "-", "-")}),
    ("Meds:\n1. {A} {a}\n2. Lasix 20 mg daily\n3. {B} {b}", {"A": ("current", "-", "-"), "B": ("current", "-", "-")}),
    ("She has been on {A} {a} for {dur} with good response.", {"A": ("current", "response", "-")}),
    ("He takes {A} {a} and reports it helps somewhat.", {"A": ("current", "partial", "-")}),
    ("Continue {A} {a}.", {"A": ("current", "-", "-")}),
    ("Depression is well controlled on {A} {a}.", {"A": ("current", "response", "-")}),
    ("On {A} {a} x {dur}, still no improvement.", {"A": ("current", "none", "-")}),
    ("Now on {A} {a}; previously {B} {b}, {none}.", {"A": ("current", "-", "-"), "B": ("past", "none", "inefficacy")}),
    ("Plan: {start} {A} {a}.", {"A": ("planned", "-", "-")}),
    ("We will {start} {A} {a}.", {"A": ("planned", "-", "-")}),
    ("If no response in 4 weeks, consider {A} or {B}.", {"A": ("planned", "-", "-"), "B": ("planned", "-", "-")}),
    ("I recommend a trial of {A} {a}.", {"A": ("planned", "-", "-")}),
    ("She was switched from {A} {a} to {B} {b} {because} {se}.", {"A": ("past", "-", "side_effect"), "B": ("current", "-", "-")}),
    ("Cross-taper {A} {a} to {B} {b}.", {"A": ("current", "-", "-"), "B": ("planned", "-", "-")}),
    ("Stop {A}, start {B} {b}.", {"A": ("current", "-", "-"), "B": ("planned", "-", "-")}),
    ("Her {kin} takes {A} {a}.", {"A": ("family", "-", "-")}),
    ("FAMILY HISTORY: {kin} with depression on {A}.", {"A": ("family", "-", "-")}),
    ("His {kin} responded well to {A}.", {"A": ("family", "response", "-")}),
    ("ALLERGIES: {A} ({se}).", {"A": ("allergy", "-", "-")}),
    ("Allergic to {A}.", {"A": ("allergy", "-", "-")}),
    ("Has never tried {A} or {B}.", {"A": ("never", "-", "-"), "B": ("never", "-", "-")}),
    ("Denies prior use of {A}.", {"A": ("never", "-", "-")}),
    ("{A} was offered but she declined.", {"A": ("never", "-", "-")}),
    ("Was prescribed {A} {a} but never filled it.", {"A": ("never", "-", "-")}),
    ("She refused {A}.", {"A": ("never", "-", "-")}),
    ("{A} {a} for {dur}. No {none_noun}. Stopped.", {"A": ("past", "none", "inefficacy")}),
    ("{A} was tried. It {good_verb} for a time but then stopped working.", {"A": ("past", "*", "inefficacy")}),
    ("She {stopped} her {A} on her own because {other_clause}.", {}),
    ("i tried {A} {a} for {dur} and it did nothing", {"A": ("past", "none", "inefficacy")}),
    ("been on {A} {a} for {dur}, helps a little", {"A": ("current", "partial", "-")}),
    ("Medication trials:\n{A} {a}: {none}\n{B} {b}: {se}\n{C}: {some}", {"A": ("past", "none", "inefficacy"), "B": ("past", "-", "side_effect"), "C": ("past", "partial", "-")}),
    ("{A} ({year}): {se}. {B} ({year}): {none}.", {"A": ("past", "-", "side_effect"), "B": ("past", "none", "inefficacy")}),
    ("{A} {a}, {dur}, {none}, stopped {year}.", {"A": ("past", "none", "inefficacy")}),
    ("Had {se} on {A} and {none_noun} was limited on {B}.", {"A": ("past", "-", "side_effect")}),
    ("Intolerant of {A} ({se}).", {"A": ("past", "-", "side_effect")}),
    ("No response to {A} {a} or {B} {b}.", {"A": ("past", "none", "inefficacy"), "B": ("past", "none", "inefficacy")}),
    ("She has been treated with {A} and {B} in the past.", {"A": ("past", "-", "-"), "B": ("past", "-", "-")}),
    ("The patient was tried on {A} but it {was_stopped} {because} {se}.", {"A": ("past", "-", "side_effect")}),
    ("She tried {A} for {dur} and had {se}, so she {stopped}.", {"A": ("past", "-", "side_effect")}),
    ("{A} gave him {se}.", {"A": ("past", "-", "*")}),
    ("He is taking {A} {a} for depression and lisinopril 10 mg for blood pressure.", {"A": ("current", "-", "-")}),
    ("MEDICATIONS: Aspirin 81 mg, {A}, {B} {b}, and Tylenol p.r.n.", {"A": ("current", "-", "-"), "B": ("current", "-", "-")}),
    ("DISCHARGE MEDICATIONS: {A} {a}; Lasix 20 mg daily.", {"A": ("current", "-", "-")}),
    ("HOME MEDICATIONS: Metoprolol 25 mg b.i.d., {A} {a}.", {"A": ("current", "-", "-")}),
    ("The patient was continued on {A} {a}.", {"A": ("current", "-", "-")}),
    ("Maintained on {A} {a} since {year}.", {"A": ("current", "-", "-")}),
    ("She remains on {A} {a} with {some}.", {"A": ("current", "partial", "-")}),
    ("Psychiatry recommended {A} {a}.", {"A": ("planned", "-", "-")}),
    ("Would consider adding {A} {a} if still depressed.", {"A": ("planned", "-", "-")}),
    ("The patient will be started on {A} {a}.", {"A": ("planned", "-", "-")}),
    ("Given a prescription for {A} {a}.", {"A": ("planned", "-", "-")}),
    ("She was advised to stop {A}.", {"A": ("current", "-", "-")}),
    ("Taper {A} over two weeks.", {"A": ("current", "-", "-")}),
    ("No history of {A} or {B} use.", {"A": ("never", "-", "-"), "B": ("never", "-", "-")}),
    ("She does not want to take {A}.", {"A": ("never", "-", "-")}),
    ("{A}: never tried.", {"A": ("never", "-", "-")}),
    ("{A} {a} was prescribed but she did not take it.", {"A": ("never", "-", "-")}),
    ("Allergies: {A} causes {se}.", {"A": ("allergy", "-", "-")}),
    ("Her {kin} was treated with {A} for depression.", {"A": ("family", "-", "-")}),
    ("{kin} on {A} {a}.", {"A": ("family", "-", "-")}),
    ("Prior trials: {A} ({dur}, {none}); {B} ({se}); {C} (cost).", {"A": ("past", "none", "inefficacy"), "B": ("past", "-", "side_effect"), "C": ("past", "-", "cost")}),
    ("{A} {a} x {dur}: {se}", {"A": ("past", "-", "side_effect")}),
    ("s/p trials of {A}, {B}, {C}", {"A": ("past", "-", "-"), "B": ("past", "-", "-"), "C": ("past", "-", "-")}),
    ("Hx of {A} {a} in {year}, {stopped} {because} {cost}.", {"A": ("past", "-", "cost")}),
    ("{A} helped but {B} did not.", {"A": ("past", "response", "-"), "B": ("past", "none", "inefficacy")}),
    ("Neither {A} nor {B} helped.", {"A": ("past", "none", "inefficacy"), "B": ("past", "none", "inefficacy")}),
    ("{A}, {B} and {C} were all ineffective.", {"A": ("past", "none", "inefficacy"), "B": ("past", "none", "inefficacy"), "C": ("past", "none", "inefficacy")}),
    ("She was on {A} for {dur} before it {was_stopped} {because} {se}.", {"A": ("past", "-", "side_effect")}),
    ("{stopped} {A} {a} {because} {se}", {"A": ("past", "-", "side_effect")}),
    ("After {dur} on {A} {a} she reported {none}.", {"A": ("*", "none", "*")}),
    ("Currently on {A} {a} ({dur}), previously on {B}.", {"A": ("current", "-", "-"), "B": ("past", "-", "-")}),
    ("{A} {a} qd -- {none} -- switched to {B} {b}", {"A": ("past", "none", "inefficacy"), "B": ("current", "-", "-")}),
    ("Depression, on {A}.", {"A": ("current", "-", "-")}),
    ("She did not respond to {A} {a} and was changed to {B} {b}.", {"A": ("past", "none", "inefficacy"), "B": ("current", "-", "-")}),
]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One invented line; ``answers`` maps a drug to (status, dose written or not, response, reason)."""

    text: str
    answers: dict[str, tuple[str, bool, str, str]]
    template: str


def lines(count: int, seed: int = 7) -> Iterator[Line]:
    """``count`` lines, going round the templates."""
    dice = random.Random(seed)
    usable = [t for t in TEMPLATES if t[1]]
    for number in range(count):
        template, said = usable[number % len(usable)]
        yield _line(dice, template, said)


def _line(dice: random.Random, template: str, said: dict[str, tuple[str, str, str]]) -> Line:
    drugs = dice.sample(sorted(DRUGS), 3)
    filling = {slot: dice.choice(words) for slot, words in SLOTS.items()}
    answers = {}
    for letter, drug in zip("ABC", drugs, strict=True):
        names, doses = DRUGS[drug]
        filling[letter], filling[letter.lower()] = dice.choice(names), dice.choice(doses)
        if letter in said:
            status, response, reason = said[letter]
            answers[drug] = (status, f"{{{letter.lower()}}}" in template, response, reason)
    return Line(template.format(**filling), answers, template)


# Sentences between the ones that matter: they say nothing of an antidepressant and must change nothing.
ASIDES = [
    "She denies chest pain or shortness of breath.", "Her sleep has improved.", "Appetite is poor.",
    "She was started on lisinopril 10 mg, which was discontinued due to cough.", "Klonopin 0.5 mg was helpful for her anxiety.",
    "He stopped smoking two years ago.", "There is no history of mania.", "She did not respond to physical therapy.",
    "Ambien did not help.", "Her mother has hypertension.", "The wound is healing well.", "He had nausea after the surgery.",
    "She was placed on antibiotics and this was stopped after 10 days.", "Blood pressure is well controlled.",
    "She is doing well in school.", "He has gained 10 pounds since the last visit.", "She lives with her husband.",
    "Neurontin 300 mg t.i.d. was tried without benefit.", "He denies suicidal ideation.", "No improvement in her back pain.",
    "Physical therapy was stopped because of cost.", "She complains of dizziness and fatigue.", "The patient was discharged home in stable condition.",
    "Xanax was discontinued because of sedation.", "She quit her job in March.", "Labs were within normal limits.",
]  # fmt: skip
OPENINGS = ["HISTORY OF PRESENT ILLNESS:  ", "HPI: ", "SUBJECTIVE:  ", ""]
PAST_PARTS = [
    ("PAST PSYCHIATRIC HISTORY:  She was treated with {A} in {year}.", ("past", "-", "-")),
    ("PSYCHIATRIC HISTORY:  She was on {A} {a} in the past, which {good_verb}.", ("past", "response", "-")),
    ("PAST PSYCHIATRIC HISTORY:  {A} {a} {was_stopped} {because} {se}.", ("past", "-", "side_effect")),
    ("PAST HISTORY:  Previous trials of {A} were ineffective.", ("past", "none", "inefficacy")),
]
NOW_PARTS = [
    ("MEDICATIONS:  Lasix 20 mg daily, {B} {b}, aspirin 81 mg daily.", ("current", "-", "-")),
    (
        "CURRENT MEDICATIONS:\n1.  Norvasc 5 mg p.o. daily.\n2.  {B} {b}.\n3.  Ambien 5 mg at bedtime p.r.n.",
        ("current", "-", "-"),
    ),
    ("MEDS: {B} {b}, Synthroid 50 mcg.", ("current", "-", "-")),
]
PLAN_PARTS = [
    ("PLAN:  We will start {C} {c}.", ("planned", "-", "-")),
    (
        "ASSESSMENT AND PLAN:\n1.  Depression.  Consider {C} if symptoms persist.\n2.  Hypertension.  Stable.",
        ("planned", "-", "-"),
    ),
    ("PLAN:\n1.  Continue {B} {b}.\n2.  Begin {C} {c}.", ("planned", "-", "-")),
]


def notes(count: int, seed: int = 11) -> Iterator[Line]:
    """``count`` whole notes: a past trial, a current one and a plan among sentences that must change nothing."""
    dice = random.Random(seed)
    for _ in range(count):
        parts = [dice.choice(PAST_PARTS), dice.choice(NOW_PARTS), dice.choice(PLAN_PARTS)]
        body = dice.choice(OPENINGS) + "The patient has depression. " + " ".join(dice.sample(ASIDES, 3))
        pieces = [body] + [
            f"{text}  {' '.join(dice.sample(ASIDES, 2))}" if "\n" not in text else text for text, _ in parts
        ]
        said = {letter: part[1] for letter, part in zip("ABC", parts, strict=True)}
        yield _line(dice, "\n\n".join(pieces).replace("{{", "{"), said)
