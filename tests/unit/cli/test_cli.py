"""The command line: what it prints, what it refuses, exit codes, and no patient data on stderr."""

import io
import os
import re
import subprocess
import sys
from datetime import date

import pytest
from typer.testing import CliRunner

import fairtrial
from fairtrial.cli import app, show
from fairtrial.facts import load


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def refused(*arguments):
    """The one message of a command that is refused: on stderr, exit code 2, nothing on stdout."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr.strip()


class Reviewed:
    """Stands in for a review."""

    def to_json(self):
        """JSON."""
        return '{"schema": "fairtrial.review/1"}'

    def to_text(self, full=True):
        """Text."""
        return "the text" if full else "at a glance"

    def to_html(self):
        """HTML."""
        return "<p>é</p>"

    def to_pdf(self):
        """PDF."""
        return b"%PDF-"


@pytest.fixture
def asked(monkeypatch):
    """The arguments that the command hands to the review."""
    seen = {}

    def review(history, **settings):
        seen.update(settings, history=history)
        return Reviewed()

    monkeypatch.setitem(vars(fairtrial), "review", review)
    return seen


@pytest.fixture
def folder(tmp_path):
    """A folder with one treatment."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "treatments.csv").write_text("drug,weeks\nZoloft,6\nunobtainium,2\n")
    return tmp_path / "in"


def test_without_a_command_the_help_is_shown():
    result = run()
    assert "review" in result.output
    assert "template" in result.output


def test_a_review_is_printed_as_text(asked, folder):
    result = run("review", folder, "--as-of", "2026-01-31")
    assert (result.exit_code, result.stdout) == (0, "at a glance\n")
    assert asked.pop("history").uses.height == 1
    assert asked == {"as_of": date(2026, 1, 31)}, "what is not given is left to the review"


def test_the_whole_text_is_printed_when_asked_for(asked, folder):
    assert run("review", folder, "--full").stdout == "the text\n"


def test_the_day_of_the_review_is_today_when_not_given(asked, folder):
    before = date.today()  # noqa: DTZ011
    run("review", folder)
    assert before <= asked["as_of"] <= date.today()  # noqa: DTZ011


def test_settings_reach_the_review(asked, folder):
    run(
        "review", folder, "--definition", "EMA-old", "--definition", "canada 2021", "--dose-list", "maudsley",
        "--episode-start", "2020-02-01",
    )  # fmt: skip
    assert asked["definitions"] == ["ema-old", "canada-2021"]
    assert (asked["dose_list"], asked["episode_start"]) == ("maudsley", date(2020, 2, 1))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("r.html", "<p>é</p>"), ("r.JSON", '{"schema": "fairtrial.review/1"}'), ("r.txt", "the text"),
        ("r.pdf", "%PDF-"),
    ],
)  # fmt: skip
def test_the_ending_decides_what_is_written(asked, folder, tmp_path, name, content):
    result = run("review", folder, "-o", tmp_path / name)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / name).read_text("utf-8") == content
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["in", name]), "no temporary file stays"


def test_json_can_be_printed_while_a_file_is_written(asked, folder, tmp_path):
    result = run("review", folder, "--json", "-o", tmp_path / "r.html")
    assert result.stdout == '{"schema": "fairtrial.review/1"}\n'
    assert (tmp_path / "r.html").exists()


def test_outputs_that_cannot_be_written_are_refused_before_reading(asked, folder, tmp_path):
    assert "Use .html, .json, .pdf, .txt." in refused("review", folder, "-o", tmp_path / "r.docx")
    assert "is not there. Make it first." in refused("review", folder, "-o", tmp_path / "no" / "r.html")
    (tmp_path / "d.html").mkdir()
    assert "is a folder. Name a file in it." in refused("review", folder, "-o", tmp_path / "d.html")
    assert asked == {}


def test_an_input_is_never_written_over(asked, tmp_path):
    patient = tmp_path / "p.json"
    patient.write_text('{"resourceType": "Patient", "id": "p"}')
    assert "is one of the inputs, and would be lost." in refused("review", patient, "-o", patient)
    assert "Patient" in patient.read_text()


@pytest.mark.parametrize("name", ["treatments.json", "new.pdf", "new.txt", "deep/new.json"])
def test_nothing_in_an_input_folder_is_written_over_or_read_as_a_record_later(asked, folder, name):
    (folder / "deep").mkdir()
    (folder / "treatments.json").write_text("Quixote")
    assert "lies in an input folder" in refused("review", folder, "-o", folder / name)
    assert (folder / "treatments.json").read_text() == "Quixote"
    assert asked == {}


def test_an_episode_cannot_begin_after_the_review(asked, folder):
    given = ("review", folder, "--as-of", "2026-01-31", "--episode-start")
    assert "lies after the day of the review" in refused(*given, "2026-02-01")
    assert run(*given, "2026-01-31").exit_code == 0


