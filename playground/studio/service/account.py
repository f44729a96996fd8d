"""The account that renders are paid from, and what is left of it."""

from typing import Final

from playground.studio.service.errors import ApiError
from playground.studio.service.store import Store

CURRENCY: Final = "USD"


class Account:
    """A balance that finished videos use up; what unfinished ones are expected to cost is not spent twice."""

    def __init__(self, store: Store, opening_cents: int) -> None:
        self._store = store
        self._opening_cents = opening_cents

    @property
    def left_cents(self) -> int:
        """What is left; never below nothing, although a video may have become longer than expected."""
        return max(self._opening_cents - self._store.spent_cents, 0)

    def refusal(self, estimate_cents: int) -> ApiError | None:
        """Why a task of that price cannot be taken, or None."""
        free = self.left_cents - self._store.reserved_cents
        if estimate_cents <= free:
            return None
        message = (
            f"The balance does not cover this task: about ${estimate_cents / 100:.2f} are needed and"
            f" ${max(free, 0) / 100:.2f} are free. Start the studio with a larger --balance."
        )
        return ApiError("insufficientCredits", message)

    def balance(self) -> dict[str, object]:
        """The balance as the service tells it, in dollars."""
        return {"amount": self.left_cents / 100, "freeBalance": 0.0, "currency": CURRENCY}
