"""CSV tables to history rows: what each column becomes, and what is said of what cannot be used."""

from datetime import date

import pytest

from fairtrial.facts import load
from fairtrial.records.csv import CsvFile, read_csv_tables, table_named, table_with_header
from fairtrial.records.errors import ReadError

FACTS = load()


def read(table, text):
    data = text if isinstance(text, bytes) else text.encode()
    return read_csv_tables([CsvFile(f"{table}.csv", table, data)], FACTS)


def only(frame):
    assert frame.height == 1
    return frame.row(0, named=True)


def use(header, row):
    return only(read("treatments", f"{header}\n{row}\n").uses)


def problems(history):
    return [(p["place"], p["field"], p["problem"], p["left_out"]) for p in history.problems.rows(named=True)]


def test_a_treatment_row_becomes_one_reported_use():
    got = use("person_id,drug,dose_mg_per_day,started_on,stopped_on", "p1,Zoloft,100,2019,2020-02")
    assert got["person_id"] == "p1"
    assert (got["drug"], got["kind"], got["status"]) == ("sertraline", "reported", "ended")
    assert (got["dose_mg_per_day_least"], got["dose_mg_per_day_most"]) == (100, 100)
    assert (got["started_on_least"], got["started_on_most"]) == (date(2019, 1, 1), date(2019, 12, 31))
    assert (got["stopped_on_least"], got["stopped_on_most"]) == (date(2020, 2, 1), date(2020, 2, 29))


def test_a_row_with_a_drug_only_leaves_everything_open():
    got = use("drug", "sertraline")
    told = {name for name, value in got.items() if value is not None}
    assert told == {"person_id", "drug", "kind", "status", "record"}
    assert (got["person_id"], got["status"]) == ("", "unknown")


@pytest.mark.parametrize(
    ("cells", "most"),
    [("not_enough_benefit,,", 49.9), ("not_enough_benefit,20,", 20), ("not_enough_benefit,,none", None)],
)
def test_not_enough_benefit_is_less_than_half_better_where_nothing_else_is_told(cells, most):
    got = use("drug,stop_reason,improvement_percent,response", f"sertraline,{cells}")
    assert got["improvement_percent_most"] == most


@pytest.mark.parametrize(
    ("word", "percent", "span"),
    [
        ("none", 60, (None, 60)),
        ("response", 10, (10, 100)),
        ("none", 20, (20, 20)),
        ("remission", 70, (70, 70)),
    ],
)
def test_a_response_that_contradicts_the_percentage_leaves_both_open_and_is_named(word, percent, span):
    history = read("treatments", f"drug,response,improvement_percent\nsertraline,{word},{percent}\n")
    got, apart = only(history.uses), span != (percent, percent)
    assert (got["improvement_percent_least"], got["improvement_percent_most"]) == span
    assert got["response"] == (None if apart else word)
    assert [field for _, field, _, _ in problems(history)] == (["response"] if apart else [])


@pytest.mark.parametrize("text", ["50-100", "50 - 100", "50–100", "50 to 100"])
def test_a_dose_may_be_a_range(text):
    got = use("drug,dose_mg_per_day", f"sertraline,{text}")
    assert (got["dose_mg_per_day_least"], got["dose_mg_per_day_most"]) == (50, 100)


@pytest.mark.parametrize(
    ("told", "purpose"),
    [
        ("depression", "depression"),
        ("Major depression and sleep", "depression"),
        ("sleep", "other"),
        ("quit smoking", "other"),
        ("anxiety", None),
        ("OCD", None),
        ("PMDD", None),
        ("", None),
    ],
)
def test_what_it_was_taken_for(told, purpose):
    read_table = read("treatments", f"drug,taken_for\ntrazodone,{told}\n")
    assert only(read_table.uses)["purpose"] == purpose
    assert problems(read_table) == []


@pytest.mark.parametrize("told", ["my dog", "not for depression", "other"])
def test_what_it_was_for_in_words_that_we_do_not_know_is_told_and_kept(told):
    read_table = read("treatments", f"drug,taken_for\ntrazodone,{told}\n")
    assert only(read_table.uses)["purpose"] is None
    told_of = "names nothing that we know it to be for; taken as not known"
    assert problems(read_table) == [("row 2", "taken_for", told_of, False)]
    assert f"taken_for: {told}" in only(read_table.records)["words"]


def test_worse_than_at_the_start_is_below_zero():
    got = use("drug,improvement_percent", "sertraline,-20 to 10")
    assert (got["improvement_percent_least"], got["improvement_percent_most"]) == (-20, 10)


