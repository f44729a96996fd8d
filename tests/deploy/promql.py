"""Enough of PromQL to see that an expression is well formed: functions, matchers, ranges, groupings, operators."""

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?)
    | (?P<word>[a-z_][a-z0-9_]*)
    | (?P<matchers>\{[^{}]*\})
    | (?P<range>\[\d+[smhd]\])
    | (?P<operator>==|!=|<=|>=|[-+*/<>])
    | (?P<mark>[(),])
    )\s*""",
    re.VERBOSE,
)
_MATCHER: Final = re.compile(r'\s*([a-z_]+)(=|!=|=~|!~)"[^"]*"\s*')
FUNCTIONS: Final = frozenset({"sum", "max", "min", "rate", "increase", "histogram_quantile", "abs", "absent"})
_SET_OPERATORS: Final = frozenset({"and", "or", "unless"})
_END: Final = ("end", "")


class Malformed(ValueError):
    """What is no PromQL."""


def metrics_in(expression: str) -> dict[str, set[str]]:
    """The metrics that an expression names, each with the labels that it is asked about; raises Malformed."""
    reader = _Reader(_tokens(expression))
    reader.expression()
    if reader.next() != _END:
        raise Malformed(f"more than one expression: {expression}")
    return reader.found


class _Reader:
    """Reads from left to right; what it has seen of metrics is in `found`."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self.found: dict[str, set[str]] = {}

    def next(self) -> tuple[str, str]:
        """The token that comes next, which stays."""
        return self._tokens[0] if self._tokens else _END

    def expression(self) -> None:
        """Values with operators between them."""
        self._value()
        while self.next()[0] == "operator" or self.next()[1] in _SET_OPERATORS:
            self._take()
            for clause in ({"on", "ignoring"}, {"group_left", "group_right"}):
                self._grouping(clause)
            self._value()

    def _value(self) -> None:
        kind, text = self._take()
        if text == "(":
            self.expression()
            self._want(")")
        elif text in FUNCTIONS:
            self._grouping({"by", "without"})
            self._arguments()
        elif kind == "word" and text not in _SET_OPERATORS:
            self._metric(text)
        elif kind != "number":
            raise Malformed(f"{text or 'the end'} where a value is wanted")

    def _arguments(self) -> None:
        self._want("(")
        self.expression()
        while self.next()[1] == ",":
            self._take()
            self.expression()
        self._want(")")

    def _metric(self, name: str) -> None:
        labels = self.found.setdefault(name, set())
        if self.next()[0] == "matchers":
            labels |= _labels(self._take()[1])
        if self.next()[0] == "range":
            self._take()

    def _grouping(self, words: set[str]) -> None:
        if self.next()[1] not in words:
            return
        self._take()
        self._want("(")
        while self.next()[0] == "word":
            self._take()
            if self.next()[1] == ",":
                self._take()
        self._want(")")

    def _want(self, text: str) -> None:
        found = self._take()[1]
        if found != text:
            raise Malformed(f"{found or 'the end'} where {text} is wanted")

    def _take(self) -> tuple[str, str]:
        return self._tokens.pop(0) if self._tokens else _END


def _tokens(expression: str) -> list[tuple[str, str]]:
    tokens, at = list[tuple[str, str]](), 0
    while at < len(expression):
        match = _TOKEN.match(expression, at)
        if match is None:
            raise Malformed(f"{expression[at : at + 10]!r} is not known")
        tokens.append((str(match.lastgroup), match[match.lastgroup or 0]))
        at = match.end()
    return tokens


def _labels(matchers: str) -> set[str]:
    found = [_MATCHER.fullmatch(part) for part in re.split(r",(?=\s*[a-z_]+\s*[=!])", matchers[1:-1])]
    labels = {match[1] for match in found if match is not None}
    if None in found:
        raise Malformed(f"{matchers} is no list of matchers")
    return labels
