# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Other people's sites: pages on host names of their own, with a widget pasted in as each kind of host does it."""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape, unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2 as httpx

TOWN, BLOG, THIRD = "gemeente", "blog", "derde"
"""Names before `.localhost`: each is a site of its own, which another port would not be."""

CONTROL = """<!doctype html><html lang="nl"><title>Control</title><body><script>
document.cookie = 'control=1; SameSite=None; Secure; Path=/';
try {
  var kept = localStorage.getItem('control');
  localStorage.setItem('control', kept || location.search.slice(1));
  kept = kept || 'empty';
} catch (refused) { kept = refused.name; }
document.body.textContent = JSON.stringify({ cookie: document.cookie, storage: kept });
</script>"""
"""Stands in a frame on another site: says whether a cookie was kept there, and who else wrote into its storage."""

WORDPRESS = r"""
/* What WordPress' own script does with messages from the frames it wrapped: nothing but this, and never first. */
(function () {
  'use strict';
  window.addEventListener('message', function (event) {
    var data = event.data;
    if (!data || !(data.secret || data.message || data.value) || /[^a-zA-Z0-9]/.test(data.secret)) return;
    document.querySelectorAll('blockquote[data-secret="' + data.secret + '"]').forEach(function (quote) {
      quote.style.display = 'none';
    });
    document.querySelectorAll('iframe[data-secret="' + data.secret + '"]').forEach(function (frame) {
      if (event.source !== frame.contentWindow) return;
      frame.removeAttribute('style');
      if (data.message === 'height') {
        frame.height = Math.min(1000, Math.max(200, parseInt(data.value, 10)));
      } else if (data.message === 'link') {
        var from = new URL(frame.src), to = new URL(data.value);
        var web = to.protocol === 'http:' || to.protocol === 'https:';
        if (web && to.host === from.host && document.activeElement === frame) window.top.location.href = data.value;
      }
    });
  });
})();
"""


class Hosts:
    """One server for all of them; `put` a page and get its path."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, tuple[str, dict[str, str], bytes]] = {}
        self.put(CONTROL, path="/control", headers={"Set-Cookie": "header=1; SameSite=None; Secure; Path=/"})
        self.put(WORDPRESS, path="/wp-embed.js", media="text/javascript")
        self.put("", path="/favicon.ico", media="image/x-icon")

    def put(self, body: str, *, path: str = "", media: str = "text/html", headers: dict[str, str] | None = None) -> str:
        path = path or f"/{secrets.token_hex(4)}"
        self.pages[path] = (f"{media}; charset=utf-8", headers or {}, body.encode())
        return path

    def origin(self, site: str) -> str:
        return f"http://{site}.localhost:{self.port}"

    def at(self, site: str, path: str) -> str:
        return self.origin(site) + path


@contextmanager
def serving() -> Iterator[Hosts]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path, _, _ = self.path.partition("?")
            missing: tuple[str, dict[str, str], bytes] = ("text/plain", {}, b"")
            media, headers, body = hosts.pages.get(path, missing)
            self.send_response(200 if path in hosts.pages else 404)
            for name, value in {"Content-Type": media, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hosts = Hosts(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hosts
    finally:
        server.shutdown()
        server.server_close()


def host_page(snippet: str, *, title: str = "Een pagina van een ander", lang: str = "nl") -> str:
    """A page with something to focus before the snippet, and much below it that a change of height would push away."""
    below = "".join(f"<p>Alinea {number} onder de widget.</p>" for number in range(1, 13))
    return f"""<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>{title}</h1>
<p><label>Zoek <input id="before"></label></p>
{snippet}
<p><a id="after" href="#after">Verder</a></p>
{below}</main></body></html>"""


def pasted(client: httpx.Client, organisation: str, widget: str, key: str) -> str:
    """What the share panel says to paste in this kind of place: what a web team does."""
    panel = client.get(f"/{organisation}/-/deel/{widget}").raise_for_status().text
    field = re.search(rf'<textarea[^>]* id="md-place-{key}"[^>]*>([^<]*)</textarea>', panel)
    assert field, f"the share panel has no text to paste for {key}"
    return unescape(field[1]).strip()


def sandboxed(snippet: str, allowed: str) -> str:
    """The snippet as it is left by a host that puts every foreign frame in a sandbox."""
    return snippet.replace("<iframe ", f'<iframe sandbox="{allowed}" ', 1)


_KEPT = ("src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title")
_OF_A_FRAME = re.compile(r'(?P<name>[a-z]+)="(?P<value>[^"]*)"')


def in_wordpress(client: httpx.Client, address: str) -> str:
    """What WordPress makes of a link it does not know, from the oEmbed answer: a quote, and a frame out of sight.

    It takes out every element and attribute it does not trust, puts the rest in a sandbox, and gives quote and frame a
    secret by which the frame's messages are known.
    """
    asked = {"url": address, "maxwidth": "640", "maxheight": "750", "dnt": "1"}
    answer = json.loads(client.get("/oembed", params=asked).raise_for_status().text)
    quote = re.search(r"<blockquote>(.*?)</blockquote>", answer["html"], re.DOTALL)
    frame = re.search(r"<iframe([^>]*)></iframe>", answer["html"])
    assert quote, "WordPress looks for a quote without attributes"
    assert frame, "WordPress looks for a frame"
    secret = secrets.token_hex(5)
    kept = {name: value for name, value in _OF_A_FRAME.findall(frame[1]) if name in _KEPT}
    kept["src"] += f"#?secret={secret}"
    attributes = " ".join(f'{name}="{escape(unescape(value))}"' for name, value in kept.items())
    return (
        f'<figure><blockquote class="wp-embedded-content" data-secret="{secret}">{quote[1]}</blockquote>'
        f'<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"'
        f' style="position: absolute; clip: rect(1px, 1px, 1px, 1px);" data-secret="{secret}" {attributes}></iframe>'
        f'</figure><script src="/wp-embed.js" defer></script>'
    )
