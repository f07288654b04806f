"""What the bot can say of itself: where its films come from, and how long it keeps what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.language import counted, ngettext
from bot.core.language import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Facts for `/about`, `/privacy` and `reelcall about`."""

    version: str
    """Of this program."""
    films: int
    built_on: date
    """When the catalogue was made into the index that is searched."""
    licences: tuple[str, ...]
    """Sources of the catalogue's texts with their terms: "Wikipedia (CC BY-SA 4.0)". Empty when it does not say."""
    own_licences: frozenset[str] = frozenset()
    """Those of them that are the terms of texts written for Reelcall."""
    encoder: str
    """Name and fingerprint."""
    idle: timedelta
    """Silence after which a conversation is erased."""
    total: timedelta
    """Time after which it is erased in any case."""
    grace: timedelta
    """How long what is kept for a server outlives the bot's removal from it."""
    contact: str | None = None
    """Where problems are reported, as the operator set it."""
    llm: str | None = None
    """The language model that reads conversations too; None without one."""
    llm_reads: bool = False
    """Whether it helps to understand messages, beside choosing among the films found."""


def as_text(about: About) -> str:
    """The facts in words, one a line, for a terminal."""
    minutes, hours = about.idle // timedelta(minutes=1), about.total // timedelta(hours=1)
    idle = ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    total = ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    facts = {
        "Reelcall": about.version,
        _("catalogue"): _("{films} films, indexed on {date}").format(films=counted(about.films), date=about.built_on),
        _("texts"): sources_of(about) or _("terms not stated"),
        _("encoder"): about.encoder,
        _("language model"): _role(about),
        _("conversations"): _("erased after {idle} of silence, in any case {total} after it began").format(
            idle=idle, total=total
        ),
    }
    return "".join(f"{name:15} {value}\n" for name, value in facts.items())


def sources_of(about: About) -> str:
    """The sources of the catalogue's texts, with their terms; empty when it does not say."""
    own = _("written for Reelcall ({licence})")
    return ", ".join(own.format(licence=one) if one in about.own_licences else one for one in about.licences)


def _role(about: About) -> str:
    if about.llm is None:
        return _("none")
    if about.llm_reads:
        return _("{model}, which reads messages and chooses among the films found").format(model=about.llm)
    return _("{model}, which chooses among the films found").format(model=about.llm)
