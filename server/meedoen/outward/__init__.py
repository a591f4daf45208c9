# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What leaves the server, and what it does later: the one worker and its jobs. Mail and fetching belong here too."""
