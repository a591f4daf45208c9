# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/{org}/{name}.{rss,atom,json}`, `/{org}.{rss,atom,json}` and `/{org}.opml`: what happened, for readers and other sites.

An organisation's feed is those of its widgets in one; ids are the same in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from starlette.types import Receive, Scope, Send

from meedoen.addresses import Place, Query
from meedoen.errors import Gone
from meedoen.participation.news import LINES, wanted
from meedoen.participation.news import news as all_news
from meedoen.participation.views import Placed, check_ask
from meedoen.records import Organisation
from meedoen.render.faces import Basis, Made
from meedoen.render.feeds import FORMATS, Feed
from meedoen.render.headers import Class, Header, security
from meedoen.render.opml import MEDIA, opml
from meedoen.render.telling import Told, organisation_feed, outlines, widget_feed
from meedoen.site import Site
from meedoen.store import news
from meedoen.values import say
