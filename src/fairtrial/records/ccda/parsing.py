"""Text to elements: safe against bombs, tolerant of broken markup, and without namespaces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from fairtrial.records.ccda.decoding import decoded
from fairtrial.records.errors import ReadError

MOST_ATTRIBUTES = 1000
"""Attributes are looked up one by one; a clinical document has about ten on an element (our choice)."""

_DO = "Export the document again as C-CDA (XML)."
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_TOO_DEEP = "ERR_RESOURCE_LIMIT"
_HARMLESS = frozenset(
    {"NS_ERR_UNDEFINED_NAMESPACE", "NS_ERR_XML_NAMESPACE", "WAR_NS_URI", "WAR_NS_URI_RELATIVE"}
)
_NAME = re.compile(r"[^\W\d][\w.-]*")
_ROOT = "ClinicalDocument"


@dataclass(frozen=True)
class Parsed:
    """The clinical documents of one file, names without namespaces, and what is broken in it."""

    documents: list[etree._Element]
    problems: list[str]


def parse(data: bytes, file: str) -> Parsed:
    """Every ClinicalDocument of a file (one, unless an envelope holds several).

    Raises ReadError when it is not XML, declares entities, is nested too deeply, holds none, or is broken off
    before its first section.
    """
    text, problems = decoded(data)
    if not text.startswith("<"):
        raise ReadError(file, "it is not XML", _DO)
    if _ENTITY.search(text):
        raise ReadError(file, "it declares XML entities, which a C-CDA document never needs", _DO)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    root = _root(text, parser, file)
    broken = [entry for entry in parser.error_log if entry.type_name not in _HARMLESS]
    if any(entry.type_name == _TOO_DEEP for entry in broken):
        raise ReadError(file, "it is nested too deeply or one of its texts is too long", _DO)
    if broken:
        problems.append(f"is not well-formed XML from line {broken[0].line} on; read as far as it can be")
    documents = _documents(root, file)
    if broken and not any(_has_body(document) for document in documents):
        raise ReadError(file, "it is broken off before its first section, so nothing of it can be read", _DO)
    return Parsed(documents, problems)


def _has_body(document: etree._Element) -> bool:
    return next(document.iter("section", "nonXMLBody"), None) is not None


def _root(text: str, parser: etree.XMLParser, file: str) -> etree._Element:
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise ReadError(file, "it is not XML", _DO)
    return root


def _documents(root: etree._Element, file: str) -> list[etree._Element]:
    if any(len(element.attrib) > MOST_ATTRIBUTES for element in root.iter(etree.Element)):
        raise ReadError(file, f"an element of it has more than {MOST_ATTRIBUTES} attributes", _DO)
    _without_namespaces(root)
    found = [root] if root.tag == _ROOT else list(root.iter(_ROOT))
    if not found:
        raise ReadError(file, f"it is XML but not a C-CDA document (no {_ROOT} in it)", _DO)
    return found


def _without_namespaces(root: etree._Element) -> None:
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = _local(element.tag)
            _local_attributes(element)


def _local_attributes(element: etree._Element) -> None:
    """Attributes under their names without namespaces as well; a name that is there already is kept."""
    given = {str(key): str(value) for key, value in element.items()}
    for key in [key for key in given if _local(key) not in given]:
        if _local(key) not in given:
            given[_local(key)] = given[key]
            element.set(_local(key), given[key])


def _local(name: str) -> str:
    """The name without its namespace; one that XML does not allow without it has no meaning here."""
    local = name.rpartition("}")[2].rpartition(":")[2]
    return local if _NAME.fullmatch(local) else "unnamed"
