"""`fairtrial learn`: what is generally known, for the clinician or in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fairtrial.cli import show
from fairtrial.cli.nearest import named
from fairtrial.cli.values import source_lines

if TYPE_CHECKING:
    from fairtrial.facts import Facts
    from fairtrial.facts.learn import Lesson


def learn(
    topic: Annotated[str | None, typer.Argument(help="The id of one topic, as the list shows it.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="In plain words instead of a clinician's.")] = False,
    language: Annotated[
        Literal["en", "es"], typer.Option("--language", help="Of the plain words.", metavar="en|es")
    ] = "en",
) -> None:
    """List the topics of the explainer, or show one.

    One topic is shown with its sources; statements that are only recalled say so.
    """
    from fairtrial.facts import load
    from fairtrial.facts.learn import lessons

    facts = load()
    if topic is None:
        show.table(
            ("topic", "title"), [(each.learn, getattr(each.title, language)) for each in lessons(facts)]
        )
        return
    lesson = facts.learn[named("topic", topic, {key: key for key in facts.learn}, "fairtrial learn")]
    if plain or language != "en":
        _plain(lesson, language, facts)
    else:
        _clinician(lesson, facts)


def _plain(lesson: Lesson, language: str, facts: Facts) -> None:
    from fairtrial.facts.learn import filled

    told = [filled(getattr(text, language), facts) for text in lesson.plain]
    show.lines(getattr(lesson.title, language), *(line for text in told for line in ("", text)))


def _clinician(lesson: Lesson, facts: Facts) -> None:
    from fairtrial.facts.learn import filled

    show.lines(lesson.title.en, "")
    for text in lesson.clinician:
        told = ", ".join(text.source) or {"ours": "ours", "unverified": "recalled"}.get(text.standing, "")
        show.lines(f"- {filled(text.value, facts)} [{told}]")
    cited = [name for text in (*lesson.clinician, *lesson.references) for name in text.source]
    show.lines("", "Sources", *source_lines(cited, facts))
