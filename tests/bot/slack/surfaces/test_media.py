"""The fields that take a person's files, and what is read of them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.errors import InvalidField
from bot.rendering.draft import Wishes
from bot.rendering.render import Choices
from bot.rendering.requesting import Quote
from bot.slack.surfaces.media import MediaChoice, media_blocks, read_media, shown_script, spoken_text
from bot.slack.surfaces.review import describe_price
from tests.bot.slack.samples import make_render
from tests.bot.slack.surfaces.reading import problems_of_view

BEFORE = Wishes(background="slack-file:F1", audio="slack-file:F2")
BOTH = [{"value": "background"}, {"value": "audio"}]


def given(field: str, **fields: Any) -> dict[str, Any]:
    """The state of a view in which one file was given."""
    file = {"id": "F0NEW", "name": "mine.png", "filetype": "png", "size": 1000, **fields}
    return {field: {field: {"type": "file_input", "files": [file]}}}


def ticked(*options: dict[str, str]) -> dict[str, Any]:
    """The state of the boxes that keep earlier files."""
    return {"kept_files": {"kept_files": {"type": "checkboxes", "selected_options": list(options)}}}


def test_the_fields_take_one_file_each_of_the_kinds_that_can_be_used() -> None:
    fields = {block["block_id"]: block["element"] for block in media_blocks(Wishes())}

    assert {name: element["max_files"] for name, element in fields.items()} == {"background": 1, "audio": 1}
    assert "heic" not in fields["background"]["filetypes"]
    assert "m4a" in fields["audio"]["filetypes"]


@pytest.mark.parametrize("earlier", [Wishes(), BEFORE])
def test_the_fields_keep_to_slacks_limits(earlier: Wishes) -> None:
    title = {"type": "plain_text", "text": "Files"}
    view = {"type": "modal", "title": title, "submit": title, "blocks": media_blocks(earlier)}

    assert problems_of_view(view) == []


def test_earlier_files_have_a_box_that_is_ticked() -> None:
    *_, boxes = media_blocks(BEFORE)

    assert [option["value"] for option in boxes["element"]["initial_options"]] == ["background", "audio"]


def test_what_is_no_file_has_no_box() -> None:
    assert len(media_blocks(Wishes(background="https://example.com/a.png"))) == 2


def test_a_given_file_is_named_by_reference() -> None:
    assert read_media(given("background"), Wishes()) == MediaChoice(background="slack-file:F0NEW")


def test_nothing_given_is_nothing_chosen() -> None:
    assert read_media({"audio": {"audio": {"type": "file_input", "files": []}}}, Wishes()) == MediaChoice()


def test_earlier_files_stay_while_their_boxes_are_ticked() -> None:
    kept = read_media(ticked(*BOTH), BEFORE, audio_length=timedelta(seconds=9))

    assert kept == MediaChoice("slack-file:F1", "slack-file:F2", timedelta(seconds=9))


def test_an_earlier_file_goes_with_its_tick() -> None:
    kept = read_media(ticked(BOTH[0]), BEFORE, audio_length=timedelta(seconds=9))

    assert kept == MediaChoice(background="slack-file:F1")


def test_a_new_file_takes_an_earlier_ones_place() -> None:
    values = {**ticked(*BOTH), **given("background")}

    assert read_media(values, BEFORE).background == "slack-file:F0NEW"


def test_a_view_without_the_fields_changes_nothing() -> None:
    assert read_media({}, BEFORE, audio_length=timedelta(seconds=9)).audio_length == timedelta(seconds=9)


def test_a_clip_recorded_in_slack_is_as_long_as_slack_says() -> None:
    recorded = given("audio", filetype="m4a", duration_ms=4200)

    assert read_media(recorded, Wishes()).audio_length == timedelta(seconds=4.2)


@pytest.mark.parametrize(
    ("filetype", "size", "seconds"), [("wav", 160_000, 10), ("mp3", 40_000, 10), ("wav", 20_000_000, 600)]
)
def test_a_recordings_size_bounds_its_length(filetype: str, size: int, seconds: float) -> None:
    chosen = read_media(given("audio", filetype=filetype, size=size), Wishes())

    assert chosen.audio_length == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("field", "fields", "words"),
    [
        ("background", {"filetype": "heic", "name": "IMG_1.heic"}, "IMG_1.heic is not a JPEG, PNG or WebP file"),
        ("background", {"size": 10_000_001}, "10 MB is the most"),
        ("audio", {"filetype": "mp4"}, "WAV, MP3, M4A"),
        ("audio", {"filetype": "wav", "size": 26_000_000}, "26.0 MB; 25 MB is the most"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_beside_its_field(field: str, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidField, match=words) as raised:
        read_media(given(field, **fields), Wishes())

    assert raised.value.field == field


def test_a_type_that_slack_has_no_name_for_is_told_by_the_files_name() -> None:
    assert read_media(given("audio", filetype="binary", name="Voice.FLAC"), Wishes()).audio == "slack-file:F0NEW"


@pytest.mark.parametrize(("script", "shown"), [("Hello.", "Hello."), (" ", "(a recording instead of a script)")])
def test_what_is_heard_can_be_shown(script: str, shown: str) -> None:
    assert spoken_text(script) == shown


def test_the_price_of_a_recording_is_the_most_that_it_can_be() -> None:
    quote = Quote(timedelta(seconds=80), Decimal("8.00"), Decimal("10.40"))

    assert describe_price(quote, BEFORE) == "*At most 1 min 20 s, at most $8.00*"
    assert describe_price(quote, Wishes(voice="v")) == "*About 1 min 20 s, about $8.00*"


def test_a_script_beside_a_recording_is_not_shown_as_what_is_heard() -> None:
    recorded = make_render(choices=Choices(avatar="a", audio="slack-file:F1"))

    assert shown_script(recorded) == "(a recording instead of a script)"
    assert shown_script(make_render()) == "Good morning, team. The release is out."
