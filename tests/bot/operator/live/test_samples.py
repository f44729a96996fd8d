"""What is recorded has no secret in it, and stays what it was otherwise."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.operator.live.samples import Redactor, Sample, read_samples, sample_of, write_sample
from bot.runware.exchange import Reply

ONE, TWO = "7563e046-3c5b-4f0e-9d59-2c0f3a1d8a01", "0A6F2D0E-8B8F-4F8E-8A35-90B1F6F3C402"


def a_sample(body: Any, name: str = "ack") -> Sample:
    """A sample of an answer."""
    return Sample(name=name, about="", tasks=[{"taskUUID": ONE}], status=200, body=body)


def redacted(body: Any) -> Any:
    """The body as it would be kept."""
    return Redactor(SecretStr("rw-key"), {}).sample(a_sample(body)).body


def test_a_uuid_is_the_same_made_up_one_wherever_it_stands() -> None:
    redactor = Redactor(SecretStr("rw-key"), {})

    first = redactor.sample(a_sample({"data": [{"taskUUID": ONE, "videoURL": f"https://x.example/{TWO}.mp4"}]}))
    second = redactor.sample(a_sample({"data": [{"videoUUID": TWO.lower()}]}))

    made_up = first.tasks[0]["taskUUID"]
    assert first.body["data"][0]["taskUUID"] == made_up != ONE
    assert first.body["data"][0]["videoURL"] == f"https://x.example/{second.body['data'][0]['videoUUID']}.mp4"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("the key rw-key is bad", "the key [key] is bad"),
        ("ask ann.b+c@mail.example.com", "ask [email]"),
        ("see https://me:pass@x.example/a?token=1 there", "see https://x.example/a?[redacted] there"),
        ("https://x.example/9f8e7d6c5b4a39281706f5e4d3c2b1a0/v.mp4", "https://x.example/[token]/v.mp4"),
        ("https://runware.ai/docs/en/video-inference/api-reference", None),
        ("http://[broken", "[address]"),
    ],
)
def test_what_is_nobodys_business_is_blotted_out(text: str, kept: str | None) -> None:
    assert redacted({"message": text}) == {"message": text if kept is None else kept}


def test_the_account_is_blotted_out() -> None:
    told = {"organizationName": "Acme", "team": [{"name": "Ann"}], "apiKey": "x", "cost": 0.2}

    assert redacted([told]) == [
        {"organizationName": "[redacted]", "team": "[redacted]", "apiKey": "[redacted]", "cost": 0.2}
    ]


@pytest.mark.parametrize(("body", "kept"), [(b'{"data": []}', {"data": []}), (b"<html>", "<html>"), (b"\xff", "�")])
def test_an_answer_is_kept_as_json_or_else_as_text(body: bytes, kept: object, tmp_path: Path) -> None:
    write_sample(tmp_path, 1, sample_of("odd", "", b"[{}]", Reply(200, body, None)))

    (again,) = read_samples(tmp_path)

    assert (again.name, again.body) == ("odd", kept)
