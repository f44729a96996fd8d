"""What changed from one catalogue to the next, in words."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.runware.catalogue import Catalogue, KeptCatalogue

FEW: Final = 5


def count_of(catalogue: Catalogue) -> str:
    """`513 avatars, 2,300 voices, 186 languages, 5 resolutions`."""
    counts = ((name, len(getattr(catalogue, name))) for name in ("avatars", "voices", "languages", "resolutions"))
    return ", ".join(f"{count:,} {name if count != 1 else name[:-1]}" for name, count in counts)


def describe(kept: KeptCatalogue, now: datetime) -> str:
    """`of 2026-11-22 11:00 UTC (3 hours old), from https://…`."""
    return f"of {date_of(kept)} ({age(now - kept.fetched_at)}), from {kept.source}"


def date_of(kept: KeptCatalogue) -> str:
    """When it was fetched."""
    return f"{kept.fetched_at:%Y-%m-%d %H:%M} UTC"


def age(since: timedelta) -> str:
    """How old something is, in its largest unit."""
    seconds = since.total_seconds()
    for unit, length in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            number = int(seconds // length)
            return f"{number} {unit}{'s' if number > 1 else ''} old"
    return "just now"


def changes(before: Catalogue, after: Catalogue, *, everything: bool) -> Iterator[str]:
    """What was added and what was removed, a line each for every kind: the count and the first few ids."""
    old, new = before.ids, after.ids
    for kind in dict.fromkeys((*new, *old)):
        was, now = set(old.get(kind, ())), set(new.get(kind, ()))
        added = [id_ for id_ in new.get(kind, ()) if id_ not in was]
        removed = [id_ for id_ in old.get(kind, ()) if id_ not in now]
        for word, ids in (("added", added), ("removed", removed)):
            if ids:
                yield f"  {kind}: {len(ids):,} {word}: {_listed(ids, everything=everything)}"


def _listed(ids: Sequence[str], *, everything: bool) -> str:
    if everything or len(ids) <= FEW:
        return ", ".join(ids)
    return f"{', '.join(ids[:FEW])} and {len(ids) - FEW:,} more (--all lists them)"
