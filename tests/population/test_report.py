"""summary.json and report.html: what they show is true, nothing of any one person, no small count."""

import re
from dataclasses import replace

import orjson
import polars as pl
import pytest
from invented_population import AS_OF, rows, tables, write

from fairtrial.population import CohortSettings, run_cohort
from fairtrial.population.page import drawing, html_of
from fairtrial.population.page.charts import whole_rows
from fairtrial.population.summary.shares import kappa, wilson
from fairtrial.population.summary.times import times

SETTINGS = CohortSettings(AS_OF, persons_per_block=100)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    write(folder / "in", tables(400, seed=5))
    run_cohort(folder / "in", folder / "out", SETTINGS)
    return folder


@pytest.fixture(scope="module")
def summary(run):
    return orjson.loads((run / "out" / "summary.json").read_bytes())


@pytest.fixture(scope="module")
def page(run):
    return (run / "out" / "report.html").read_text()


def test_nothing_of_any_one_person_is_shown(run, page, summary):
    said = page + orjson.dumps(summary).decode()
    assert not re.search(r"\bp0\d{4}\b", said)
    starts = rows(run / "out", "trials")["started_on_least"].drop_nulls().cast(pl.String).unique()
    assert not [day for day in starts if day in said]


def small(value):
    """Every whole number under a key that counts persons or trials."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("problems", "published", "made_with", "months", "columns", "rows"):
                yield from small(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from small(inner)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield value


def test_no_small_count_is_shown(summary):
    found = list(small(summary["sections"]))
    assert len(found) > 100
    assert [n for n in found if 0 < n < 11] == []


def test_shares_are_those_of_the_tables(run, summary):
    resistance = rows(run / "out", "resistance")
    for share in summary["sections"]["resistance"]["shares"]:
        verdicts = resistance[f"{share['definition']}|verdict"]
        if share["yes"] is not None:
            assert (share["yes"], share["unknown"]) == (verdicts.sum(), verdicts.null_count())
            assert share["least"] == round(verdicts.sum() / verdicts.len(), 4)
            assert share["low"] <= share["least"] <= share["most"] <= share["high"]


def test_every_chart_has_a_table_and_an_accessible_name(page):
    figures = re.findall(r'<figure role="img" aria-label="[^"]+"><svg.*?</figure>\s*(\S+)', page, re.DOTALL)
    assert len(figures) >= 10
    assert all(after.startswith(("<table", "<details", "<div", "<figure")) for after in figures)


def test_the_page_is_marked_as_synthetic_and_needs_no_network(page):
    assert "SYNTHETIC" in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)


def test_inner_ids_of_charts_do_not_collide(page):
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_same_summary_gives_the_same_page_again(summary):
    assert html_of(summary) == html_of(summary)


def test_without_chart_libraries_the_tables_are_whole(summary, monkeypatch):
    with_charts = html_of(summary)
    monkeypatch.setattr("fairtrial.population.page.html.can_draw", lambda: False)
    without = html_of(summary)
    assert drawing.MISSING.split(":")[0] in without
    assert without.count("<table") == with_charts.count("<table")
    assert "<svg" not in without


def test_a_very_small_cohort_shows_no_count(tmp_path):
    write(tmp_path / "in", tables(6, seed=2))
    run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    shown = orjson.loads((tmp_path / "out" / "summary.json").read_bytes())
    assert [n for n in small(shown["sections"]) if n] == []
    assert "under 11 or hidden" in (tmp_path / "out" / "report.html").read_text()


def test_race_divides_where_it_is_given(tmp_path):
    found = tables(60, seed=3)
    race = pl.Series("race", ["A", "B", None] * 20)
    write(tmp_path / "in", found | {"people": found["people"].with_columns(race)})
    run_cohort(tmp_path / "in", tmp_path / "out", SETTINGS)
    groups = orjson.loads((tmp_path / "out" / "summary.json").read_bytes())["sections"]["groups"]
    divided = [g for g in groups if g["by"] == "race" and g["asked"] == "a fair trial"]
    assert divided[0]["table"]["rows"] == ["A", "B", "not known", "all"]
    assert not [g for g in groups if g["by"] == "ethnicity"]


def test_chosen_definitions_alone_are_applied(run, tmp_path):
    chosen = replace(SETTINGS, definitions=("lo-2024", "canada-2021"))
    run_cohort(run / "in", tmp_path, chosen)
    columns = rows(tmp_path, "resistance").columns
    assert [c for c in columns if c.endswith("|verdict")] == ["canada-2021|verdict", "lo-2024|verdict"]


@pytest.mark.parametrize(
    ("count", "of", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)]
)
def test_wilson_agrees_with_published_values(count, of, low, high):
    found = wilson(count, of)
    assert [round(edge, 4) for edge in found] == [low, high]


def test_kappa_is_none_when_nobody_differs():
    assert kappa(10, 0, 0, 0) is None
    assert kappa(0, 0, 0, 0) is None
    assert kappa(10, 0, 0, 10) == 1


def test_curves_agree_with_counting_by_hand():
    """100 persons: 30 with the event at day 50, 20 stop at day 60, 50 followed to day 800."""
    pytest.importorskip("lifelines", reason="lifelines is not installed (extra cohort)")
    counts = pl.DataFrame(
        {"event": ["e"] * 3, "days": [50, 60, 800], "outcome": [1, 2, 0], "n": [30, 20, 50]}
    )
    event = times(counts)["events"][0]
    assert (event["persons"], event["happened"], event["months"]) == (100, 30, [3, 6, 12, 24])
    assert event["kaplan_meier"] == [0.3] * 4
    assert event["cumulative_incidence"] == [0.3] * 4


def test_a_competing_end_lowers_the_cumulative_incidence_only():
    pytest.importorskip("lifelines", reason="lifelines is not installed (extra cohort)")
    counts = pl.DataFrame(
        {"event": ["e"] * 3, "days": [50, 60, 800], "outcome": [2, 1, 0], "n": [50, 25, 25]}
    )
    event = times(counts)["events"][0]
    assert event["kaplan_meier"] == [0.5] * 4
    assert event["cumulative_incidence"] == [0.25] * 4


def test_shares_are_of_the_whole_row_though_cells_are_hidden():
    """A hidden cell is drawn as not shown; a row without a total is not drawn."""
    table = {"rows": ["1", "2", "all"], "columns": ["fair", "too low", "all"],
             "counts": [[60, None, 100], [None, None, None], [None, None, 120]]}  # fmt: skip
    assert whole_rows(table) == [
        {"row": "1", "column": "fair", "n": 60}, {"row": "1", "column": "not shown", "n": 40},
    ]  # fmt: skip
