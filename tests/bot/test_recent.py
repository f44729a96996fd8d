"""A memory keeps what was put last and no more."""

from bot.recent import Recent


def test_what_was_put_longest_ago_makes_room() -> None:
    recent = Recent[str, int](2)
    for key, value in (("a", 1), ("b", 2), ("a", 3), ("c", 4)):
        recent.put(key, value)

    assert [recent.get(key) for key in "abc"] == [3, None, 4]


def test_what_is_dropped_is_gone_and_may_be_dropped_twice() -> None:
    recent = Recent[str, int](2)
    recent.put("a", 1)

    recent.drop("a")
    recent.drop("a")

    assert recent.get("a") is None
