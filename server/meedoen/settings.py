# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""All configuration, read once at start: from `MEEDOEN_…` in the environment, else from the TOML file that
`MEEDOEN_CONFIG` names, else the default. A faulty value stops the start with a sentence that names the setting.
"""

from __future__ import annotations

import re
import secrets
import tomllib
from collections.abc import Mapping, Sequence
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from meedoen import limits
from meedoen.addresses import NAME
from meedoen.errors import SetUpError
from meedoen.outward.locations import host_port

PREFIX = "MEEDOEN_"
_LISTS = frozenset({"also_at", "fetch_also", "metrics", "secret_keys", "security_contact", "trusted_proxies"})
_USUAL = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*|[0-9a-f:]+")


class Settings(BaseModel):
    """What an operator decides. Each is documented in `server/docs/operating.md`; a test compares."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Literal["production", "demo"] = Field("production", description="demo makes its own signing key.")
    data: Path = Field(Path("data"), description="Folder for the database, the signing key of a demo, static files.")
    database: str = Field("", description="Database URL; empty is SQLite in the data folder.")
    base_url: str = Field("http://127.0.0.1:8000", description="The origin people see: scheme, host and port.")
    also_at: tuple[str, ...] = Field((), description="Other origins this server answers on, comma-separated.")
    hosts: Mapping[str, str] = Field(
        {}, description="Origins that are an organisation's own: origin=organisation, comma-separated."
    )
    console_url: str = Field("", description="An origin for the console alone; without one it stands with the rest.")
    secret_keys: tuple[str, ...] = Field((), description="Signing keys, oldest first; the last one signs.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    trusted_proxies: tuple[str, ...] = Field(
        (), description="Addresses of proxies whose X-Forwarded-For is believed, comma-separated; none unless named."
    )
    metrics: tuple[str, ...] = Field(
        (), description="Addresses that may read /metrics, comma-separated; nobody unless named."
    )
    fetch_also: tuple[str, ...] = Field(
        (), description="Hosts, as host:port, that may be fetched from wherever they are, also over http."
    )
    security_contact: tuple[str, ...] = Field(
        (), description="Where to report a weakness: mailto:, https:// or tel:, comma-separated, the best one first."
    )
    stop_after_s: int = Field(
        0, ge=0, le=300, description="How many seconds it serves on, not ready any more, after it was told to stop."
    )
    log_requests: Literal["refused", "all"] = Field("refused", description="Which requests stand in the log.")
    acts_per_minute_per_network: int = Field(
        limits.ACTS_PER_MINUTE_PER_NETWORK, ge=1, description="The most acts from one network in a minute, per widget."
    )
    acts_per_minute_per_participant: int = Field(
        limits.ACTS_PER_MINUTE_PER_PARTICIPANT, ge=1, description="The most acts of one participant in a minute."
    )

    @field_validator("base_url", "also_at", "hosts", "console_url")
    @classmethod
    def _whole_origins(
        cls, value: str | tuple[str, ...] | Mapping[str, str]
    ) -> str | tuple[str, ...] | Mapping[str, str]:
        for origin in filter(None, (value,)) if isinstance(value, str) else value:
            if not _is_origin(origin):
                raise ValueError(
                    f"“{origin}” is not an origin such as https://doemee.example (no path, no slash at the end;"
                    " in small letters, a port only where it is not the usual one)"
                )
        return value

    @field_validator("hosts")
    @classmethod
    def _of_organisations(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        for origin, organisation in value.items():
            if not re.fullmatch(NAME, organisation):
                raise ValueError(f"“{origin}={organisation}” does not end in =, and the name of an organisation")
        return value

    @field_validator("metrics", "trusted_proxies")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for address in value:
            try:
                ip_network(address)
            except ValueError:
                raise ValueError(f"“{address}” is not an IP address, or a network of them such as 10.0.0.0/8") from None
        return value

    @field_validator("fetch_also")
    @classmethod
    def _with_a_port(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            try:
                host_port(one)
            except ValueError:
                raise ValueError(f"“{one}” is not a host and its port, such as test.example:8443") from None
        return value

    @field_validator("security_contact")
    @classmethod
    def _reachable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for contact in value:
            if not re.fullmatch(r"(?:mailto:[^\s@]+@[^\s@]+|https://[^\s]+|tel:\+?[0-9.()-]+)", contact):
                raise ValueError(f"“{contact}” is not an address such as mailto:security@voorbeeldstad.example")
        return value

    @field_validator("secret_keys")
    @classmethod
    def _long_enough(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(len(key) < 32 for key in value):
            raise ValueError("a signing key has at least 32 characters")
        return value

    @model_validator(mode="after")
    def _key_in_production(self) -> Settings:
        if self.mode == "production" and not self.secret_keys:
            raise ValueError(
                "secret_keys: production needs a signing key of at least 32 random characters; set MEEDOEN_SECRET_KEYS"
            )
        return self

    @model_validator(mode="after")
    def _each_origin_once(self) -> Settings:
        if shared := {self.base_url, *self.also_at} & set(self.hosts):
            raise ValueError(f"hosts: {min(shared)} is everybody's, by another setting; give one organisation another")
        if self.console_url in {self.base_url, *self.also_at, *self.hosts}:
            raise ValueError(f"console_url: {self.console_url} is everybody's, by another setting; choose another")
        return self

    @property
    def origins(self) -> Mapping[str, str]:
        """By `host[:port]`, the origin to speak of when a request comes in there."""
        return {urlsplit(origin).netloc: origin for origin in (self.base_url, *self.also_at, *self.hosts)}

    @property
    def console(self) -> str:
        """The address of the console, as it is told."""
        return f"{self.console_url or self.base_url}/console"

    @property
    def console_origins(self) -> tuple[str, ...]:
        """Where the console stands: not at an organisation's own host name."""
        return (self.console_url,) if self.console_url else (self.base_url, *self.also_at)

    def origin_of(self, organisation: str) -> str:
        """The origin to send people to for this organisation: its own where it has one."""
        return next((origin for origin, of in self.hosts.items() if of == organisation), self.base_url)

    @property
    def database_url(self) -> str:
        """The database, SQLite in the data folder unless set otherwise."""
        return self.database or f"sqlite:///{self.data / 'meedoen.sqlite3'}"

    @property
    def shared(self) -> bool:
        """Whether several processes may have the database open."""
        return not self.database_url.startswith("sqlite")


def load(environ: Mapping[str, str]) -> Settings:
    """Read the settings. Raises `SetUpError` that names the setting; a demo's key is made on first use (mode 0600)."""
    raw: dict[str, Any] = {}
    if path := environ.get(f"{PREFIX}CONFIG"):
        try:
            raw = tomllib.loads(Path(path).read_text("utf-8"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SetUpError(f"{PREFIX}CONFIG: {path} cannot be read as TOML: {error}") from error
    for name, value in environ.items():
        if name.startswith(PREFIX) and name != f"{PREFIX}CONFIG":
            field = name.removeprefix(PREFIX).lower()
            parts = [part.strip() for part in value.split(",") if part.strip()]
            raw[field] = parts if field in _LISTS else _pairs(parts) if field == "hosts" else value
    if raw.get("mode") == "demo" and not raw.get("secret_keys"):
        raw["secret_keys"] = [_demo_key(Path(raw.get("data", "data")))]
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        raise SetUpError("\n".join(_sentence(fault) for fault in error.errors())) from error


def _is_origin(text: str) -> bool:
    """Whether it is one as browsers write it (RFC 6454, 6.2): any other is never what they send."""
    parts = urlsplit(text)
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not _HOST.fullmatch(host) or parts.scheme not in _USUAL or port in (0, _USUAL[parts.scheme]):
        return False
    written = f"[{host}]" if ":" in host else host
    return text == f"{parts.scheme}://{written}" + ("" if port is None else f":{port}")


def _pairs(parts: Sequence[str]) -> Mapping[str, str]:
    pairs = {origin: name for origin, _, name in (part.partition("=") for part in parts)}
    if len(pairs) < len(parts):
        raise SetUpError(f"{PREFIX}HOSTS: an origin stands there twice; leave one out.")
    return pairs


def _sentence(fault: Any) -> str:
    name = PREFIX + str(fault["loc"][0]).upper() if fault["loc"] else "Settings"
    if fault["type"] == "extra_forbidden":
        return f"{name}: there is no such setting; see server/docs/operating.md."
    return f"{name}: {fault['msg'].removeprefix('Value error, ')}."


def _demo_key(data: Path) -> str:
    path = data / "signing-key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()
