"""Invented reviews in the shape of fairtrial.review/1, to develop and test reports on. All people are made up."""

# fmt: off
from __future__ import annotations

import copy
from datetime import date, timedelta

OPEN = {"least": None, "most": None}


def both(value):
    """An interval that is one value."""
    return {"least": value, "most": value}


def span(least, most):
    """An interval."""
    return {"least": least, "most": most}


def step(start, stop, dose, kind="prescribed"):
    """A dose step; dose may be a number, an interval or null."""
    dose = dose if isinstance(dose, dict) else both(dose)
    return {"started_on": start, "stopped_on": stop, "dose_mg_per_day": dose, "kind": kind}


def trace(rule, sentence, verdict, numbers, sources=("EMPEND",), standing="seen"):
    """One line of a trace."""
    return {
        "rule": rule, "sentence": sentence, "verdict": verdict, "numbers": numbers,
        "sources": list(sources), "standing": standing,
    }


def trial(id, drug, **changes):
    """A trial about which nothing is known but its drug, then `changes`."""
    empty = {
        "id": id, "drug": drug, "drug_class": "SSRI", "pathways": ["serotonin reuptake"], "role": "alone",
        "started_on": OPEN, "stopped_on": OPEN, "ongoing": None, "weeks": OPEN, "weeks_at_dose": OPEN,
        "highest_dose_mg_per_day": OPEN,
        "minimum_dose_mg_per_day": {"value": 50, "list": "usual-minimum", "source": ["EMPEND"], "standing": "seen"},
        "coverage": OPEN, "adequate": "unknown",
        "criteria": {"dose": "unknown", "duration": "unknown", "adherence": "unknown"},
        "baseline": None, "endpoint": None, "improvement_percent": OPEN, "reported_response": None,
        "remission": "unknown", "lost_response": "unknown", "state": "undetermined", "stop_reason": None,
        "in_current_episode": "unknown", "evidence": "reported", "counts_as_trial": True, "purpose": None, "dose_steps": [],
        "gaps": [], "conflicts": [], "trace": [], "records": [],
    }
    return empty | changes


def record(words, kind="MedicationRequest", file="bundle.json", place="MedicationRequest/1", became="use"):
    """Where a row came from."""
    return {"file": file, "place": place, "kind": kind, "words": words, "became": became}


def minimum(value, standing="seen"):
    """A minimum adequate dose in mg a day."""
    return {"value": value, "list": "usual-minimum", "source": ["EMPEND"], "standing": standing}


def score(scale, on, total, label, records=()):
    """A score; `on` may be a day or an interval."""
    on = on if isinstance(on, dict) else both(on)
    return {"scale": scale, "on": on, "total": total, "label": label, "records": list(records)}


DEFINITIONS = (
    ("us-label-esketamine-2025", "US label of esketamine", "at least two oral antidepressants did not help enough in this episode"),
    ("transform-trials-2019", "TRANSFORM trials", "two trials with at most 25 % improvement in this episode"),
    ("sforzini-2022", "Sforzini consensus", "two trials with less than 25 % improvement"),
    ("sforzini-partial-2022", "Sforzini consensus, partial response", "two trials with 25 to 49 % improvement"),
    ("canada-2021", "Canadian consensus", "two trials with less than 50 % improvement"),
    ("ema-2013", "European Medicines Agency 2013", "two different drugs did not help"),
    ("ema-old", "European Medicines Agency, earlier", "two consecutive trials of different classes did not help"),
    ("stard-step", "STAR*D step", "one or more steps without remission"),
)


def resistance(**verdicts):
    """All eight definitions; `verdicts` by id with underscores, else unknown."""
    return [_definition(*row, *verdicts.get(row[0].replace("-", "_"), ("unknown", [], []))) for row in DEFINITIONS]


def _definition(id, name, sentence, verdict, trials, possible, missing=(), gates=()):
    return {
        "definition": id, "name": name, "version": "1", "sentence": f"Treatment-resistant when {sentence}.",
        "verdict": verdict, "needed": 1 if id == "stard-step" else 2,
        "failures": {"least": len(trials), "most": len(trials) + len(possible)}, "trials": trials,
        "possible_trials": possible, "missing": list(missing), "gates": list(gates), "sources": ["Rybak21"],
        "our_reading": ["window"], "quirks": ["The bound was recalled."], "standing": "seen",
    }


