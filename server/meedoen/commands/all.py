# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every command that works on the database, by name."""

from __future__ import annotations

from collections.abc import Mapping

from meedoen.commands import checking, new_widget, organisation, showing, staff, theme, upkeep, widget
from meedoen.commands.base import Alone, Command

_NOUNS = (organisation, widget, theme, staff, showing, checking, upkeep)
COMMANDS: Mapping[str, Command] = {command.name: command for module in _NOUNS for command in module.COMMANDS}

ALONE: Mapping[str, Alone] = {command.name: command for command in (theme.CHECK, new_widget.NEW)}
"""And those that need none."""
