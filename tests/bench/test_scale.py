"""The arithmetic of the scale benchmark."""

from bench.scale import speed_of


def test_the_speed_is_told_from_the_first_message_to_the_last_video() -> None:
    assert speed_of(100.0, [106.0, 110.0, 108.0, 104.0]) == 0.4
