"""What `doctor` found, a line for each thing it looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_SUBJECT_WIDTH: Final = 10


@dataclass(frozen=True)
class Finding:
    """One thing that is as it should be, or a problem when it has a `mend`."""

    subject: str
    text: str
    mend: str | None = None

    @property
    def is_problem(self) -> bool:
        """Whether something is to be done."""
        return self.mend is not None

    def line(self) -> str:
        """`problem  Redis      … - mend: …`."""
        word = "problem" if self.is_problem else "ok"
        mend = f" - mend: {self.mend}" if self.is_problem else ""
        return f"{word:<9}{self.subject:<{_SUBJECT_WIDTH}} {' '.join(self.text.split())}{mend}"


def problems_in(findings: Sequence[Finding]) -> int:
    """How many things are to be done."""
    return sum(finding.is_problem for finding in findings)
