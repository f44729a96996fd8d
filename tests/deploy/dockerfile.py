"""Reading a Dockerfile, as far as Herald's own needs it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
DOCKERFILE: Final = ROOT / "deploy" / "Dockerfile"


@dataclass(frozen=True)
class Instruction:
    """A word of the file with what follows it, on one line."""

    word: str
    text: str

    @property
    def words(self) -> list[str]:
        """What follows, without flags such as `--from=build`."""
        return [word for word in self.text.split() if not word.startswith("--")]

    @property
    def exec_form(self) -> list[str] | None:
        """The command as a list, where it is written as one."""
        found = re.search(r"\[.*\]$", self.text)
        return None if found is None else [str(word) for word in json.loads(found[0])]


@dataclass(frozen=True)
class Stage:
    """What stands between one FROM and the next."""

    name: str
    image: str
    instructions: tuple[Instruction, ...]

    def all(self, word: str) -> list[Instruction]:
        """The instructions with that word."""
        return [instruction for instruction in self.instructions if instruction.word == word]


def read_stages(text: str) -> list[Stage]:
    """The stages of a Dockerfile."""
    stages: list[Stage] = []
    for instruction in read_instructions(text):
        if instruction.word == "FROM":
            image, _, name = instruction.text.partition(" AS ")
            stages.append(Stage(name, image, ()))
        else:
            last = stages[-1]
            stages[-1] = Stage(last.name, last.image, (*last.instructions, instruction))
    return stages


def read_instructions(text: str) -> list[Instruction]:
    """The instructions in order, without comments."""
    lines = "\n".join(line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    joined = re.sub(r"\s*\\\n\s*", " ", lines)
    return [Instruction(*line.split(maxsplit=1)) for line in joined.splitlines()]
