"""The shape of every knowledge file: strict, so that a typo or a number without a source stops the build."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Standing = Literal["seen", "unverified", "ours"]
"""seen: read in the named source. unverified: recalled. ours: our choice where sources are silent."""
Therapy = Literal["psychotherapy", "ect", "rtms", "vns", "ketamine_infusion", "light"]
"""Treatments that are not medicines, as the history table ``therapies`` names them."""


class Strict(BaseModel):
    """Unknown keys are errors; values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Sourced(Strict):
    """Anything that must say where it comes from."""

    source: list[str] = Field(default_factory=list)
    locator: str | None = None
    standing: Standing
    note: str | None = None

    @model_validator(mode="after")
    def _seen_needs_a_source(self) -> Sourced:
        if self.standing == "seen" and not self.source:
            raise ValueError("standing 'seen' needs a source; name one or set standing to 'unverified'")
        return self


class Number(Sourced):
    """One number; the unit is in the name of the field that holds it."""

    value: float


class Text(Sourced):
    """One word or sentence."""

    value: str


class Range(Sourced):
    """From least to most, both included; either end may be open."""

    least: float | None = None
    most: float | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Range:
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("least is above most; swap them")
        return self


class Source(Strict):
    """A place where a fact was read."""

    what: str
    locator: str
    version: str | None = None
    grade: Literal["primary", "primary_copy", "official_copy", "secondary", "tertiary", "project"]
    reuse: str | None = None


class Pathway(Sourced):
    """One thing a drug does, at the grain of knowledge/pathways.yaml.

    ``weak``: many times weaker than its main action, by one source, and no mechanism by its label or class.
    Shown, but neither tried nor new through this drug (our choice).
    """

    pathway: str
    action: str
    weak: bool = False


class PathwayMeaning(Strict):
    """A pathway: its messenger for display, plain words, and whether acting there treats depression."""

    group: str
    meaning: str
    antidepressant: bool


class Approval(Sourced):
    """A US approval; year is null when not found."""

    indication: str
    year: int | None = None


class Flag(Sourced):
    """A safety flag that rules read, with an optional plain detail."""

    flag: Literal[
        "serotonergic", "maoi", "qt_prolongation", "seizure", "blood_pressure", "hepatic",
        "suicidality_boxed_warning", "tyramine_diet", "rems", "dementia_boxed_warning", "narrow_therapeutic_index", "renal", "pregnancy",
        "cyp2d6_inhibitor", "cyp1a2_inhibitor", "cyp2c19_inhibitor", "cyp3a4_inhibitor", "rash", "sedation",
    ]  # fmt: skip
    detail: str | None = None


class Names(Strict):
    """How records write the drug."""

    brands: list[str] = Field(default_factory=list)
    other: list[str] = Field(default_factory=list)


class Codes(Strict):
    """Identifiers of the ingredient; null when none was found."""

    rxcui: Text | None = None
    omop: Number | None = None
    atc: Text | None = None


class Doses(Strict):
    """Daily doses in mg; of a drug given in sessions, those of one session. A list that is silent has no entry."""

    per: Literal["day", "session"] = "day"
    start_mg_per_day: Range | None = None
    usual_mg_per_day: Range | None = None
    labelled_maximum_mg_per_day: Number | None = None
    minimum_adequate_mg_per_day: dict[str, Number] = Field(default_factory=dict)
    who_ddd_mg_per_day: Number | None = None
    weekly_mg: Number | None = Field(default=None, description="mg of a product that is taken once a week")
    weekly_continues_mg_per_day: Number | None = None


class Washout(Strict):
    """Days without drug around an MAOI."""

    from_maoi_days: Number | None = None
    to_maoi_days: Number | None = None


