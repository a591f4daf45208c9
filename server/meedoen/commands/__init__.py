# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be done from a shell, one small file per noun; `meedoen.cli` makes the command line of it."""