def staging(maudsley=(None, None), band=None, stage=(None, None), athf=(0, None)):
    """Staging with every item open, then the totals given."""
    return {
        "maudsley": {
            "total": span(*maudsley), "band": band, "sources": ["Rybak21"],
            "items": {"duration": span(1, 3), "severity": both(3), "failures": span(1, 2), "augmentation": both(1), "ect": both(0)},
        },
        "thase_rush": {"stage": span(*stage), "sources": ["Rybak21"]},
        "athf": {"adequate_trials": span(*athf), "sources": ["Rybak21"]},
        "pathways_tried": {"adequately": [], "possibly": [], "inadequately": []},
    }


SOURCES = {
    "EMPEND": {"what": "McMaster Textbook, table of antidepressant doses", "locator": "empendium.com table 031_8844", "version": "2024", "grade": "secondary"},
    "Rybak21": {"what": "Rybak and others 2021, Canadian consensus", "locator": "doi 10.1002/da.23135, table 3", "version": None, "grade": "primary"},
}


def empty():
    """A person of whom nothing is known."""
    return {
        "schema": "fairtrial.review/1", "as_of": "2026-01-31",
        "versions": {"fairtrial": "0.1.0", "knowledge": "0123456789ab", "dose_list": "usual-minimum"},
        "person": {"age_band": "unknown", "sex": "unknown", "synthetic": False},
        "episode": {"started_on": OPEN, "basis": "unknown", "sentence": "No record dates the current episode."},
        "trials": [], "never_taken": [], "therapies": [], "scores": [], "conditions": [], "context": [], "resistance": resistance(),
        "staging": staging(), "safety": [], "not_understood": [], "records": {}, "sources": {},
    }


def tiny():
    """One trial that began a week ago."""
    data = empty()
    data["person"] = {"age_band": "18-24", "sex": "male", "synthetic": False}
    data["trials"] = [
        trial("T1", "sertraline", started_on=both("2026-01-24"), ongoing=True, weeks=both(1), weeks_at_dose=both(1),
              highest_dose_mg_per_day=both(50), criteria={"dose": "yes", "duration": "no", "adherence": "unknown"}, adequate="no",
              state="ongoing", in_current_episode="yes", evidence="documented",
              dose_steps=[step("2026-01-24", None, 50)], records=["r1"])
    ]
    data["records"] = {"r1": record("Sertraline 50 MG Oral Tablet")}
    return data


def undated():
    """Three remembered trials, no date at all."""
    data = empty()
    data["trials"] = [
        trial("T1", "fluoxetine", weeks=both(13), minimum_dose_mg_per_day=minimum(20), records=["r1"], reported_response="none",
              trace=[trace("FT101", "The dose reached the minimum.", "unknown", "dose not recorded, minimum 20 mg/day")]),
        trial("T2", "escitalopram", weeks=both(3), highest_dose_mg_per_day=both(10), minimum_dose_mg_per_day=minimum(10), records=["r2"],
              adequate="no", criteria={"dose": "yes", "duration": "no", "adherence": "unknown"}, state="inadequate_duration"),
        trial("T3", "bupropion", drug_class="NDRI", pathways=["norepinephrine reuptake", "dopamine reuptake"], records=["r3"],
              minimum_dose_mg_per_day=None),
    ]
    data["records"] = {
        "r1": record("took Prozac for 3 months", "row", "treatments.csv", "row 2"),
        "r2": record("escitalopram,10,,,3", "row", "treatments.csv", "row 3"),
        "r3": record("bupropion", "row", "treatments.csv", "row 4"),
    }
    return data


