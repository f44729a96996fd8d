"""Calling a render off: for nothing until its task is sent, and paid from then on."""

from bot.errors import StaleRecord
from bot.rendering.ending import Endings
from bot.rendering.ports import RenderRecords
from bot.rendering.render import Render


class Cancelling:
    """The way of a person's *Cancel* into the life of a render."""

    def __init__(self, records: RenderRecords, endings: Endings) -> None:
        self._records = records
        self._endings = endings

    async def cancel(self, render: Render) -> Render:
        """Call the render off as far as that can be done; returns it as it is then. A second time changes nothing.

        What was never sent is cancelled, and its money released. Anything else is withdrawn: the service cannot stop
        it, so it is paid for, and its results go to the person alone. A step that changes the render meanwhile is
        waited for, since what it does decides which of the two it is.
        """
        while not render.ended and render.withdrawn_at is None:
            try:
                return await (self._endings.cancel(render) if render.unsent else self._endings.withdraw(render))
            except StaleRecord:
                now = await self._records.get(render.team_id, render.id)
                if now is None:
                    return render
                render = now
        return render