@pytest.mark.parametrize(("weeks", "least", "most"), [("6", 42, 42), ("6-8", 42, 56), ("0.5", 3.5, 3.5)])
def test_weeks_become_days(weeks, least, most):
    got = use("drug,weeks,started_on", f"sertraline,{weeks},2019")
    assert (got["days_reported_least"], got["days_reported_most"]) == (least, most)


def test_exact_dates_stand_above_weeks_and_a_contradiction_is_told():
    header = "drug,started_on,stopped_on,weeks\n"
    alike = read("treatments", header + "sertraline,2020-01-01,2020-02-12,6\n")
    apart = read("treatments", header + "sertraline,2020-01-01,2020-02-12,8\n")
    assert only(alike.uses)["days_reported_least"] is None
    assert problems(alike) == []
    told = "the weeks differ from the dates by a week or more; the dates are used"
    assert problems(apart) == [("row 2", "weeks", told, False)]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("active", "active"), ("Current", "active"), ("taking", "active"), ("past", "ended"),
        ("stopped", "ended"), ("completed", "ended"), ("ended", "ended"), ("never", "not_taken"),
        ("not taken", "not_taken"), ("declined", "not_taken"), ("planned", "planned"), ("on hold", "on_hold"),
        ("", "unknown"),
    ],
)  # fmt: skip
def test_status_words(word, status):
    assert use("drug,status", f"sertraline,{word}")["status"] == status


@pytest.mark.parametrize(
    ("stopped", "reason", "status"),
    [("2020", "", "ended"), ("", "cost", "ended"), ("", "unknown", "unknown"), ("", "", "unknown")],
)
def test_a_stop_that_is_given_says_that_the_use_ended(stopped, reason, status):
    assert use("drug,stopped_on,stop_reason", f"sertraline,{stopped},{reason}")["status"] == status


def test_a_drug_we_do_not_know_is_kept_and_told():
    history = read("treatments", "drug,weeks\nunobtainium,6\n")
    assert history.uses.is_empty()
    assert only(history.records)["became"] == "context only"
    assert problems(history) == [("row 2", "drug", "not a drug we know; the row is kept as context", True)]


def test_two_drugs_in_one_cell_are_not_guessed_apart():
    history = read("treatments", "drug\nZoloft then Prozac\n")
    assert history.uses.is_empty()
    assert [p[2] for p in problems(history)] == [
        "names more than one drug; the row is kept as context; write a row for each drug"
    ]


def test_a_misspelt_drug_is_read_and_told():
    history = read("treatments", "drug\nsertralin\n")
    assert only(history.uses)["drug"] == "sertraline"
    assert problems(history) == [("row 2", "drug", "read as a misspelt name; check the drug", False)]


def test_the_record_keeps_the_words_but_not_the_person():
    history = read("treatments", "person_id,drug,weeks,response\nJane Doe,Zoloft,6,\n")
    record = only(history.records)
    assert (record["file"], record["place"], record["kind"]) == ("treatments.csv", "row 2", "treatments")
    assert record["words"] == "drug: Zoloft; weeks: 6"


def test_the_record_of_a_person_holds_no_birth_date():
    assert only(read("people", "person_id,birth_date,sex\np1,1984-05-06,F\n").records)["words"] == "sex: F"


def test_unknown_columns_are_named_and_not_read():
    history = read("treatments", "drug,mood\nsertraline,blue\n")
    assert problems(history) == [("row 1", "mood", "a column we do not know; its cells were not read", False)]
    assert history.uses.height == 1


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_separators_line_ends_and_byte_order_marks(mark, end, start):
    text = end.join([f"Drug{mark}Dose mg per day", f"sertraline{mark}50", ""])
    got = only(read("treatments", start + text.encode()).uses)
    assert (got["drug"], got["dose_mg_per_day_least"]) == ("sertraline", 50)