def test_a_page_may_lie_beside_the_records(asked, folder):
    """No reader takes it for a record."""
    for _ in range(2):
        assert run("review", folder, "-o", folder / "review.html").exit_code == 0
    assert asked["history"].uses.height == 1


@pytest.mark.parametrize(
    "content",
    [
        "Quixote", '{"resourceType": "Patient", "id": "Quixote", ', "[]", "{}", "null", '"Quixote"',
        "{'Quixote': 1}",
        '{"resourceType": "Bundle", "entry": []}', '{"resourceType": "MedicationOrder", "id": "Quixote"}',
        '{"resourceType": "Practitioner", "id": "Quixote"}', "[" * 100_000, '{"Quixote": NaN}',
    ],
)  # fmt: skip
def test_what_is_no_fhir_record_is_refused_in_one_line(tmp_path, content):
    (tmp_path / "x.json").write_text(content)
    message = refused("review", tmp_path / "x.json")
    assert message.startswith("fairtrial: x.json: ")
    assert len(message.splitlines()) == 1
    assert "Quixote" not in message


def test_a_write_that_fails_leaves_the_old_file_whole(asked, folder, tmp_path, monkeypatch):
    (tmp_path / "r.html").write_text("old")

    def full(*_):
        raise OSError(28, "disk full")

    monkeypatch.setattr(os, "replace", full)
    assert "cannot be written (No space left on device)" in refused(
        "review", folder, "-o", tmp_path / "r.html"
    )
    assert (tmp_path / "r.html").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 2, "no temporary file stays"


def test_a_defect_shows_its_place_and_not_its_words(folder, monkeypatch):
    def broken(*_, **__):
        raise KeyError("Dulcinea")

    monkeypatch.setitem(vars(fairtrial), "review", broken)
    result = run("review", folder)
    assert result.exit_code == 1
    assert "KeyError in " in result.stderr
    assert "Dulcinea" not in result.output
    assert "Traceback" not in result.output


def test_inputs_that_cannot_be_read_are_refused(asked, tmp_path):
    assert refused("review", tmp_path / "no.json").startswith("fairtrial: no.json: it cannot be opened")
    (tmp_path / "t.csv").write_text("person_id,drug\nQuixote,Zoloft\nSancho,Prozac\n")
    message = refused("review", tmp_path / "t.csv")
    assert message.startswith(
        "fairtrial: inputs: they hold records of 2 persons. Choose one with --person ID"
    )
    assert run("review", tmp_path / "t.csv", "--person", "Sancho").exit_code == 0
    assert run("review", tmp_path / "t.csv", "--same-person").exit_code == 0


@pytest.mark.parametrize("command", ["review", "records"])
def test_no_cell_shows_on_stderr(asked, tmp_path, command):
    """A marker in every cell of every table: all of it is refused, none of it is repeated."""
    from fairtrial.records.csv import TABLES

    for table in TABLES.values():
        row = ",".join(["Quixote"] * len(table.known))
        (tmp_path / table.file).write_text(f"{','.join(table.known)}\n{row}\n")
    (tmp_path / "p.json").write_text('{"resourceType": "Patient", "id": "Quixote", "birthDate": "Quixote"')
    message = refused(command, tmp_path)
    assert message.count("column '") > 15
    assert "Quixote" not in message


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["drugs", "sertralin"],
            "no drug is named 'sertralin'. Did you mean sertraline? `fairtrial drugs` shows",
        ),
        (["drugs", "qqqqqqqq"], "no drug is named 'qqqqqqqq'. `fairtrial drugs` shows them all."),
        (["overlap", "zoloft", "efexor"], "Did you mean Effexor"),
        (["definitions", "canada-2012"], "Did you mean canada-2021"),
        (["review", "x", "--definition", "canada"], "no definition is named 'canada'."),
        (["review", "x", "--dose-list", "usual"], "Did you mean usual-minimum"),
        (["review", "x", "--as-of", "31/01/2026"], "'--as-of': it is not a day as YYYY-MM-DD, such as"),
        (["letter", "x", "--as-of", "1850-01-01"], "'--as-of': the day lies before 1950. Check the year."),
        (["policies", "--as-of", "2999-01-01"], "'--as-of': the day lies more than 10 years ahead."),
        (["letter", "x", "--language", "fr"], "'--language': 'fr' is not one of"),
        (["review"], "Missing argument 'INPUT...'"),
        (["reviev"], "Did you mean 'review'"),
    ],
)
def test_what_is_not_known_is_refused_with_the_nearest_names(arguments, says):
    assert says in refused(*arguments)


