# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a widget's author tests his type with, and what the server's own types are tested with."""
