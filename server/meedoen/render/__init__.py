# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""From values to bytes people read: words, forms, templates and the files beside them.

Knows no SQL and no HTTP. The endpoints hand it values; what it answers is text.
"""
