"""One journey as a person would make it: the command, the searches, the submission, the wait for the thread."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from playground.launcher.control import ActRefused, Json, Person, StudioView
from playground.launcher.fields import FieldProblem, input_blocks, pick_any, set_field
from playground.launcher.report import Outcome, Trouble
from playground.launcher.telling import Told
from playground.launcher.thread import NO_THREAD, Sight, Thread, message_text, one_line, plain_text, read_thread

COMPOSE: Final = "compose"
REVIEW: Final = "review"
LOOK_EVERY_SECONDS: Final = 0.25
MODAL_SECONDS: Final = 15.0
EXPIRY_MARGIN_SECONDS: Final = 15.0
"""Herald counts a link as dead 10 s before it is; the rest is the time in which it says so."""

SEARCHED: Final = {"avatar": "", "voice": "english"}
"""What is typed where nobody was asked for: for an avatar the first letters of a name that is offered."""


class JourneyFailed(Exception):
    """The journey ended without a video; `trouble` says why."""

    def __init__(self, code: str, text: str, *, outcome: Outcome = "failed") -> None:
        super().__init__(text)
        self.trouble = Trouble(code=code, text=text)
        self.outcome: Outcome = outcome


@dataclass
class Progress:
    """What is known of the journey so far, whatever becomes of it."""

    thread: Thread = NO_THREAD
    ack_ms: float | None = None

    def note_ack(self, answer: Json) -> None:
        """Keep the longest ack."""
        self.ack_ms = max(self.ack_ms or 0.0, float(answer["ack_ms"]))


class Journey:
    """Plays it, telling each step as it happens; raises JourneyFailed."""

    def __init__(self, person: Person, studio: StudioView, told: Told) -> None:
        self._person = person
        self._studio = studio
        self._told = told
        self._began = 0.0
        self.progress = Progress()

    async def play(self, text: str, fields: Mapping[str, str], *, timeout_seconds: float) -> None:
        """From the typed command to the final post."""
        before = await self._person.look()
        self._began = float((await self._studio.look())["now"])
        sight = Sight.of(before)
        self._told.meet({user["id"]: user.get("real_name") or user["name"] for user in before["users"]})
        try:
            async with asyncio.timeout(timeout_seconds):
                view = await self._open(sight)
                await self._fill_in(view["id"], {"script": text, **fields})
                await self._submit(view["id"], "the form")
                await self._submit(await self._reviewed(), "Make it")
                await self._wait_for_final_post(sight)
        except TimeoutError:
            status = self.progress.thread.status or "nothing was posted"
            text = f"no video after {timeout_seconds:.0f} s; the thread says: {status}"
            raise JourneyFailed("timeout", text) from None
        except ActRefused as refused:
            raise JourneyFailed("act_refused", str(refused)) from refused

    async def _open(self, sight: Sight) -> Json:
        answer = await self._person.type_command("/herald")
        self.progress.note_ack(answer)
        if answer["failed"]:
            raise JourneyFailed(answer["failed"], "Slack says that /herald failed: Herald did not answer in time.")
        self._told.step(f"/herald acknowledged in {answer['ack_ms']:.0f} ms")
        deadline = time.monotonic() + MODAL_SECONDS
        while time.monotonic() < deadline:
            state = await self._person.look()
            if view := _open_view(state):
                self._told.step("the modal is open")
                return view
            if refusal := read_thread(sight.new_messages(state), media_origin=self._studio.url).refusal:
                raise JourneyFailed("refused", _first_paragraph(refusal))
            await asyncio.sleep(0.02)
        raise JourneyFailed("no_modal", f"no modal opened within {MODAL_SECONDS:.0f} s of /herald")

    async def _fill_in(self, view_id: str, fields: Mapping[str, str]) -> None:
        for name, wanted in {**SEARCHED, **fields}.items():
            view = await self._view(view_id)
            if name == "script" and wanted == _held_text(view, name):
                continue
            fill_in = set_field if name in fields else pick_any
            try:
                chosen = await fill_in(self._person, view, name, wanted)
            except FieldProblem as problem:
                raise JourneyFailed("errors", f"{problem.field}: {problem}") from problem
            self._told.step(f"{name}: {one_line(chosen)}")

    async def _reviewed(self) -> str:
        """The id of the review, where length and price are seen before anything is made."""
        view = _open_view(await self._person.look(), REVIEW)
        if view is None:
            raise JourneyFailed("no_review", "no review was shown after the form was submitted")
        self._told.step(f"the review says: {one_line(plain_text(_price_line(view)))}")
        return str(view["id"])

    async def _submit(self, view_id: str, what: str) -> None:
        answer = await self._person.submit(view_id)
        self.progress.note_ack(answer)
        if answer["failed"]:
            raise JourneyFailed(answer["failed"], "Slack says that the submission failed: Herald did not answer it.")
        if answer["response_action"] == "errors":
            raise JourneyFailed("errors", "; ".join(f"{field}: {text}" for field, text in answer["errors"].items()))
        if answer["response_action"] == "update":
            raise JourneyFailed("refused", one_line(plain_text(_first_line(await self._view(view_id)))))
        self._told.step(f"{what} acknowledged in {answer['ack_ms']:.0f} ms")

    async def _wait_for_final_post(self, sight: Sight) -> None:
        status = ""
        while True:
            new = sight.new_messages(await self._person.look())
            thread = self.progress.thread = read_thread(new, media_origin=self._studio.url)
            if thread.status != status:
                status = thread.status
                self._told.step(f"the thread says: {status}")
            if thread.finals:
                self._told.step("the video is posted")
                return
            if thread.refusal is not None:
                await self._raise_refusal(thread.refusal)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _raise_refusal(self, refusal: Json) -> None:
        text = _first_paragraph(refusal)
        state = await self._studio.look()
        results = [r for task in state["tasks"] if task["submitted_at"] >= self._began for r in task["results"]]
        code = next((result["error"]["code"] for result in results if result["error"]), None)
        ends = [result["expires_at"] for result in results if result["expires_at"] is not None]
        if code is None and ends and max(ends) - EXPIRY_MARGIN_SECONDS <= state["now"]:
            raise JourneyFailed("expired", text, outcome="expired")
        raise JourneyFailed(code or ("undelivered" if ends else "not_submitted"), text)

    async def _view(self, view_id: str) -> Json:
        views = (await self._person.look())["views"]
        view: Json | None = next((entry["view"] for entry in views if entry["view"]["id"] == view_id), None)
        if view is None:
            raise JourneyFailed("no_modal", "the modal was closed")
        return view


def _first_paragraph(message: Json) -> str:
    """What happened, whether it cost anything, what to do: the rest only repeats the script."""
    return next(iter(plain_text(message_text(message)).splitlines()), "")


def _open_view(state: Json, callback_id: str = COMPOSE) -> Json | None:
    views: list[Json] = [entry["view"] for entry in state["views"]]
    return next((view for view in reversed(views) if view["callback_id"] == callback_id), None)


def _price_line(view: Json) -> str:
    """What the review says of length and price."""
    return next((block["text"]["text"] for block in view["blocks"] if block["block_id"] == "price"), "no price")


def _first_line(view: Json) -> str:
    return next((str(block["text"]["text"]) for block in view["blocks"] if block["type"] == "section"), "no reason")


def _held_text(view: Json, field: str) -> str | None:
    block = input_blocks(view).get(field)
    if block is None:
        return None
    held: str | None = view["state"]["values"][block["block_id"]][block["element"]["action_id"]].get("value")
    return held
