# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What each address answers, one thin file per family; the table of them is `meedoen.app`."""
