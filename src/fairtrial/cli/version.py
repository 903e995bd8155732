"""`fairtrial version`."""

from __future__ import annotations

from importlib import metadata

from fairtrial.cli import show


def version() -> None:
    """Show the version of fairtrial."""
    show.lines(f"fairtrial {metadata.version('fairtrial')}")
