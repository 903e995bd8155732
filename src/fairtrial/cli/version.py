"""`fairtrial version`."""

from __future__ import annotations

from importlib import metadata

from fairtrial.cli import show


def version() -> None:
    """Show the versions of fairtrial and of its knowledge."""
    from fairtrial.facts import load
    from fairtrial.report.content.whole import edition

    show.lines(f"fairtrial {metadata.version('fairtrial')}, knowledge {edition(load())}")
