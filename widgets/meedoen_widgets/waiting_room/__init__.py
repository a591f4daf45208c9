# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Waiting room: people ask in front of a service, help one another, and the organisation joins in."""