class Drug(Strict):
    """One drug file of knowledge/drugs."""

    drug: str
    drug_class: str
    role: Literal["antidepressant", "adjunct", "postpartum", "off_label"]
    counts_as_trial: bool
    names: Names
    codes: Codes
    approval: list[Approval]
    pathways: list[Pathway]
    mechanism: Text | None = None
    doses: Doses
    half_life_hours: Range | None = None
    discontinuation_risk: Text | None = None
    washout: Washout | None = None
    metabolism: Text | None = None
    flags: list[Flag] = Field(default_factory=list)
    routes: list[Literal["oral", "transdermal", "nasal", "intravenous"]] = ["oral"]
    notes: list[str] = Field(default_factory=list)


class Band(Sourced):
    """A severity band, both ends included."""

    least: float
    most: float
    severity: Literal["none", "mild", "moderate", "severe"]
    label: str


class Item(Sourced):
    """One item; text only where reproduction is free."""

    number: int
    gist: str
    loinc: str | None = None
    text: str | None = None


class Scale(Strict):
    """One rating scale file of knowledge/scales."""

    scale: str
    name: str
    measures: Literal["depression", "anxiety", "suicidality"]
    rater: Literal["self", "clinician"]
    preference: int = Field(description="lower is shown first when a trial has several scales")
    least: float
    most: float
    names: list[str]
    loinc_total: list[Text] = Field(default_factory=list)
    loinc_panel: list[Text] = Field(default_factory=list)
    items: list[Item] = Field(default_factory=list)
    item_least: float | None = None
    item_most: float | None = None
    scoring: Sourced = Field(description="where the ranges of the total and of an item were read")
    suicidality_item: int | None = None
    suicidality_item_from: Sourced | None = None
    bands: list[Band] = Field(default_factory=list)
    remission_at_most: Number | None = None
    licence: Text

    @model_validator(mode="after")
    def _suicidality_item_says_where_from(self) -> Scale:
        if (self.suicidality_item is None) != (self.suicidality_item_from is None):
            raise ValueError("suicidality_item and suicidality_item_from go together; give both or neither")
        return self


class DidNotHelp(Sourced):
    """When a trial counts as not having helped: improvement in percent, or no remission."""

    at_least: float | None = None
    below: float | None = None
    at_most: float | None = None
    without_remission: bool = False

    def words(self) -> str:
        """The threshold in words: 'improvement below 50 %'."""
        if self.without_remission:
            return "no remission"
        bounds = [("at least", self.at_least), ("below", self.below), ("at most", self.at_most)]
        return "improvement " + " and ".join(
            f"{name} {edge:g} %" for name, edge in bounds if edge is not None
        )


class Choice(Sourced):
    """A parameter that is a word or a yes or no."""

    value: str | bool


class Definition(Strict):
    """One named, versioned rule set for 'treatment-resistant'."""

    definition: str
    name: str
    version: str
    sentence: str
    sources: list[str]
    distinct_trials: Number
    distinct_by: Choice
    consecutive: Choice
    weeks_at_dose: Number
    did_not_help: DidNotHelp
    side_effect_stop_counts: Choice
    window: Choice
    ongoing_counts: Choice
    quirks: list[str] = Field(default_factory=list)


class Setting(Number):
    """A number of the timeline or of a rule, with what it is for."""

    unit: str
    meaning: str


class Topic(Strict):
    """A condition or circumstance that rules ask about."""

    meaning: str
    gate: Annotated[str | None, Field(description="what it puts a gate before")] = None
    words: list[str] = Field(default_factory=list)


class Measure(Sourced):
    """A lab, vital sign or ECG value that readers keep, by its LOINC codes, and by the words of notes."""

    meaning: str
    loinc: list[str]
    written: list[str] = Field(default_factory=list, description="names in notes, lower case")
    unit: str | None = Field(default=None, description="the unit meant where a note writes none (ours)")
    plausible: tuple[float, float] | None = Field(
        default=None, description="in that unit; a number outside it is not this measure (ours)"
    )


class ReasonCode(Sourced):
    """A code for why a medication has the status it has, and the stop reason it stands for."""

    system: Literal["hl7", "snomed"]
    meaning: str
    reason: str


class Cue(Sourced):
    """Words by which readers recognise something in free text, lower case, matched as whole words."""

    words: list[str]
