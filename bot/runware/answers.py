"""What Runware answers, read liberally: unknown fields are kept, an odd value costs no more than its own item."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final, Self, TypeVar
from uuid import UUID

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from bot.runware.models import wire_name

_LONGEST_TEXT: Final = 500
_HIGHEST_COST: Final = 1_000_000
UNKNOWN_CODE: Final = "unknownError"

_Item = TypeVar("_Item", bound="_Answer")


def _short(value: object) -> str:
    return str(value)[:_LONGEST_TEXT] if isinstance(value, str | int) else ""


def _code(value: object) -> str:
    return _short(value) or UNKNOWN_CODE


def _parameters(value: object) -> tuple[str, ...]:
    """One parameter's name, or several of a rule across fields."""
    values = value if isinstance(value, list) else [value]
    return tuple(_short(name) for name in values if isinstance(name, str))


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _money(value: object) -> Decimal | None:
    """US dollars; None for anything that is no sensible amount."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        amount = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return amount if amount.is_finite() and 0 <= amount <= _HIGHEST_COST else None


def _url(value: object) -> str | None:
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


MaybeText = Annotated[str | None, BeforeValidator(_text)]
MaybeUuid = Annotated[UUID | None, BeforeValidator(_uuid)]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow", alias_generator=wire_name)


class ErrorItem(_Answer):
    """One error: without `task_uuid` it is about the whole request."""

    code: Annotated[str, BeforeValidator(_code)] = UNKNOWN_CODE
    message: Annotated[str, BeforeValidator(_short)] = ""
    parameter: Annotated[tuple[str, ...], BeforeValidator(_parameters)] = ()
    task_type: MaybeText = None
    task_uuid: MaybeUuid = None
    documentation: MaybeText = None
    status: MaybeText = None


class TaskItem(_Answer):
    """One item about a task: the acknowledgement, or the state of one result when polled."""

    task_type: MaybeText = None
    task_uuid: MaybeUuid = None
    status: MaybeText = None
    video_uuid: MaybeText = None
    video_url: Annotated[str | None, BeforeValidator(_url)] = Field(
        None, validation_alias=AliasChoices("videoURL", "mediaURL")
    )
    cost: Annotated[Decimal | None, BeforeValidator(_money)] = None
    error: Any = None

    @property
    def error_item(self) -> ErrorItem | None:
        """The error that the item itself carries, the other of the service's two shapes."""
        if self.status != "error" and not isinstance(self.error, dict):
            return None
        fields = self.error if isinstance(self.error, dict) else self.model_extra
        return ErrorItem.model_validate(fields).model_copy(update={"task_uuid": self.task_uuid, "status": "error"})


@dataclass(frozen=True)
class Answer:
    """The two lists of an answer, of which either may be empty."""

    items: tuple[TaskItem, ...]
    errors: tuple[ErrorItem, ...]

    @classmethod
    def read(cls, body: bytes) -> Self | None:
        """Take a body apart; None when it is not one of the service's shapes."""
        try:
            document = from_json(body)
        except ValueError:
            return None
        if not isinstance(document, dict) or not document.keys() & {"data", "errors", "error"}:
            return None
        items = _read_all(TaskItem, document.get("data"))
        own = (item.error_item for item in items)
        errors = (*_read_errors(document), *(error for error in own if error is not None))
        return cls(tuple(item for item in items if item.error_item is None), errors)


def _read_errors(document: dict[str, Any]) -> Sequence[ErrorItem]:
    """The list of errors, or the single error of older versions."""
    listed = _read_all(ErrorItem, document.get("errors"))
    single = document.get("error")
    if single and not listed:
        fields = single if isinstance(single, dict) else {"message": document.get("errorMessage")}
        return _read_all(ErrorItem, fields)
    return listed


def _read_all(kind: type[_Item], value: object) -> list[_Item]:
    values = value if isinstance(value, list) else [value]
    return list(_readable(kind, values))


def _readable(kind: type[_Item], values: Iterable[object]) -> Iterable[_Item]:
    for value in values:
        if not isinstance(value, dict):
            continue
        try:
            yield kind.model_validate(value)
        except ValidationError:
            continue
