"""Many phrases as one regular expression shaped like a trie: one pass over the text, longest phrase first."""

from __future__ import annotations

import re
from collections.abc import Iterable

_Node = dict[str, "_Node"]


def trie_pattern(phrases: Iterable[str]) -> str:
    """A pattern that matches the longest of the phrases at a place.

    >>> re.findall(trie_pattern(["paxil", "paxil cr", "prozac"]), "paxil cr, prozac")
    ['paxil cr', 'prozac']
    """
    root: _Node = {}
    for phrase in phrases:
        node = root
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _pattern(root)


def _pattern(node: _Node) -> str:
    ends = "" in node
    branches = [re.escape(letter) + _pattern(rest) for letter, rest in sorted(node.items()) if letter]
    if not branches:
        return ""
    if len(branches) == 1 and not ends:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if ends else "")
