"""Patient: birth date, sex, and whether the person is invented."""

from __future__ import annotations

from fairtrial.records.fhir.fields import Fields
from fairtrial.records.fhir.reading import Reading
from fairtrial.records.sexes import SEXES

_INVENTED = ("htest", "synthea", "synthetic", "synthetichealth")


def read_patient(reading: Reading) -> None:
    """Add the person; the words never carry a name, an address or a day of birth."""
    fields = reading.fields
    born = fields.days("birthDate")
    gender = fields.word("gender")
    if gender not in (*SEXES, "", "unknown"):
        reading.problem("gender", "is not female, male, other or unknown; left out")
    sex = gender if gender in SEXES else None
    reading.add(
        "people", born_on_least=born[0], born_on_most=born[1], sex=sex, synthetic=_invented(fields) or None
    )
    year = f", born {born[0].year}" if born[0] else ""
    reading.words, reading.became = f"Patient: {sex or 'sex not recorded'}{year}", "person"


def _invented(fields: Fields) -> bool:
    """Whether a tag, a system or an extension of the patient says that the person was made up."""
    tags = [
        part.text(key) for part in fields.part("meta").parts("tag") for key in ("system", "code", "display")
    ]
    systems = [part.text("system") for part in fields.parts("identifier")]
    extensions = [part.text("url") for part in fields.parts("extension")]
    return any(word in said.lower() for said in (*tags, *systems, *extensions) for word in _INVENTED)
