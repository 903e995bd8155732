"""The packet for a payer: a policy criterion by criterion, with the records, and every gap as a gap."""

from fairtrial.report.packet.content import SCHEMA, packet
from fairtrial.report.packet.fhir import questionnaire_response
from fairtrial.report.packet.html import html_of

__all__ = ["SCHEMA", "html_of", "packet", "questionnaire_response"]
