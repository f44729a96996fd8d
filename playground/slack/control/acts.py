"""What a person can do, as `POST /_control/act` takes it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

StateValues = dict[str, dict[str, dict[str, Any]]]


class _Act(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    user: str = "U0ALICE"


class Command(_Act):
    """Type a slash command into a channel."""

    act: Literal["command"]
    channel: str
    text: str


class Suggest(_Act):
    """Type into a searching select of an open view."""

    act: Literal["suggest"]
    view_id: str
    block_id: str
    action_id: str
    value: str


class Select(_Act):
    """Set an input of an open view."""

    act: Literal["select"]
    view_id: str
    block_id: str
    action_id: str
    value: dict[str, Any]


class Submit(_Act):
    """Submit a modal; `values` are laid over what its inputs hold."""

    act: Literal["submit"]
    view_id: str
    values: StateValues = Field(default_factory=dict)


class Close(_Act):
    """Close a modal."""

    act: Literal["close"]
    view_id: str


class Click(_Act):
    """Press a button in a message, a modal or the Home tab."""

    act: Literal["click"]
    action_id: str
    block_id: str | None = None
    channel: str | None = None
    message_ts: str | None = None
    view_id: str | None = None


class Post(_Act):
    """Write a message."""

    act: Literal["post"]
    channel: str
    text: str
    thread_ts: str | None = None


class OpenHome(_Act):
    """Open the app's Home tab."""

    act: Literal["open_home"]


class Shortcut(_Act):
    """Use a global shortcut."""

    act: Literal["shortcut"]
    callback_id: str


class MessageShortcut(_Act):
    """Use a shortcut on a message."""

    act: Literal["message_shortcut"]
    channel: str
    message_ts: str
    callback_id: str


Act = Annotated[
    Command | Suggest | Select | Submit | Close | Click | Post | OpenHome | Shortcut | MessageShortcut,
    Field(discriminator="act"),
]

ACT: TypeAdapter[Act] = TypeAdapter(Act)
