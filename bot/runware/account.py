"""What the operator's account at Runware holds, and what became of any task of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from bot.errors import TaskUncertain
from bot.runware.answers import Answer, read_amount
from bot.runware.line import Line, Repeat
from bot.runware.wire import Request, TaskUuid


class AccountManagement(Request):
    """The question what the account holds."""

    task_type: Literal["accountManagement"] = "accountManagement"
    task_uuid: TaskUuid
    operation: Literal["getDetails"] = "getDetails"


class GetTaskDetails(Request):
    """The question what was asked and answered under a task's UUID, however long ago."""

    task_type: Literal["getTaskDetails"] = "getTaskDetails"
    task_uuid: UUID


@dataclass(frozen=True)
class Balance:
    """What is left; `free`, where the service tells it, is the part that was given and not paid."""

    amount: Decimal
    free: Decimal | None = None
    currency: str = "USD"


@dataclass(frozen=True)
class TaskDetails:
    """A task as it was sent, and as it was answered; None where the service kept no answer."""

    request: tuple[Mapping[str, Any], ...]
    response: Answer | None


async def ask_balance(line: Line, task_uuid: UUID, *, within: timedelta) -> Balance:
    """Raises TaskRefused (a wrong key, say), RunwareBusy, or TaskUncertain where there is no amount in the answer."""
    task = AccountManagement(task_uuid=task_uuid)
    item, *_ = await line.ask_one(task, task_uuid, Repeat.ALWAYS, within=within)
    balance = _read_balance(item.more.get("balance"))
    if balance is None:
        raise TaskUncertain("Runware told of the account, but not its balance")
    return balance


async def ask_task_details(line: Line, task_uuid: UUID, *, within: timedelta) -> TaskDetails:
    """Raises TaskRefused where the service does not know the task, RunwareBusy or TaskUncertain."""
    item, *_ = await line.ask_one(GetTaskDetails(task_uuid=task_uuid), task_uuid, Repeat.ALWAYS, within=within)
    request, response = item.more.get("request"), item.more.get("response")
    sent = request if isinstance(request, list) else [request]
    return TaskDetails(
        tuple(task for task in sent if isinstance(task, dict)),
        Answer.of(response) if isinstance(response, dict) else None,
    )


def _read_balance(value: object) -> Balance | None:
    """A number alone is how older versions of the service tell it."""
    if not isinstance(value, dict):
        amount = read_amount(value)
        return None if amount is None else Balance(amount)
    amount, currency = read_amount(value.get("amount")), value.get("currency")
    if amount is None:
        return None
    return Balance(amount, read_amount(value.get("freeBalance")), currency if isinstance(currency, str) else "USD")
