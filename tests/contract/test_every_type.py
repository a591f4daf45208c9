# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The suite that ships, over every type there is: those of this distribution, and a third party's."""

from __future__ import annotations

from meedoen.testing.suite import *  # noqa: F403