def rich():
    """Every part of a report: partial dates, a fill gap, an augmentation, conflicts, scores, events, gates."""
    data = empty()
    data["person"] = {"age_band": "25-64", "sex": "female", "synthetic": True}
    data["episode"] = {
        "started_on": span("2023-02-01", "2023-03-01"), "basis": "estimated",
        "sentence": "The current episode began between 1 Feb 2023 and 1 Mar 2023, after 41 weeks without use, score or diagnosis.",
    }
    data["trials"] = _rich_trials()
    data["therapies"] = [
        {"therapy": "psychotherapy", "started_on": both("2020-09-01"), "stopped_on": both("2021-03-15"), "sessions": span(10, 14),
         "response": "partial", "improvement_percent": OPEN, "records": ["r12"]},
        {"therapy": "rtms", "started_on": both("2025-06-02"), "stopped_on": both("2025-07-21"), "sessions": both(30),
         "response": None, "improvement_percent": both(20), "records": ["r13"]},
    ]
    data["scores"] = [
        score("PHQ-9", "2019-03-10", 17, "moderately severe", ["r8"]), score("PHQ-9", "2019-05-20", 15, "moderately severe", ["r8"]),
        score("PHQ-9", "2023-03-20", 21, "severe", ["r9"]), score("PHQ-9", "2023-04-18", 20, "severe", ["r9"]),
        score("PHQ-9", "2023-06-05", 19, "moderately severe", ["r9"]), score("PHQ-9", "2024-02-12", 18, "moderately severe", ["r9"]),
        score("PHQ-9", "2024-04-02", 16, "moderately severe", ["r9"]), score("PHQ-9", "2024-06-10", 13, "moderate", ["r9"]),
        score("PHQ-9", "2025-08-01", 14, "moderate", ["r9"]), score("PHQ-9", span("2025-12-01", "2025-12-31"), 16, "moderately severe", ["r9"]),
        score("GAD-7", "2023-03-20", 12, "moderate", ["r10"]), score("GAD-7", "2024-06-10", 8, "mild", ["r10"]),
        score("GAD-7", OPEN, 9, "mild", ["r10"]),
    ]
    data["conditions"] = [
        {"topic": "major_depression", "meaning": "major depression, recurrent", "status": "active", "certainty": "confirmed",
         "started_on": both("2019-03-10"), "ended_on": OPEN, "records": ["r11"]},
        {"topic": "thyroid", "meaning": "underactive thyroid", "status": "active", "certainty": "possible",
         "started_on": both("2022-05-01"), "ended_on": OPEN, "records": ["r14"]},
        {"topic": "bipolar", "meaning": "bipolar disorder", "status": "unknown", "certainty": "possible",
         "started_on": OPEN, "ended_on": OPEN, "records": ["r15"]},
    ]
    data["context"] = [
        {"topic": "pregnancy", "value": "pregnant", "on": both("2021-06-10"), "records": ["r16"]},
        {"topic": "admission", "value": "inpatient stay", "on": both("2025-05-20"), "records": ["r17"]},
    ]
    data["safety"] = [
        {"rule": "FT901", "level": "banner", "topic": "suicidality", "sentence": "PHQ-9 item 9 was above 0 on 1 Aug 2025.", "records": ["r9"]},
        {"rule": "FT911", "level": "gate", "topic": "bipolar", "sentence": "A possible bipolar disorder is recorded; settle it before any reading of resistance.", "records": ["r15"]},
        {"rule": "FT913", "level": "gate", "topic": "pregnancy", "sentence": "A pregnancy was recorded in 2021; ask whether one is current or planned.", "records": ["r16"]},
    ]
    data["never_taken"] = [{"drug": "paroxetine", "status": "not_taken", "records": ["r20"]}]
    data["resistance"] = _rich_resistance()
    data["staging"] = staging((7, 9), "moderate", (1, 2), (2, 3))
    data["staging"]["pathways_tried"] = {
        "adequately": ["serotonin reuptake", "norepinephrine reuptake"], "possibly": ["dopamine reuptake"], "inadequately": ["alpha-2 receptors"],
    }
    data["not_understood"] = [
        {"record": "r18", "file": "bundle.json", "place": "MedicationRequest/77", "field": "dosageInstruction", "problem": "the unit is not known", "left_out": False},
        {"record": None, "file": "bundle.json", "place": "entry 41", "field": "resource", "problem": "the resource has no type", "left_out": True},
    ]
    data["records"] = _rich_records()
    data["sources"] = copy.deepcopy(SOURCES)
    return data


