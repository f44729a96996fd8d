"""Pictures and recordings are known by their bytes, and refused with words that help."""

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FileRefused
from bot.media.boxes import MOST_BOXES
from bot.media.checking import check_picture, check_recording
from bot.media.limits import longest_length
from bot.media.mp4 import strip_mp4
from bot.media.pictures import read_picture
from tests.bot.media.samples import PICTURES, RECORDINGS, picture, recording, video


def png_header(width: int, height: int, *chunks: bytes) -> bytes:
    """A PNG that claims these measures, with empty chunks of these names."""
    measures = struct.pack(">II5B", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", measures), *((name, b"") for name in chunks)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + bytes(4) for name, content in parts
    )


def refusal_of(content: bytes, *, heard: bool = False) -> tuple[str, str]:
    """The code and the reason with which a file is refused."""
    with pytest.raises(FileRefused) as raised:
        (check_recording if heard else check_picture)(content)
    return raised.value.code, raised.value.reason


@pytest.mark.parametrize(("ending", "media_type"), PICTURES.items())
def test_a_picture_is_known_by_its_bytes(ending: str, media_type: str) -> None:
    assert check_picture(picture(ending)).media_type == media_type


@pytest.mark.parametrize("ending", PICTURES)
def test_a_pictures_measures_are_read(ending: str) -> None:
    header = read_picture(picture(ending, width=120, height=50))

    assert header is not None
    assert (header.width, header.height, header.whole) == (120, 50, True)


@pytest.mark.parametrize("ending", PICTURES)
def test_a_picture_without_its_end_is_refused(ending: str) -> None:
    assert refusal_of(picture(ending)[:-14]) == ("file_cut_off", "is not complete: its end is missing")


def test_a_small_file_with_a_huge_picture_is_refused() -> None:
    code, reason = refusal_of(png_header(20_000, 20_000, b"IEND"))

    assert (code, reason) == ("file_too_many_pixels", "has 20,000 x 20,000 pixels; a PNG may have 25 million in all")


def test_a_picture_of_a_few_pixels_is_refused() -> None:
    assert refusal_of(picture("png", width=100, height=9))[0] == "file_too_small"


def test_an_animated_picture_is_refused() -> None:
    assert refusal_of(png_header(64, 64, b"acTL", b"IEND"))[0] == "file_animated"


def test_a_picture_for_printing_is_refused() -> None:
    rgb = picture("jpg")
    at = rgb.index(b"\xff\xc0") + 9
    printed = rgb[:at] + b"\x04" + rgb[at + 1 :]

    assert refusal_of(printed)[0] == "file_print_colours"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"GIF89a" + bytes(50), "is a GIF, not a JPEG, PNG or WebP picture"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "is a HEIC photo, not a JPEG, PNG or WebP picture"),
        (b"  <!DOCTYPE html><title>Sign in</title>", "is a web page, not a JPEG, PNG or WebP picture"),
        (b'<?xml version="1.0"?><svg/>', "is an SVG drawing, not a JPEG, PNG or WebP picture"),
        (recording("mp3"), "is an MP3 recording, not a JPEG, PNG or WebP picture"),
        (b"some words", "is not a JPEG, PNG or WebP picture"),
    ],
)
def test_what_is_no_picture_is_named(content: bytes, reason: str) -> None:
    assert refusal_of(content)[1] == reason


@pytest.mark.parametrize(("ending", "media_type"), [(ending, kind[2]) for ending, kind in RECORDINGS.items()])
def test_a_recording_is_known_by_its_bytes_and_measured(ending: str, media_type: str) -> None:
    checked = check_recording(recording(ending, seconds=3))

    assert checked.media_type == media_type
    assert checked.length is not None
    assert 2.95 <= checked.length.total_seconds() <= 3.1


