# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Meedoen: reusable participation modules as embeddable widgets, feeds and oEmbed."""

__version__ = "0.1.0"