def test_row_numbers_are_those_of_a_spreadsheet():
    text = 'sep=,\n\ndrug,stop_reason\n"serta\nline",\n\n,,\nsertraline,cost\n'
    with pytest.raises(ReadError, match="row 6: has 3 cells"):
        read("treatments", text.replace(",,\n", ",,x\n"))
    history = read("treatments", text.replace("serta\nline", "sertraline\n").replace(",,\n", "\n"))
    assert history.records["place"].to_list() == ["row 4", "row 7"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "scores.csv: it is empty"),
        (b"\n , \n", "scores.csv: it is empty"),
        (b"scale,total\nPHQ-9,\x00\n", "scores.csv: it holds binary data or is saved as UTF-16"),
        ("scale,total\nPHQ-9,5\n".encode("utf-16"), "scores.csv: it holds binary data or is saved as UTF-16"),
        (b"scale,total\nPHQ-9\xe9,5\n", "scores.csv: its letters are not coded as UTF-8"),
        (b"scale,total,scale\n", r"scores.csv, row 1: columns 1, 3 have the same name \(scale\)"),
        (b"scale,total,x,X\n", "scores.csv, row 1: columns 3, 4 have the same name[.]"),
        (b"scale,on\nPHQ-9,2019\n", "scores.csv, row 1: the first row does not name the column total"),
        (b'scale,total\nPHQ-9,5\n"PHQ-9,5\n', "scores.csv, row 3: a quotation mark is not closed"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(data, says):
    with pytest.raises(ReadError, match=f"^{says}"):
        read("scores", data)


@pytest.mark.parametrize("name", ["PHQ-9", "phq9", "PHQ 9", "Patient Health Questionnaire, 9 items"])
def test_scales_go_by_id_or_name(name):
    got = only(read("scores", f'scale,on,total\n"{name}",2019-03-01,18\n').scores)
    assert (got["scale"], got["item"], got["total"]) == ("PHQ-9", None, 18)
    assert got["on_least"] == got["on_most"] == date(2019, 3, 1)


def test_an_item_score_is_not_a_total():
    got = only(read("scores", "scale,total,item\nPHQ-9,2,9\n").scores)
    assert (got["item"], got["total"]) == (9, 2)


def test_a_scale_we_do_not_know_is_kept_and_told():
    history = read("scores", "scale,total\nMood-o-meter,4\n")
    assert history.scores.is_empty()
    assert problems(history) == [("row 2", "scale", "not a scale we know; the row is kept as context", True)]


@pytest.mark.parametrize(
    ("code", "system", "topics", "certainty"),
    [
        ("F31.81", "icd10cm", ["bipolar"], "confirmed"),
        ("f31.81", "ICD-10-CM", ["bipolar"], "confirmed"),
        ("F33.3", "icd10cm", ["major_depression", "psychotic_depression"], "confirmed"),
        ("bipolar depression", "", ["bipolar"], "confirmed"),
        ("? bipolar", "text", ["bipolar"], "possible"),
        ("underactive thyroid", "text", ["thyroid"], "confirmed"),
        ("major depression without psychosis", "text", ["major_depression"], "confirmed"),
        ("no history of bipolar", "text", [None], "confirmed"),
        ("mother has bipolar disorder", "text", [None], "confirmed"),
        ("Z99.99", "icd10cm", [None], "confirmed"),
    ],
)
def test_topics_of_conditions(code, system, topics, certainty):
    history = read("conditions", f"code,system\n{code},{system}\n")
    assert history.conditions["topic"].sort().to_list() == topics
    assert history.conditions["certainty"].unique().to_list() == [certainty]
    assert history.records.height == 1
    assert (history.problems.height == 1) == (topics == [None]), "a condition without a topic is told"


@pytest.mark.parametrize(("ended", "status"), [("2020", "resolved"), ("", "unknown")])
def test_a_condition_without_an_end_is_not_said_to_be_over_or_not(ended, status):
    assert only(read("conditions", f"code,ended_on\nasthma,{ended}\n").conditions)["status"] == status


def test_people_therapies_and_context():
    person = only(read("people", "person_id,birth_date,sex,synthetic\np1,1984,F,yes\n").people)
    assert (person["born_on_least"], person["sex"], person["synthetic"]) == (date(1984, 1, 1), "female", True)
    therapy = only(read("therapies", "kind,sessions,response\nTMS,20-30,partial\n").therapies)
    assert (therapy["therapy"], therapy["sessions_least"], therapy["sessions_most"]) == ("rtms", 20, 30)
    context = only(read("context", "topic,value,on\nAllergy,penicillin,2019\n").context)
    assert (context["topic"], context["value"]) == ("allergy", "penicillin")


def test_a_sex_that_is_not_known_is_absent():
    assert only(read("people", "sex\nunknown\n").people)["sex"] is None


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("drug\nx", "treatments"), ("scale;total", "scores"), ("code\tsystem", "conditions"),
        ("person_id,birth_date", "people"), ("kind,sessions", "therapies"), ("topic,value", "context"),
        ("drug,kind,weeks", "treatments"), ("p1,Zoloft,100", None), ("code,price,shelf", None), ("", None),
    ],
)  # fmt: skip
def test_a_table_is_known_by_its_first_row(text, table):
    assert table_with_header(text) == table


def test_a_table_is_known_by_its_name_too():
    assert (table_named("Treatments"), table_named("export")) == ("treatments", None)
