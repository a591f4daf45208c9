# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who does what a line of the log tells."""

from __future__ import annotations

PARTICIPANT = "participant"
STAFF = "staff"
SERVER = "server"
"""The clock, and the server's own signs."""
