# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rules, with no HTTP and no SQL: what may be done, by whom, when, and what it means."""
