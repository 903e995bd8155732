"""Loads and checks knowledge/; the only reader of those files.

>>> from fairtrial.facts import load
>>> load().drugs["sertraline"].drug_class
'SSRI'
"""

from __future__ import annotations

from fairtrial.facts.load import Facts, KnowledgeError, load

__all__ = ["Facts", "KnowledgeError", "load"]
