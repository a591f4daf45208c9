# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The widget types that come with Meedoen, written against `meedoen.widget` alone."""
