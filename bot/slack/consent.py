"""How the person in a picture is asked, in Slack: a direct message with the picture, and one with the buttons."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

from bot.errors import PostRefused, Refusal
from bot.policy import Person
from bot.rendering.consent import Consent
from bot.rendering.given import GivenFiles
from bot.rendering.render import Render
from bot.slack.calls import SlackCalls
from bot.slack.messages import Mark, Place, edit, find, post
from bot.slack.sharing import GONE, is_shared, share
from bot.slack.surfaces.consent import build_outcome, build_question, picture_comment
from bot.slack.upload import Content, UploadHost, upload_bytes

CONSENT_EVENT: Final = "herald_consent"
ALT_TEXT: Final = "The picture that a video is to be made of"


class Roster(Protocol):
    """Who people are."""

    async def find(self, team_id: str, user_id: str, /) -> Person:
        """Who the person is; raises SlackBusy, PostRefused."""


class SlackConsent:
    """The conversation with the person in a picture; a `ConsentTalk`."""

    def __init__(
        self,
        calls: SlackCalls,
        uploads: UploadHost,
        given: GivenFiles,
        roster: Roster,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._calls = calls
        self._uploads = uploads
        self._given = given
        self._roster = roster
        self._now = now

    async def check_person(self, render: Render) -> None:
        """Raise Refusal for somebody who cannot be asked: a bot, or a person who is not there any more."""
        person = await self._roster.find(render.team_id, _consent(render).person_id)
        if person.is_bot:
            raise Refusal("The one picked as the person in the photo is an app, which cannot allow anything.")
        if person.is_gone:
            raise Refusal("The person in the photo is not in this workspace any more, so they cannot be asked.")
        if person.is_stranger:
            raise Refusal("The person in the photo belongs to another organisation, so I cannot ask them.")

    async def copy_picture(self, render: Render) -> str:
        """Upload a copy of the picture, which nobody sees yet; returns its id."""
        async with self._given.held(render, "image", render.choices.image or "") as picture:
            name = f"picture.{picture.cleaned.media_type.rpartition('/')[2]}"
            content = Content(name, picture.cleaned.content, ALT_TEXT)
            return await upload_bytes(self._calls, self._uploads, render.team_id, content)

    async def share_picture(self, render: Render) -> None:
        """Share the copy in the DM with the person."""
        titles = {_consent(render).copy_id or "": ALT_TEXT}
        await share(self._calls, _place(render), titles, comment=picture_comment(render))

    async def is_shared(self, render: Render) -> bool:
        """Whether the copy stands in the DM; SlackBusy while Slack may still be sharing it."""
        consent = _consent(render)
        waited = self._now() - (consent.share_intent_at or render.requested_at)
        return await is_shared(self._calls, _place(render), consent.copy_id or "", waited=waited)

    async def ask(self, render: Render) -> str:
        """Send the question; returns its `ts`."""
        return await post(self._calls, _place(render), build_question(render), Mark(CONSENT_EVENT, render.id))

    async def find(self, render: Render) -> str | None:
        """The `ts` of the question, by its metadata."""
        since = _consent(render).intent_at or render.requested_at
        return await find(self._calls, _place(render), Mark(CONSENT_EVENT, render.id), since)

    async def show_outcome(self, render: Render) -> None:
        """Edit the question to what came of it."""
        ts = _consent(render).ts
        if ts is not None:
            await edit(self._calls, _place(render), ts, build_outcome(render))

    async def remove_picture(self, render: Render) -> None:
        """Delete the copy; what is gone is no trouble."""
        copy_id = _consent(render).copy_id or ""
        try:
            await self._calls.repeat(render.team_id, "files.delete", lambda slack: slack.files_delete(file=copy_id))
        except PostRefused as refused:
            if refused.code not in GONE:
                raise


def _consent(render: Render) -> Consent:
    if render.consent is None:
        raise ValueError(f"render {render.id} needs nobody's permission")
    return render.consent


def _place(render: Render) -> Place:
    """The DM with the person; Slack takes their id for it."""
    return Place(render.team_id, _consent(render).person_id)