def _rich_trials():
    full = {"dose": "yes", "duration": "yes", "adherence": "yes"}
    return [
        trial("T1", "sertraline", started_on=both("2019-03-14"), stopped_on=both("2020-01-20"), ongoing=False, weeks=both(44.6),
              weeks_at_dose=span(30, 38), highest_dose_mg_per_day=span(50, 100), coverage=span(0.84, 0.9), adequate="yes", criteria=full,
              baseline={"scale": "PHQ-9", "on": "2019-03-10", "total": 17}, endpoint={"scale": "PHQ-9", "on": "2019-05-20", "total": 15},
              improvement_percent=both(11.8), remission="no", lost_response="no", state="adequate_no_response", stop_reason="no_benefit",
              in_current_episode="no", evidence="documented",
              dose_steps=[step("2019-03-14", "2019-04-14", 25, "dispensed"), step("2019-04-14", "2019-08-01", 50, "dispensed"),
                          step("2019-08-01", "2020-01-20", span(50, 100), "dispensed")],
              gaps=[{"started_on": "2019-10-01", "stopped_on": "2019-10-24"}],
              conflicts=[{"field": "dose", "sentence": "Fills say 50 mg; the order says 100 mg.", "records": ["r1", "r2"]}],
              trace=[trace("FT101", "The dose reached the minimum.", "yes", "50 to 100 mg/day against a minimum of 50 mg/day (usual-minimum)"),
                     trace("FT102", "The time at that dose was long enough.", "yes", "30 to 38 weeks against 4 weeks", ("Rybak21",)),
                     trace("FT103", "Enough of the doses were collected.", "yes", "84 to 90 % of days against 80 %", (), "ours"),
                     trace("FT201", "The improvement was less than 25 %.", "yes", "PHQ-9 17 to 15: 11.8 % better", ("Rybak21",))],
              records=["r1", "r2"]),
        trial("T2", "bupropion", drug_class="NDRI", pathways=["norepinephrine reuptake", "dopamine reuptake"],
              started_on=span("2020-01-01", "2020-12-31"), stopped_on=OPEN, weeks=span(6, None), weeks_at_dose=OPEN,
              minimum_dose_mg_per_day=minimum(150), in_current_episode="no", records=["r3"],
              trace=[trace("FT101", "The dose reached the minimum.", "unknown", "dose not recorded, minimum 150 mg/day")]),
        trial("T3", "mirtazapine", drug_class="NaSSA", pathways=["alpha-2 receptors"], started_on=both("2022-01-10"),
              stopped_on=both("2022-02-02"), ongoing=False, weeks=both(3.3), weeks_at_dose=both(0), highest_dose_mg_per_day=both(7.5),
              minimum_dose_mg_per_day=minimum(15), adequate="no", criteria={"dose": "no", "duration": "no", "adherence": "unknown"},
              state="intolerant", stop_reason="side_effect", in_current_episode="no", evidence="documented",
              dose_steps=[step("2022-01-10", "2022-02-02", 7.5)], records=["r4"],
              trace=[trace("FT101", "The dose reached the minimum.", "no", "7.5 mg/day against a minimum of 15 mg/day (usual-minimum)")]),
        trial("T4", "venlafaxine", drug_class="SNRI", pathways=["serotonin reuptake", "norepinephrine reuptake"],
              started_on=both("2023-03-22"), stopped_on=OPEN, ongoing=True, weeks=both(149), weeks_at_dose=both(145),
              highest_dose_mg_per_day=both(225), minimum_dose_mg_per_day=minimum(75), coverage=both(0.93), adequate="yes", criteria=full,
              baseline={"scale": "PHQ-9", "on": "2023-03-20", "total": 21}, endpoint={"scale": "PHQ-9", "on": "2024-02-12", "total": 18},
              improvement_percent=both(14.3), remission="no", lost_response="no", state="adequate_no_response", in_current_episode="yes",
              evidence="documented",
              dose_steps=[step("2023-03-22", "2023-04-20", 37.5, "dispensed"), step("2023-04-20", "2023-07-01", 75, "dispensed"),
                          step("2023-07-01", "2024-01-10", 150, "dispensed"), step("2024-01-10", "2026-01-31", 225, "dispensed")],
              gaps=[{"started_on": "2024-09-02", "stopped_on": "2024-11-20"}],
              trace=[trace("FT101", "The dose reached the minimum.", "yes", "225 mg/day against a minimum of 75 mg/day (usual-minimum)")],
              records=["r5", "r6"]),
        trial("T5", "lithium", drug_class="adjunct", pathways=[], role="augmentation", started_on=both("2024-02-14"),
              stopped_on=both("2024-06-20"), ongoing=False, weeks=both(18), weeks_at_dose=OPEN, highest_dose_mg_per_day=both(900),
              minimum_dose_mg_per_day=None, adequate="unknown", baseline={"scale": "PHQ-9", "on": "2024-02-12", "total": 18},
              endpoint={"scale": "PHQ-9", "on": "2024-06-10", "total": 13}, improvement_percent=both(27.8), state="undetermined",
              stop_reason="side_effect", in_current_episode="yes", evidence="documented", counts_as_trial=False,
              dose_steps=[step("2024-02-14", "2024-03-10", 600), step("2024-03-10", "2024-06-20", 900)], records=["r7"]),
        trial("T6", "nortriptyline", drug_class="TCA", pathways=["norepinephrine reuptake"], minimum_dose_mg_per_day=minimum(50, "unverified"),
              weeks=both(8), reported_response="partial", records=["r19"]),
    ]


