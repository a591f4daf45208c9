# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people do: the headings under which widgets stand."""

from __future__ import annotations

from meedoen.values import N_

TASKS = {
    "think": N_("Think along"),
    "ask": N_("Ask"),
    "decide": N_("Help decide"),
    "do": N_("Take part"),
    "report": N_("Report"),
    "follow": N_("Follow"),
}
"""The headings of an organisation's page, in their order."""
