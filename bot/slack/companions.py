"""The transcript and the captions of a video, on their way into Slack."""

from datetime import timedelta

from bot.posting.posting import Posting
from bot.rendering.render import Render
from bot.slack.calls import SlackCalls
from bot.slack.delivery import file_name
from bot.slack.surfaces.captions import build_captions, build_transcript
from bot.slack.upload import Content, UploadHost, upload_bytes


class SlackCompanions:
    """Uploads what is said in a video as text; a `Companions`."""

    def __init__(self, calls: SlackCalls, upload_host: UploadHost) -> None:
        self._calls = calls
        self._upload_host = upload_host

    async def keep(self, render: Render, posting: Posting) -> tuple[str, ...]:
        """Transcript and captions; nothing for a recording, of which nobody knows what it says."""
        if render.choices.audio is not None or not render.script.strip():
            return ()
        length = posting.length or timedelta(seconds=render.expected_seconds)
        captions = posting.result.captions or build_captions(render.script, length)
        texts = {"txt": build_transcript(render), "vtt": captions}
        kept = []
        for ending, text in texts.items():
            content = Content(file_name(posting, ending), text.encode())
            kept.append(await upload_bytes(self._calls, self._upload_host, posting.team_id, content))
        return tuple(kept)