def _rich_resistance():
    missing = ["Response to bupropion (T2) is not recorded.", "The highest dose of bupropion (T2) is not recorded."]
    return resistance(
        us_label_esketamine_2025=("unknown", ["T4"], ["T6"], ["When nortriptyline (T6) was taken is not recorded."], ["bipolar"]),
        transform_trials_2019=("unknown", ["T4"], ["T6"], ["When nortriptyline (T6) was taken is not recorded."], ["bipolar"]),
        sforzini_2022=("unknown", ["T4"], [], missing, ["bipolar"]),
        sforzini_partial_2022=("no", [], ["T6"], [], ["bipolar"]),
        canada_2021=("yes", ["T1", "T4"], ["T2", "T6"], missing, ["bipolar"]),
        ema_2013=("unknown", ["T4"], ["T2"], missing, ["bipolar"]),
        ema_old=("no", ["T1"], [], [], ["bipolar"]),
        stard_step=("yes", ["T3", "T4"], [], [], ["bipolar"]),
    )


def _rich_records():
    words = {
        "r1": ("Zoloft 50 MG Oral Tablet, 30 tablets, 30 days", "MedicationDispense"), "r2": ("Take 2 tablets of 50 mg once a day", "MedicationRequest"),
        "r3": ("Wellbutrin in 2020, does not remember how long", "MedicationStatement"), "r4": ("mirtazapine 7.5 mg at night; stopped, too sleepy", "MedicationRequest"),
        "r5": ("venlafaxine 225 MG Extended Release", "MedicationRequest"), "r6": ("venlafaxine XR 75 mg x 90", "MedicationDispense"),
        "r7": ("lithium carbonate 300 mg, 3 a day", "MedicationRequest"), "r8": ("PHQ-9 total", "Observation"), "r9": ("PHQ-9 total and items", "QuestionnaireResponse"),
        "r10": ("GAD-7 total", "Observation"), "r11": ("F33.2", "Condition"), "r12": ("CBT, 10 to 14 visits", "Procedure"), "r13": ("TMS course", "Procedure"),
        "r14": ("E03.9, provisional", "Condition"), "r15": ("r/o bipolar", "Condition"), "r16": ("Z33.1", "Condition"), "r17": ("inpatient", "Encounter"),
        "r18": ("1 puff daily", "MedicationRequest"), "r19": ("nortriptyline for about 2 months, helped a bit", "MedicationStatement"),
        "r20": ("paroxetine, never filled", "MedicationRequest"),
    }
    became = {"Observation": "score", "QuestionnaireResponse": "score", "Condition": "condition", "Procedure": "therapy", "Encounter": "context"}
    return {
        id: record(text, kind, place=f"{kind}/{id[1:]}", became=became.get(kind, "use")) for id, (text, kind) in words.items()
    }


def long():
    """Twenty-five trials over thirty years, a score every few weeks, forty diagnoses."""
    data = empty()
    data["person"] = {"age_band": "65 and over", "sex": "female", "synthetic": True}
    data["episode"] = {"started_on": both("2021-01-01"), "basis": "stated", "sentence": "The current episode began on 1 Jan 2021, as stated."}
    data["trials"] = [_long_trial(number) for number in range(25)]
    data["scores"] = _long_scores()
    data["conditions"] = [
        {"topic": topic, "meaning": meaning, "status": "active", "certainty": "confirmed", "started_on": both(f"{1996 + 2 * n}-05-01"), "ended_on": OPEN, "records": []}
        for n, (topic, meaning) in enumerate(
            [("major_depression", "major depression"), ("pain", "long-lasting pain of the lower back and both legs"), ("thyroid", "underactive thyroid"),
             ("ptsd", "post-traumatic stress disorder"), ("substance_use", "alcohol use disorder"), ("dementia", "mild cognitive disorder")])
    ]
    data["therapies"] = [
        {"therapy": "ect", "started_on": both("2009-10-01"), "stopped_on": both("2009-11-10"), "sessions": both(12), "response": "response",
         "improvement_percent": OPEN, "records": []}
    ]
    data["resistance"] = resistance(canada_2021=("yes", [f"T{n}" for n in range(3, 20)], ["T24"]))
    data["staging"] = staging((12, 14), "severe", (3, 4), (12, 20))
    return data


