"""What the engine found beside what is true, where complete records leave nothing open."""

from fairtrial.simulate.recovery import NEAR, QUANTITIES, YES_OR_NO, same_trial, wrong


def inexact(found, true):
    """Everything that is not exactly the truth; for complete records."""
    result = wrong(found, true)
    for row in found.trials.to_dicts():
        trial = same_trial(row, true)
        if trial is None:
            continue
        for quantity, name in QUANTITIES.items():
            _exactly(row, getattr(trial, quantity), name, trial, result)
        _equal(row["state"], trial.state, "state", trial, result)
        for name in YES_OR_NO:
            _equal(row[name], getattr(trial, name), name, trial, result)
    return result


def _exactly(row, value, name, trial, result):
    for bound in (row[f"{name}_least"], row[f"{name}_most"]):
        known = value is not None and bound is not None
        if (value is None) != (bound is None) or (known and abs(bound - value) > NEAR):
            result.add(f"{name} not exact", f"{row['person_id']} {trial.drug}: {bound}, true is {value}")


def _equal(found, true, name, trial, result):
    if found != true:
        result.add(f"{name} not exact", f"{trial.drug}: {name} {found}, true is {true}")
