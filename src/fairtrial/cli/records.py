"""`fairtrial records`: each record of the inputs and what became of it."""

from __future__ import annotations

from fairtrial.cli import show
from fairtrial.cli.options import Inputs, Mapping, Person, SamePerson


def records(
    inputs: Inputs, person: Person = None, same_person: SamePerson = False, mapping: Mapping = None
) -> None:
    """Show each record and what became of it.

    Lists what could not be used, too. Prints what the records say: it is for the person's own eyes.
    """
    from fairtrial.records.door import read

    history = read(*inputs, person=person, same_person=same_person, mapping=mapping)
    wanted = ("file", "place", "kind", "became", "words")
    rows = history.records.sort("file", "place").select(wanted).rows()
    show.table(wanted, [tuple(map(str, row)) for row in rows])
    problems = (
        history.problems.sort("file", "place").select("file", "place", "field", "problem", "left_out").rows()
    )
    show.lines("", f"{history.records.height} records; {len(problems)} problems")
    if problems:
        show.table(
            ("file", "place", "field", "problem", "left out"),
            [
                (file, place, field or "", what, "yes" if out else "no")
                for file, place, field, what, out in problems
            ],
        )