_LONG_DRUGS = (
    "fluoxetine", "sertraline", "paroxetine", "citalopram", "escitalopram", "venlafaxine", "desvenlafaxine", "duloxetine", "bupropion",
    "mirtazapine", "trazodone", "nortriptyline", "amitriptyline", "imipramine", "clomipramine", "phenelzine", "tranylcypromine",
    "vortioxetine", "vilazodone", "levomilnacipran", "dextromethorphan and bupropion", "aripiprazole", "lithium", "quetiapine", "sertraline",
)
_LONG_STATES = (
    ("yes", "adequate_no_response"), ("no", "inadequate_duration"), ("unknown", "undetermined"), ("no", "inadequate_dose"),
    ("yes", "response"), ("no", "low_adherence"), ("yes", "adequate_partial"), ("yes", "unrated"), ("no", "intolerant"), ("yes", "remission"),
)


def _long_trial(number):
    start = date(1996, 2, 1) + timedelta(days=430 * number)
    stop = start + timedelta(days=40 + 71 * (number % 6))
    adequate, state = _LONG_STATES[number % len(_LONG_STATES)]
    short = {"inadequate_duration": "duration", "inadequate_dose": "dose", "low_adherence": "adherence", "intolerant": "duration"}.get(state)
    criteria = {name: "no" if name == short else ("unknown" if adequate == "unknown" else "yes") for name in ("dose", "duration", "adherence")}
    last = number == 24
    dated = both(start.isoformat()) if number % 7 else span(f"{start.year}-01-01", f"{start.year}-12-31")
    middle = start + (stop - start) / 3
    return trial(
        f"T{number + 1}", _LONG_DRUGS[number], role="augmentation" if 21 <= number <= 23 else "alone", started_on=dated,
        stopped_on=OPEN if last or number == 8 else both(stop.isoformat()), ongoing=True if last else (None if number == 8 else False),
        weeks=both(round((stop - start).days / 7, 1)), highest_dose_mg_per_day=both(50 * (1 + number % 4)), adequate=adequate, state=state,
        criteria=criteria, in_current_episode="yes" if start > date(2021, 1, 1) else "no", counts_as_trial=not 21 <= number <= 23,
        dose_steps=[step(start.isoformat(), middle.isoformat(), 25), step(middle.isoformat(), stop.isoformat(), 50 * (1 + number % 4))],
    )


def _long_scores():
    days = [date(2015, 1, 5) + timedelta(days=47 * n + (n * n) % 13) for n in range(84)]
    return [score("PHQ-9", on.isoformat(), 8 + (5 * n + n * n // 7) % 13, "moderate") for n, on in enumerate(days)] + [
        score("HAM-D17", f"{year}-03-01", 20 + year % 5, "severe") for year in range(1998, 2010, 2)
    ]


def hostile():
    """Words of records that try to break out of a page, a terminal line or a picture."""
    data = rich()
    bad = '<script>alert("x")</script> \' " & ]]> {{ 7 * 7 }} \u202egnitsaw\u202c \x1b[2J\x00 مرحبا ' + "very long " * 1000
    data["trials"][0]["drug"] = '<img src=x onerror="alert(1)">'
    data["trials"][0]["conflicts"][0]["sentence"] = bad
    data["trials"][1]["stop_reason"] = bad[:90]
    data["records"]["r1"]["words"] = bad
    data["records"]["r1"]["place"] = 'MedicationDispense/"><script>'
    data["conditions"][0]["meaning"] = bad[:120]
    data["context"][0]["value"] = bad[:120]
    data["scores"][0]["scale"] = '"><script>alert(2)</script>'
    data["not_understood"][0]["problem"] = bad[:200]
    data["therapies"][0]["therapy"] = "</svg><script>"
    return data


SAMPLES = {"rich": rich, "tiny": tiny, "undated": undated, "empty": empty, "long": long}
