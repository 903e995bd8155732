"""The facts that next steps rest on: interactions, options, evidence, policies, explanations."""

from __future__ import annotations

import functools
from importlib.resources.abc import Traversable

from fairtrial.facts.evidence import Expectation, Guideline, Study
from fairtrial.facts.files import checked, files_of, mapping, read, rows
from fairtrial.facts.genes import Allele, Gene, LabelStatement, Recommendation
from fairtrial.facts.interactions import Medicines, Pair, Substrate, Switch
from fairtrial.facts.learn import Lesson
from fairtrial.facts.letter import LetterPage, LetterWords
from fairtrial.facts.models import Cue, Measure, Text
from fairtrial.facts.options import Against, Option
from fairtrial.facts.policies import PacketField, Policy
from fairtrial.facts.reasons import Alongside, Around, Course, Later, Reason


class NextSteps:
    """Knowledge beyond the review of trials; :class:`fairtrial.facts.Facts` has it all."""

    folder: Traversable

    @functools.cached_property
    def pairs(self) -> dict[str, Pair]:
        """Pair id -> two things that do not go together."""
        return mapping(self.folder / "interactions" / "pairs.yaml", Pair)

    @functools.cached_property
    def against_antidepressants(self) -> dict[str, Against]:
        """Id -> what speaks against some antidepressants, under whichever option they are offered."""
        return mapping(self.folder / "interactions" / "antidepressants.yaml", Against)

    def all_against(self, option: Option) -> tuple[Against, ...]:
        """What may speak against an option: its own entries and, where it offers antidepressants, theirs."""
        offers = option.kind in ("switch", "combine")
        return (*option.against, *(self.against_antidepressants.values() if offers else ()))

    @functools.cached_property
    def medicines(self) -> dict[str, Medicines]:
        """Group id -> medicines and substances by what they do."""
        return mapping(self.folder / "interactions" / "medicines.yaml", Medicines)

    @functools.cached_property
    def substrates(self) -> dict[str, Substrate]:
        """Drug id -> enzymes that break it down."""
        return mapping(self.folder / "interactions" / "substrates.yaml", Substrate)

    @functools.cached_property
    def switches(self) -> dict[str, Switch]:
        """Switch rules in the order in which they are tried."""
        return mapping(self.folder / "interactions" / "switches.yaml", Switch)

    @functools.cached_property
    def guidelines(self) -> dict[str, Guideline]:
        """Guideline id -> name and date."""
        return mapping(self.folder / "guidelines" / "guidelines.yaml", Guideline)

    @functools.cached_property
    def studies(self) -> dict[str, Study]:
        """Study id -> who, how, what happened, caution."""
        return mapping(self.folder / "guidelines" / "studies.yaml", Study)

    @functools.cached_property
    def options(self) -> dict[str, Option]:
        """Option id -> its file."""
        return files_of(self.folder / "options", Option, "option")

    @functools.cached_property
    def policies(self) -> dict[str, Policy]:
        """Policy id -> its file."""
        return files_of(self.folder / "policies", Policy, "policy")

    @functools.cached_property
    def packet_fields(self) -> dict[str, PacketField]:
        """Field id -> section, label and who fills it."""
        return mapping(self.folder / "packet.yaml", PacketField)

    @functools.cached_property
    def expectation(self) -> Expectation:
        """What happened to people at each step of STAR*D."""
        path = self.folder / "guidelines" / "stard.yaml"
        return checked(path, Expectation, read(path))

    @functools.cached_property
    def reasons(self) -> dict[str, Reason]:
        """Rule id -> possible contributor, its evidence and what to check."""
        return files_of(self.folder / "reasons", Reason, "reason")

    @functools.cached_property
    def response_courses(self) -> dict[str, Course]:
        """Study id -> when its responders or remitters got there."""
        return mapping(self.folder / "reasons" / "tables" / "response_course.yaml", Course)

    @functools.cached_property
    def early_improvement(self) -> dict[str, Later]:
        """What became of people with little improvement at a week."""
        return mapping(self.folder / "reasons" / "tables" / "early_improvement.yaml", Later)

    @functools.cached_property
    def alongside(self) -> dict[str, Alongside]:
        """What may go along with, or lie under, the depression."""
        return mapping(self.folder / "reasons" / "tables" / "alongside.yaml", Alongside)

    @functools.cached_property
    def around(self) -> dict[str, Around]:
        """Treatment around the medicine."""
        return mapping(self.folder / "reasons" / "tables" / "around.yaml", Around)

    @functools.cached_property
    def learn(self) -> dict[str, Lesson]:
        """Topic id -> what is generally known about it."""
        return files_of(self.folder / "learn", Lesson, "learn")

    @functools.cached_property
    def letter_words(self) -> dict[str, LetterWords]:
        """Language -> every sentence of the patient's page."""
        folder = self.folder / "letter"
        paths = [folder / f"{language}.yaml" for language in ("en", "es")]
        found = [checked(path, LetterWords, read(path)) for path in paths]
        return {words.letter: words for words in found}

    @functools.cached_property
    def letter_page(self) -> LetterPage:
        """What the patient's page takes from elsewhere, and its limits."""
        path = self.folder / "letter" / "page.yaml"
        return checked(path, LetterPage, read(path))

    @functools.cached_property
    def genes(self) -> dict[str, Gene]:
        """Gene -> how its diplotype is read, and whether it is for prescribing."""
        return mapping(self.folder / "pgx" / "genes.yaml", Gene)

    @functools.cached_property
    def alleles(self) -> dict[str, dict[str, Allele]]:
        """Gene -> star allele -> function and score."""
        found: dict[str, dict[str, Allele]] = {}
        for row in rows(self.folder / "pgx" / "alleles.csv", Allele, ("source",)):
            found.setdefault(row.gene, {})[row.allele] = row
        return found

    @functools.cached_property
    def recommendations(self) -> list[Recommendation]:
        """CPIC rows, SSRI and SNRI of 2023, tricyclics of 2016."""
        lists = ("source", "phenotypes", "other_phenotypes")
        return list(rows(self.folder / "pgx" / "recommendations.csv", Recommendation, lists))

    @functools.cached_property
    def pgx_actions(self) -> dict[str, Text]:
        """Action id -> what a recommendation asks for."""
        return mapping(self.folder / "pgx" / "actions.yaml", Text)

    @functools.cached_property
    def pgx_guidelines(self) -> dict[str, Guideline]:
        """CPIC guideline id -> name and year."""
        return mapping(self.folder / "pgx" / "guidelines.yaml", Guideline)

    @functools.cached_property
    def label_statements(self) -> list[LabelStatement]:
        """What FDA's list or a label says of a drug and a gene."""
        return list(rows(self.folder / "pgx" / "fda.csv", LabelStatement, ("source", "phenotypes")))

    @functools.cached_property
    def genotype_codes(self) -> dict[str, Measure]:
        """What a genomic observation is -> its LOINC codes."""
        return mapping(self.folder / "records" / "genotypes.yaml", Measure)

    @functools.cached_property
    def denials(self) -> dict[str, Cue]:
        """``absent`` and ``positive`` -> first words of statements that say so."""
        return mapping(self.folder / "records" / "denials.yaml", Cue)

    @functools.cached_property
    def phenotype_words(self) -> dict[str, Cue]:
        """Phenotype -> how laboratories write it."""
        return mapping(self.folder / "pgx" / "words.yaml", Cue)
