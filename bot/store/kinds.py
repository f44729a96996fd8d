"""The two kinds of record."""

from typing import Final

from bot.posting import transitions as posting_transitions
from bot.posting.posting import Posting
from bot.rendering import transitions as render_transitions
from bot.rendering.reconciling import QUIET
from bot.rendering.render import Render
from bot.store.records import Kind

RENDERS: Final = Kind(
    "render",
    read=Render.model_validate_json,
    changed=render_transitions.changed,
    over=lambda render: render.closed and render.cleared and not render.media,
)
POSTINGS: Final = Kind(
    "posting",
    read=Posting.model_validate_json,
    changed=posting_transitions.changed,
    over=lambda posting: posting.over,
    rests_until=lambda posting: None if posting.rests_until is None else posting.rests_until - QUIET,
)