@pytest.mark.parametrize("ending", ["wav", "mp3", "m4a", "ogg", "opus"])
def test_a_recording_without_its_end_is_refused(ending: str) -> None:
    whole = recording(ending)

    assert refusal_of(whole[: len(whole) * 2 // 3], heard=True)[0] == "file_cut_off"


def test_a_recording_behind_a_cover_is_measured() -> None:
    cover = b"ID3\x04\x00\x00" + bytes([0, 0, 16, 0]) + bytes(2048)
    plain = recording("mp3")

    assert check_recording(cover + plain[plain.index(b"\xff\xfb") :]).length == check_recording(plain).length


def test_a_recording_that_was_written_without_knowing_its_end_is_measured() -> None:
    known = recording("wav", seconds=2)
    at = known.index(b"data") + 4
    streamed = known[:at] + b"\xff\xff\xff\xff" + known[at + 4 :]

    checked = check_recording(streamed)

    assert checked.length is not None
    assert checked.length.total_seconds() == pytest.approx(2)


def test_a_recording_that_does_not_tell_its_length_is_taken() -> None:
    told = recording("flac")
    silent = told[:21] + bytes([told[21] & 0xF0]) + bytes(4) + told[26:]

    assert check_recording(silent).length is None


@pytest.mark.parametrize(
    ("seconds", "reason"),
    [(601, "is 10.0 minutes long; 10 minutes is the most"), (0.2, "lasts for less than 0.5 seconds")],
)
def test_a_recording_of_a_wrong_length_is_refused(seconds: float, reason: str) -> None:
    rate = 8_000
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate, 1, 8)
    sound = bytes(round(seconds * rate))
    wav = b"RIFF" + struct.pack("<I", 36 + len(sound)) + b"WAVE" + form + struct.pack("<4sI", b"data", len(sound))

    assert refusal_of(wav + sound, heard=True)[1] == reason


def test_a_length_beyond_all_numbers_is_refused() -> None:
    told = recording("m4a")
    at = told.index(b"mdhd") + 16
    endless = told[:at] + struct.pack(">II", 1, 0xFFFFFFFE) + told[at + 8 :]

    assert refusal_of(endless, heard=True)[0] == "file_too_long"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (video(), "is a video, not a WAV, MP3, M4A, AAC, OGG or FLAC recording"),
        (picture("png"), "is a PNG picture, not a WAV, MP3, M4A, AAC, OGG or FLAC recording"),
        (b"\xff\xfb" + bytes(400), "is not a WAV, MP3, M4A, AAC, OGG or FLAC recording"),
    ],
)
def test_what_is_no_recording_is_named(content: bytes, reason: str) -> None:
    assert refusal_of(content, heard=True)[1] == reason


@given(st.sampled_from([*PICTURES, *RECORDINGS]), st.data())
def test_a_damaged_header_is_never_more_than_refused(ending: str, data: st.DataObject) -> None:
    whole = picture(ending) if ending in PICTURES else recording(ending, seconds=0.6)
    at = data.draw(st.integers(0, min(len(whole), 200)))
    damaged = whole[:at] + data.draw(st.binary(max_size=12)) + whole[at + data.draw(st.integers(0, 12)) :]

    for content in (damaged, damaged[: data.draw(st.integers(0, len(damaged)))]):
        for check in (check_picture, check_recording):
            with suppress(FileRefused):
                check(content)


@pytest.mark.parametrize("ending", [ending for ending in RECORDINGS if ending != "opus"])
def test_no_recording_is_longer_than_its_size_allows(ending: str) -> None:
    content = recording(ending, seconds=3)

    assert longest_length(len(content), ending).total_seconds() >= 3


def empty_boxes(count: int) -> bytes:
    """Boxes that say nothing."""
    return struct.pack(">I4s", 8, b"free") * count


SECRET = struct.pack(">I4s", 22, b"udta") + b"where we live."


def test_notes_behind_more_boxes_than_are_read_end_the_recording() -> None:
    whole = recording("m4a")

    assert check_recording(whole + empty_boxes(2_000) + SECRET).media_type == "audio/mp4"
    assert refusal_of(whole + empty_boxes(MOST_BOXES) + SECRET, heard=True)[0] == "file_cut_off"
    assert refusal_of(whole + b"\0\0\0\1where we live.", heard=True)[0] == "file_cut_off"


@pytest.mark.parametrize(
    "notes",
    [SECRET, empty_boxes(MOST_BOXES) + SECRET, b"\0\0\0\2where we live."],
    ids=["a box", "behind many", "no box"],
)
def test_no_notes_are_left_in_a_recording_wherever_they_stand(notes: bytes) -> None:
    whole = recording("m4a")
    at = whole.index(b"moov") - 4
    (size,) = struct.unpack_from(">I", whole, at)
    noted = whole[:at] + struct.pack(">I", size + len(notes)) + whole[at + 4 : at + size] + notes + whole[at + size :]

    stripped = strip_mp4(noted)

    assert b"where we live" not in stripped
    assert check_recording(stripped).length == check_recording(whole).length
