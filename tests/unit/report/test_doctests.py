"""The examples in the docstrings of the report are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import fairtrial.report

MODULES = [found.name for found in pkgutil.walk_packages(fairtrial.report.__path__, "fairtrial.report.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name):
    """Every example gives what is printed."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    """The finder finds."""
    tried = sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES)
    assert tried > 20
