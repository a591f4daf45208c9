# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/console`: the desk of an organisation's staff, a file for each subject. `base` decides who may, and on what post.

To add a page: a `Desk` (or a `FormDesk`, for a page with one form) in a file of its own, a line in the route table
that says what staff it needs, a line in `meedoen.render.console.WAYS` where it belongs in the navigation, and a
template in `templates/console`. Tests that go through the route table then look at it by themselves.
"""
