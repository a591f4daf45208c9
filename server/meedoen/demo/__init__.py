# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`meedoen demo`: a town and a neighbourhood with widgets, and two websites that embed them, on this machine alone."""
