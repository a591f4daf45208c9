# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The server: hosts participation widgets as pages, frames, feeds and oEmbed."""
