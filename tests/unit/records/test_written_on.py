"""The day of a note, from its own words."""

from datetime import date

import pytest

from fairtrial.records.notes.rows.written_on import written_on

DAY = date(2024, 5, 3)
CASES = [
    ("Progress note, 2024-05-03. Seen today.", DAY),
    ("PSYCHIATRIC PROGRESS NOTE\nPatient: X\nDOB: 01/02/1970\nDate of Service: 05/03/2024\n", DAY),
    ("Visit Date: May 3, 2024   MRN 12\nBorn January 2, 1970", DAY),
    ("DOS: 5/3/24", DAY),
    ("Friday, May 3, 2024\nDear Dr. A,", DAY),
    ("Discharge Summary\nAdmission date: 04/20/2024\nDischarge date: 05/03/2024\n", DAY),
    ("Date: 05/03/2024 10:15 AM\nCC: low mood", DAY),
    ("Telephone encounter 05/03/2024\nPatient calls.", DAY),
    ("ADMISSION MEDICATION HISTORY (pharmacist)   Date: 05/03/2024\nSource: patient", DAY),
    ("Sertraline, start date: 05/03/2024", None),
    ("Date of birth: 05/03/1970\nMood is low.", None),
    ("DOB 5/3/1970. Intake.", None),
    ("Intake evaluation, patient born 05/03/1970", None),
    ("Started Zoloft on 05/03/2024.", None),
    ("Date: 5/3/24\nBetter.\n\nDate: 6/7/24\nWorse.", None),
    ("Date of service: 13/45/2024", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "day"), CASES)
def test_the_day_a_note_states(text, day):
    assert written_on(text) == day