def test_drugs_are_counted_and_listed():
    text = run("drugs").stdout
    known = load().drugs
    assert text.startswith(f"{len(known)} drugs in {len({d.drug_class for d in known.values()})} classes\n")
    assert all(f"\n{name} " in text for name in known)


@pytest.mark.parametrize("name", sorted(load().drugs))
def test_every_drug_has_a_page_with_its_minimum_doses(name):
    text, drug = run("drugs", name.upper()).stdout, load().drugs[name]
    assert text.startswith(f"{name}\n{drug.drug_class};")
    for dose_list, dose in drug.doses.minimum_adequate_mg_per_day.items():
        line = next(line for line in text.splitlines() if line.startswith(f"minimum dose, list {dose_list} "))
        assert f"{dose.value:g} mg a day" in line
        assert dose.standing in line


def test_a_brand_name_finds_its_drug():
    assert run("drugs", "zoloft").stdout.startswith("sertraline\n")


def test_overlap_names_shared_and_new_pathways_and_defines_its_share():
    text = run("overlap", "escitalopram", "venlafaxine").stdout
    assert "Shared pathways: serotonin reuptake\n" in text
    assert "New with venlafaxine: norepinephrine reuptake\n" in text
    assert "Overlap share: 1 of 2, 50%. The overlap share of two drugs is" in text


def test_overlap_leaves_out_what_does_not_treat_depression():
    text = run("overlap", "amitriptyline", "mirtazapine").stdout
    shared = next(line for line in text.splitlines() if line.startswith("Shared pathways: "))
    assert "histamine H1" not in shared
    assert "histamine H1" in text


def test_a_drug_overlaps_itself_in_full():
    text = run("overlap", "venlafaxine", "effexor").stdout
    assert "New with venlafaxine: none\n" in text
    assert "Overlap share: 2 of 2, 100%" in text


@pytest.mark.parametrize("name", sorted(load().definitions))
def test_every_definition_has_a_page(name):
    text = run("definitions", name).stdout
    entry = load().definitions[name]
    assert text.startswith(f"{name}, version {entry.version}\n{entry.name}\n{entry.sentence}\n")
    assert f"{entry.distinct_trials.value:g}" in next(
        x for x in text.splitlines() if x.startswith("trials needed")
    )
    assert name in run("definitions").stdout


def test_records_show_what_became_of_each_and_what_is_wrong(folder):
    lines = run("records", folder).stdout.splitlines()
    assert lines[:2] == ["treatments.csv", "  row 2 (treatments): use"]
    told = lines.index("    drug: unobtainium; weeks: 2")
    assert "not a drug we know" in lines[told + 1]
    assert lines[-1] == "2 records; 1 problem"
    assert max(map(len, lines)) <= 100


def test_a_template_is_written_once(tmp_path):
    assert "treatments.csv" in run("template", tmp_path / "t").stdout
    assert "already there; nothing was written" in refused("template", tmp_path / "t")


def test_the_version_is_shown():
    assert re.fullmatch(r"fairtrial \d+\.\d+\.\d+, knowledge [0-9a-f]{12}\n", run("version").stdout)


def test_a_table_is_drawn_on_a_terminal_and_plain_in_a_pipe(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    long = "x" * 300
    for stream, styled in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.delenv("NO_COLOR", raising=False)
        show.table(["name", "value"], [["[b]", long]])
        text = stream.getvalue()
        assert ("\x1b[" in text) is styled
        assert text.count("x") == 300, "nothing is cut off"
        assert "[b]" in text, "words are not read as markup"


def test_the_command_line_starts_without_the_engine():
    """Help must be quick: neither the engine nor the knowledge is loaded for it."""
    heavy = "('polars', 'yaml', 'rich', 'jinja2', 'rapidfuzz')"
    code = f"import sys, fairtrial.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_closed_pipe_is_quiet():
    done = subprocess.run(
        f"{sys.executable} -m fairtrial drugs | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("classes\n")
    assert done.stderr == ""


def test_a_missing_pango_is_said_clearly(asked, folder, tmp_path, monkeypatch):
    from fairtrial.report.pdf import PdfUnavailable

    def unavailable(self):
        raise PdfUnavailable("PDF needs Pango.")

    monkeypatch.setattr(Reviewed, "to_pdf", unavailable)
    assert refused("review", folder, "-o", tmp_path / "r.pdf") == "fairtrial: PDF needs Pango."
    assert not (tmp_path / "r.pdf").exists()


def test_rules_are_explained_and_misspelt_ones_are_met_with_the_nearest(monkeypatch):
    monkeypatch.setattr("fairtrial.rules.page", lambda rule: f"The page of {rule}.")
    assert run("explain", "ft101").stdout == "The page of FT101.\n"
    assert "Did you mean FT101" in refused("explain", "FT1O1")
