# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""House style: from the design tokens an organisation uploads to about 1 KB of CSS with the values of our roles.

Pure: no file, no database, no request. `check` is the way in; it raises one thing, `Invalid`, that names each line.

    tokens.py    reads the upload: names and values, light and dark, or a refusal
    roles.py     our dozen roles, and which published tokens each is taken from
    values.py    a token's value as a colour, a length or a list of fonts, written anew
    colours.py   arithmetic on colours: contrast, mixing, what can be read
    resolve.py   one value for each role, light and dark, and where it came from
    style.py     all that base.css uses, its contrast, and the CSS that is served
    report.py    the same in words
    picked.py    what is picked role by role, as a block behind an upload
"""

from __future__ import annotations

from meedoen.themes.report import told
from meedoen.themes.style import Checked, check

__all__ = ["Checked", "check", "told"]
