"""What a person sees is read as a person reads it."""

from typing import Any

from playground.launcher.thread import Sight, plain_text, read_thread, said, video_link

Json = dict[str, Any]
MEDIA = "http://127.0.0.1:9"
VIDEO = {"id": "F1", "name": "a.mp4", "mimetype": "video/mp4", "size": 1, "url_private": "u", "secret": "s"}


def message(ts: str, **more: Any) -> Json:
    """A message of Herald's."""
    return {"user": "U0HERALD", "ts": ts, "text": "Queued", **more}


def state(*messages: Json, ephemerals: tuple[Json, ...] = ()) -> Json:
    """A workspace with these messages in one channel."""
    private = [{"user": "U0ALICE", "channel": "C1", "message": m} for m in ephemerals]
    return {"messages": {"C1": list(messages)}, "ephemerals": private}


NOTHING = Sight.of(state())


def test_only_what_is_new_counts() -> None:
    sight = Sight.of(state(message("1.0")))
    assert [m["ts"] for _, m in sight.new_messages(state(message("1.0"), message("2.0")))] == ["2.0"]


def test_what_people_write_does_not_count() -> None:
    assert NOTHING.new_messages(state(message("1.0", user="U0BOB"))) == []


def test_a_reply_with_a_video_is_the_final_post() -> None:
    new = NOTHING.new_messages(state(message("1.0"), message("2.0", thread_ts="1.0", files=[VIDEO])))
    assert [m["ts"] for m in read_thread(new, media_origin=MEDIA).finals] == ["2.0"]


def test_a_reply_with_the_link_alone_is_the_final_post() -> None:
    new = NOTHING.new_messages(state(message("1.0"), message("2.0", thread_ts="1.0", text=f"<{MEDIA}/v.mp4|Watch>")))
    assert len(read_thread(new, media_origin=MEDIA).finals) == 1


def test_the_anchor_with_the_link_is_no_final_post() -> None:
    new = NOTHING.new_messages(state(message("1.0", text=f"<{MEDIA}/v.mp4|Watch>")))
    assert read_thread(new, media_origin=MEDIA).finals == ()


def test_a_button_that_renders_again_says_that_there_is_no_video() -> None:
    button = {"type": "actions", "elements": [{"type": "button", "action_id": "render_again"}]}
    new = NOTHING.new_messages(state(message("1.0", blocks=[button])))
    assert read_thread(new, media_origin=MEDIA).refusal is not None


def test_a_private_answer_is_a_refusal() -> None:
    new = NOTHING.new_messages(state(ephemerals=(message("1.0", text="no budget"),)))
    thread = read_thread(new, media_origin=MEDIA)
    assert (thread.messages, thread.refusal and thread.refusal["text"]) == ((), "no budget")


def test_the_link_and_its_end_are_read_from_the_post() -> None:
    post = message("2.0", text=f"<{MEDIA}/v.mp4?a=1&amp;b=2|Watch> until <!date^86400^{{time}}|02 Jan 1970>")
    url, ends = video_link((message("1.0"), post), MEDIA)
    assert url == f"{MEDIA}/v.mp4?a=1&b=2"
    assert ends is not None
    assert ends.timestamp() == 86400


def test_markup_becomes_plain_text() -> None:
    markup = "<@U1> and <@U2>: <https://x.y|here> in <#C1|general> &lt;b&gt; <https://x.y>"
    assert plain_text(markup, {"U1": "Ann"}) == "@Ann and @U2: here (https://x.y) in #general <b> https://x.y"


def test_the_report_has_what_the_blocks_say_and_no_other_key_of_a_file() -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Ready*"}}]
    told = said(message("1.0", blocks=blocks, files=[VIDEO]))
    assert told.text == "*Ready*"
    assert told.files == ({key: VIDEO[key] for key in ("id", "name", "mimetype", "size", "url_private")},)
