"""Names of a package that are imported when they are first used, so that importing the package stays quick."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def imported_when_used(package: str, home: Mapping[str, str]) -> Callable[[str], Any]:
    """The ``__getattr__`` of ``package``; ``home`` says in which module of it each name lives."""

    def found(name: str) -> Any:
        if name not in home:
            names = ", ".join(sys.modules[package].__all__)
            raise AttributeError(f"{package} has no '{name}'; its public names are {names}.")
        return getattr(import_module(f"{package}.{home[name]}"), name)

    return found
