"""The thread in which a render is shown, in words that do not depend on Slack's wire."""

from typing import Protocol

from bot.rendering.render import Render


class RenderThread(Protocol):
    """Where the person sees what becomes of the render.

    Every method raises PostRefused, PostUncertain or SlackBusy.
    """

    async def post_anchor(self, render: Render) -> str:
        """Post the message that is the thread (or a reply in the given thread); returns its `ts`."""

    async def open_direct(self, render: Render) -> str:
        """The id of the DM with the person whom the render goes to; refused where they cannot be written to."""

    async def find_anchor(self, render: Render) -> str | None:
        """The `ts` of an anchor posted earlier for this render, found by its metadata; None if there is none.

        Raises PostRefused (`missing_scope`, `not_in_channel`) where Herald may not look.
        """

    async def show(self, render: Render) -> None:
        """Edit the anchor to what the render's state and age say; does nothing to a render without an anchor."""

    async def tell_person(self, render: Render) -> None:
        """Tell the requester privately what became of the render and what to do: by DM."""
