"""The list of commands in the help: by group, in the order in which a newcomer needs them, each in one line."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from fairtrial.cli.errors import PlainErrors

_LINE = 200
"""Longer than any first sentence: the help wraps it and never cuts it."""


class GroupedCommands(PlainErrors):
    """All commands; their help names the group that each was given as its panel."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write one section a group."""
        commands = [self.commands[name] for name in self.list_commands(ctx)]
        width = max(len(str(command.name)) for command in commands)
        for group, members in groupby(commands, key=_group):
            rows = [(str(c.name).ljust(width), c.get_short_help_str(_LINE)) for c in members if not c.hidden]
            with formatter.section(group):
                formatter.write_dl(rows)


def _group(command: Any) -> str:
    return str(command.rich_help_panel)
