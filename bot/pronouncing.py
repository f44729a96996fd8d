"""Words that are spoken otherwise than they are written, put into a script before it is spoken."""

import re
from collections.abc import Mapping


def pronounced(script: str, pronunciations: Mapping[str, str]) -> str:
    """The script as it is spoken: whole words and phrases alone, in any case, the longest first.

    What was put in is not looked at again, so that no word is changed twice.
    """
    spoken = {_form(written): how for written, how in pronunciations.items() if _form(written)}
    if not spoken:
        return script
    longest_first = sorted(spoken, key=len, reverse=True)
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    found = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    return found.sub(lambda match: spoken.get(_form(match[0]), match[0]), script)


def _form(words: str) -> str:
    """A word or phrase without case and without how its parts are spaced."""
    return " ".join(words.split()).casefold()
