"""What a review tells of a chart, beside what is labelled of it."""

from datetime import date, timedelta

DAYS, WEEKS = 3, 0.5
"""How much wider a told interval may be before it counts as open: a week has days, a visit has hours."""
SLACK_DAYS, SLACK = 1, 0.15
"""How far off a bound may be before it counts as wrong: the day of the stop is the first day without."""
WORDS = {"none": (None, 25), "partial": (25, 50), "response": (50, None), "remission": (50, None)}
BOUNDS = {
    "started_on": "started_on",
    "stopped_on": "stopped_on",
    "weeks": "weeks",
    "highest_dose": "highest_dose_mg_per_day",
}


def compared(chart, told):
    """Facts wrong and open by place of the labelled trial; drugs missed and extra; therapies; drugs not told as never taken."""
    pairs, missed, extra = matched(chart["trials"], told["trials"])
    facts = {n: {f: judged(f, want[f], got) for f in want if f in JUDGED} for n, want, got in pairs}
    named = {row["drug"] for row in told["never_taken"]}
    return {
        **{
            verdict: {
                n: found for n, each in facts.items() if (found := {f for f in each if each[f] == verdict})
            }
            for verdict in ("wrong", "open")
        },
        "missed": missed,
        "extra": extra,
        "therapies": {row["therapy"] for row in told["therapies"]} - {"psychotherapy"},
        "never_taken": set(chart.get("never_taken", [])) - named,
    }


def matched(wanted, trials):
    """Labelled trials with told ones of their drug, in order of start; what is left on either side."""
    left, pairs, missed = list(trials), [], []
    for n, want in enumerate(wanted):
        same = [t for t in left if t["drug"] == want["drug"]]
        if not same:
            missed.append(want["drug"])
            continue
        best = min(same, key=lambda t: (_distance(want, t), trials.index(t)))
        left.remove(best)
        pairs.append((n, want, best))
    return pairs, sorted(missed), sorted(t["drug"] for t in left)


def _distance(want, trial):
    """Facts that do not hold, then how far the start is off; a trial without a start comes last."""
    start = trial["started_on"]["most"]
    wanted = outer(want.get("started_on"))[1]
    facts = [judged(f, want[f], trial) for f in want if f in JUDGED]
    far = 10**6 if start is None or wanted is None else abs((as_date(start) - wanted).days)
    return (facts.count("wrong"), far, facts.count("open"))


def judged(fact, wanted, trial):
    """Whether a fact of a trial is told wrongly, left open, or right."""
    return JUDGED[fact](fact, wanted, trial)


def as_date(value):
    """A day of the review as a date."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def outer(value):
    """The widest bounds that a label allows."""
    if not isinstance(value, list):
        return [value, value]
    return [value[0], value[-1]]


def inner(value):
    """The bounds that a review must hold."""
    if not isinstance(value, list):
        return [value, value]
    return value[1:3] if len(value) == 4 else value


def _interval(fact, wanted, trial):
    got = trial[BOUNDS[fact]]
    least, most = as_date(got["least"]), as_date(got["most"])
    slack, width = _tolerance(fact)
    need, allow = inner(wanted), outer(wanted)
    late = least is not None and need[0] is not None and least > need[0] + slack
    early = most is not None and need[1] is not None and most < need[1] - slack
    unbounded = (least is not None and need[0] is None) or (most is not None and need[1] is None)
    if late or early or (unbounded and fact in ("started_on", "stopped_on")):
        return "wrong"
    wide = (allow[0] is not None and (least is None or least < allow[0] - width)) or (
        allow[1] is not None and (most is None or most > allow[1] + width)
    )
    return "open" if wide else "right"


def _tolerance(fact):
    if fact in ("started_on", "stopped_on"):
        return timedelta(days=SLACK_DAYS), timedelta(days=DAYS)
    return (SLACK, WEEKS) if fact == "weeks" else (0.001, 0.001)


def _word(fact, wanted, trial):
    """A word of the review, of which null leaves the matter open; that a drug goes on after the last visit is not known."""
    right = wanted if isinstance(wanted, list) else [wanted]
    got = trial[{"counts": "counts_as_trial", "fair": "adequate"}.get(fact, fact)]
    if got in right or (fact == "ongoing" and wanted and got is None):
        return "right"
    return "open" if got in (None, "unknown") else "wrong"


def _outcome(fact, wanted, trial):
    """Whether the improvement told leaves room for a right word, and for no other."""
    right = wanted if isinstance(wanted, list) else [wanted]
    got = {w for w in WORDS if _possible(w, trial)}
    if not got & set(right):
        return "wrong"
    better = {"response", "remission"}
    allowed = set(right) | better if set(right) & better else set(right)
    return "right" if got <= allowed else "open"


def _possible(word, trial):
    said, bounds = trial["reported_response"], trial["improvement_percent"]
    if bounds["least"] is None and bounds["most"] is None:
        return said in (None, word)
    low, high = WORDS[word]
    below = high is not None and bounds["least"] is not None and bounds["least"] >= high
    above = low is not None and bounds["most"] is not None and bounds["most"] < low
    return not (below or above) and not (word == "remission" and trial["remission"] == "no")


JUDGED = {
    **dict.fromkeys(BOUNDS, _interval),
    **dict.fromkeys(["fair", "ongoing", "stop_reason", "counts"], _word),
    "outcome": _outcome,
}
