# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is taking part: signed tokens, receipt codes and network tags. Never an address, never a cookie."""
