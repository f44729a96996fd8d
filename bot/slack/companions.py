"""The transcript and the captions of a video, on their way into Slack."""

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

from bot.posting.posting import Posting
from bot.rendering.render import Render
from bot.slack.calls import SlackCalls
from bot.slack.delivery import file_name
from bot.slack.surfaces.captions import build_captions, build_transcript
from bot.slack.upload import Parcel, UploadHost, upload


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
        with tempfile.TemporaryDirectory(prefix="herald-") as folder:
            kept = []
            for ending, text in texts.items():
                path = Path(folder, ending)
                await asyncio.to_thread(path.write_text, text, encoding="utf-8")
                parcel = Parcel(file_name(posting, ending), path)
                kept.append(await upload(self._calls, self._upload_host, posting.team_id, parcel))
        return tuple(kept)
