"""What a person can do, as `POST /_control/act` takes it."""

from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, TypeAdapter

StateValues = dict[str, dict[str, dict[str, Any]]]


class _Act(BaseModel):
    """`user` is who acts; `team` is where, their own workspace unless it says otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    user: str = "U0ALICE"
    team: str | None = None


class _OnElement(_Act):
    """Something done to an element of a view, or of a message."""

    action_id: str
    block_id: str | None = None
    view_id: str | None = None
    channel: str | None = None
    message_ts: str | None = None


class _OnMessage(_Act):
    """Something done to a message."""

    channel: str
    message_ts: str


class Command(_Act):
    """Type a slash command into a channel."""

    act: Literal["command"]
    channel: str
    text: str


class Suggest(_OnElement):
    """Type into a searching select."""

    act: Literal["suggest"]
    value: str


class Select(_OnElement):
    """Set an input; the value is spelled as Slack's state spells it."""

    act: Literal["select"]
    value: dict[str, Any]


class Click(_OnElement):
    """Press a button; `value` says which one of two feedback buttons."""

    act: Literal["click"]
    value: str | None = None


class Submit(_Act):
    """Submit a modal; `values` are laid over what its inputs hold."""

    act: Literal["submit"]
    view_id: str
    values: StateValues = Field(default_factory=dict)


class Close(_Act):
    """Close a modal."""

    act: Literal["close"]
    view_id: str


class Post(_Act):
    """Write a message; with `broadcast`, a reply is shown in the channel too."""

    act: Literal["post"]
    channel: str
    text: Annotated[str, Field(min_length=1, max_length=12_000)]
    thread_ts: str | None = None
    broadcast: bool = False


class EditMessage(_OnMessage):
    """Change one's own message."""

    act: Literal["edit_message"]
    text: Annotated[str, Field(min_length=1, max_length=12_000)]


class DeleteMessage(_OnMessage):
    """Delete one's own message."""

    act: Literal["delete_message"]


class React(_OnMessage):
    """Add an emoji to a message, or take it back."""

    act: Literal["react"]
    name: str
    remove: bool = False


class Pin(_OnMessage):
    """Pin a message to its conversation, or take the pin away."""

    act: Literal["pin"]
    remove: bool = False


class Upload(_Act):
    """Share a file in a conversation; without a channel, keep it for a file input."""

    act: Literal["upload"]
    name: Annotated[str, Field(min_length=1, max_length=255)]
    content_base64: Base64Bytes
    channel: str | None = None
    thread_ts: str | None = None
    text: str = ""


class Read(_Act):
    """Have read a conversation up to a message."""

    act: Literal["read"]
    channel: str
    ts: str


class OpenDm(_Act):
    """Open the direct message with somebody, or with the app."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    act: Literal["open_dm"]
    with_user: str = Field(alias="with")


class Join(_Act):
    """Become a member of a public channel."""

    act: Literal["join"]
    channel: str


class Leave(_Act):
    """Be a member no longer."""

    act: Literal["leave"]
    channel: str


class OpenHome(_Act):
    """Open the app's Home tab."""

    act: Literal["open_home"]


class Shortcut(_Act):
    """Use a global shortcut."""

    act: Literal["shortcut"]
    callback_id: str


class MessageShortcut(_OnMessage):
    """Use a shortcut on a message."""

    act: Literal["message_shortcut"]
    callback_id: str


class RunFunction(_Act):
    """Run a function of the app, as a step of a workflow."""

    act: Literal["run_function"]
    callback_id: str
    inputs: dict[str, Any] = Field(default_factory=dict)
    channel: str | None = None


class Install(_Act):
    """Install the app in a workspace, through its install page and the authorize page when it has one."""

    act: Literal["install"]
    install_url: str | None = None
    declined: list[str] = Field(default_factory=list)


class Uninstall(_Act):
    """Remove the app from the workspace."""

    act: Literal["uninstall"]


class RevokeTokens(_Act):
    """Revoke the app's token in the workspace, and leave the app installed."""

    act: Literal["revoke_tokens"]


Act = Annotated[
    Command
    | Suggest
    | Select
    | Click
    | Submit
    | Close
    | Post
    | EditMessage
    | DeleteMessage
    | React
    | Pin
    | Upload
    | Read
    | OpenDm
    | Join
    | Leave
    | OpenHome
    | Shortcut
    | MessageShortcut
    | RunFunction
    | Install
    | Uninstall
    | RevokeTokens,
    Field(discriminator="act"),
]

ACT: TypeAdapter[Act] = TypeAdapter(Act)
