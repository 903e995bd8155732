"""`fairtrial packet`: one policy criterion by criterion, with the records, for a payer."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fairtrial.cli import show
from fairtrial.cli.errors import Refusal
from fairtrial.cli.naming import file_named
from fairtrial.cli.options import AsOf, EpisodeStart, Inputs, Mapping, Person, SamePerson
from fairtrial.cli.output import FHIR, check_output, write_whole
from fairtrial.cli.policies import find_policy

if TYPE_CHECKING:
    from fairtrial.facts import Facts

_ENDINGS = (".html", ".json", ".pdf")
_SAID = {"yes": "met", "no": "not met", "unknown": "not documented"}


def packet(
    inputs: Inputs,
    policy: Annotated[
        str, typer.Option("--policy", metavar="ID", help="The policy; see `fairtrial policies`.")
    ],
    as_of: AsOf = None,
    person: Person = None,
    same_person: SamePerson = False,
    mapping: Mapping = None,
    episode_start: EpisodeStart = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            parser=file_named,
            help="Write to FILE: .pdf, .html, .json or .fhir.json.",
        ),
    ] = None,
) -> None:
    """Lay the history out for one payer's policy.

    Criterion by criterion met, not met or not documented, with the records, the table of trials, a checklist,
    the form with blank lines, and what is missing before it should be sent. Nothing is filled in that no
    record says.
    """
    from fairtrial.facts import load

    facts = load()
    chosen = find_policy(policy, facts)
    if output is not None:
        check_output(output, inputs, _ENDINGS)
    found = _packet(inputs, chosen, as_of, episode_start, facts, person, same_person, mapping)
    if output is None:
        show.lines(*_lines(found))
        return
    write_whole(output, _content(found, output))
    typer.echo(f"Written: {output}", err=True)
    if found["policy"]["expired"]:
        typer.echo(f"Warning: the policy as read ran out on {found['policy']['expires_on']}.", err=True)


def _packet(
    inputs: list[Path], policy: str, as_of: datetime | None, start: datetime | None, facts: Facts,
    person: str | None, same_person: bool, mapping: Path | None,
) -> dict[str, Any]:  # fmt: skip
    from fairtrial.findings import examine
    from fairtrial.records.door import read
    from fairtrial.report.packet import packet as packet_of

    history = read(*inputs, person=person, same_person=same_person, mapping=mapping, facts=facts)
    day = (as_of or datetime.now().astimezone()).date()
    found = examine(history, day, facts, episode_start=start.date() if start else None)
    return packet_of(found, facts, facts.policies[policy])


def _content(found: dict[str, Any], output: Path) -> bytes:
    from fairtrial.report.json import json_of
    from fairtrial.report.packet import html_of, questionnaire_response
    from fairtrial.report.pdf import PdfUnavailable, pdf_of

    if output.name.lower().endswith(FHIR):
        return questionnaire_response(found).encode()
    if output.suffix.lower() == ".json":
        return json_of(found).encode()
    page = html_of(found)
    if output.suffix.lower() == ".html":
        return page.encode()
    try:
        return pdf_of(page)
    except PdfUnavailable as error:
        raise Refusal(str(error)) from None


def _lines(found: dict[str, Any]) -> list[str]:
    """The packet in the terminal: safety, answers, and what is missing."""
    policy = found["policy"]
    safety = [f"* {each['sentence']} [{each['rule']}]" for each in found["safety"]]
    warning = f"EXPIRED: the policy as read ran out on {policy['expires_on']}."
    expired = [warning] if policy["expired"] else []
    synthetic = ["Synthetic data: this person is invented."] if found["person"]["synthetic"] else []
    criteria = [line for each in found["criteria"] for line in _criterion(each, "")]
    missing = [f"- {each['where'].replace('_', ' ')}: {each['told']}" for each in found["missing"]]
    return [
        *(["Safety first", *safety, ""] if safety else []), *expired, *synthetic,
        f"{policy['payer']}: {policy['name']} ({policy['policy']}, version {policy['version']})",
        f"All criteria that records can show: {_SAID[found['verdict']]}", "",
        *criteria, "", "Missing before it should be sent",
        *(missing or ["- nothing that this packet asks for"]),
    ]  # fmt: skip


def _criterion(each: dict[str, Any], indent: str) -> list[str]:
    place = f", {each['locator']}" if each["locator"] else ""
    said = "to be stated" if each["by_hand"] and each["verdict"] == "unknown" else _SAID[each["verdict"]]
    head = f"{indent}{said:15} {each['sentence']} [{each['rule']}{place}]"
    parts = [line for part in each["parts"] for line in _criterion(part, f"{indent}    ")]
    return [head, f"{indent}{'':15} {each['told']}", *parts]
