"""What Runware answers, read liberally: unknown fields are kept, an odd value costs no more than its own item."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final, Self, TypeVar
from uuid import UUID

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from bot.runware.wire import wire_name

_LONGEST_TEXT: Final = 500
_LONGEST_CAPTIONS: Final = 50_000
_HIGHEST_AMOUNT: Final = 1_000_000
UNKNOWN_CODE: Final = "unknownError"
_PLAIN: Final = frozenset({"taskType", "taskUUID", "status"})

_Item = TypeVar("_Item", bound="_Answer")


def _short(value: object) -> str:
    return str(value)[:_LONGEST_TEXT] if isinstance(value, str | int) else ""


def _code(value: object) -> str:
    return _short(value) or UNKNOWN_CODE


def _parameters(value: object) -> tuple[str, ...]:
    """One parameter's name, or several of a rule across fields."""
    values = value if isinstance(value, list) else [value]
    return tuple(_short(name) for name in values if isinstance(name, str))


def read_uuid(value: object) -> UUID | None:
    """A UUID written as text; None for anything else."""
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def read_amount(value: object) -> Decimal | None:
    """An amount of money, owed or owned; None for anything that is no sensible one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        amount = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return amount if amount.is_finite() and abs(amount) <= _HIGHEST_AMOUNT else None


def _cost(value: object) -> Decimal | None:
    amount = read_amount(value)
    return amount if amount is not None and amount >= 0 else None


def _url(value: object) -> str | None:
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else None


def _is_true(value: object) -> bool:
    return value is True


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _captions(value: object) -> str | None:
    """Captions in WebVTT, alone or as `vtt` beside other forms; anything else, or more than a clip can say, is none."""
    value = value.get("vtt") if isinstance(value, dict) else value
    return value if isinstance(value, str) and value.startswith("WEBVTT") and len(value) <= _LONGEST_CAPTIONS else None


MaybeText = Annotated[str | None, BeforeValidator(_text)]
MaybeUuid = Annotated[UUID | None, BeforeValidator(read_uuid)]


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
    cost: Annotated[Decimal | None, BeforeValidator(_cost)] = None
    captions: Annotated[str | None, BeforeValidator(_captions)] = None
    unsafe: Annotated[bool, BeforeValidator(_is_true)] = Field(False, validation_alias="NSFWContent")
    error: Any = None

    @property
    def more(self) -> dict[str, Any]:
        """The fields that only some kinds of task have."""
        return self.model_extra or {}

    @property
    def error_item(self) -> ErrorItem | None:
        """The error that the item itself carries, the other of the service's two shapes."""
        if self.status != "error" and not isinstance(self.error, dict):
            return None
        fields = self.error if isinstance(self.error, dict) else self.model_extra
        return ErrorItem.model_validate(fields).model_copy(update={"task_uuid": self.task_uuid, "status": "error"})


@dataclass(frozen=True)
class Answer:
    """The two lists of an answer, of which either may be empty.

    `processing` names the task of each item that says no more than that its result is processing: nearly all of them.
    """

    items: tuple[TaskItem, ...]
    errors: tuple[ErrorItem, ...]
    processing: tuple[str, ...] = ()

    @classmethod
    def read(cls, body: bytes) -> Self | None:
        """Take a body apart; None when it is not one of the service's shapes."""
        document = read_document(body)
        return None if document is None else cls.of(document)

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self | None:
        """As above, of a body that is taken apart already."""
        if not document.keys() & {"data", "errors", "error"}:
            return None
        plain, others = _sort(document.get("data"))
        items = _read_all(TaskItem, others)
        own = [error for item in items if (error := item.error_item) is not None]
        good = tuple(item for item in items if item.error_item is None) if own else tuple(items)
        return cls(good, (*_read_errors(document), *own), tuple(plain))

    def knows(self, task_uuid: UUID) -> bool:
        """Whether an item is about that task, and says no ill of it."""
        text = str(task_uuid)
        return any(item.task_uuid == task_uuid for item in self.items) or text in map(str.lower, self.processing)


def read_document(body: bytes) -> dict[str, Any] | None:
    """The JSON object that a body is; None when it is none."""
    try:
        document = from_json(body)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def _sort(value: object) -> tuple[list[str], list[object]]:
    """The tasks of the plain items, and the other items."""
    plain: list[str] = []
    others: list[object] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and item.get("status") == "processing" and item.keys() <= _PLAIN:
            task_uuid = item.get("taskUUID")
            if isinstance(task_uuid, str):
                plain.append(task_uuid)
                continue
        others.append(item)
    return plain, others


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
