"""Every open posting that nothing is about to touch is put back on its way."""

from bot.errors import RecordUnreadable
from bot.posting.posting import Posting, PostingState
from bot.posting.reconciling import PostingReconciler
from tests.bot.posting.fakes import FakePostings, a_posting
from tests.bot.rendering.fakes import FakeClock, FakeWakeups
from tests.bot.rendering.test_reconciling import FakeOpen


class OneUnreadable(FakePostings):
    """Postings of which `broken` has a form that nobody knows."""

    async def get(self, team_id: str, record_id: str) -> Posting | None:
        if record_id == "broken":
            raise RecordUnreadable(record_id)
        return await super().get(team_id, record_id)


async def test_a_quiet_posting_gets_its_next_step_and_an_unreadable_one_stops_nothing() -> None:
    postings = OneUnreadable({"due": a_posting(id="due"), "half": a_posting(id="half", state=PostingState.POSTING)})
    postings.stored["out"] = a_posting(id="out", state=PostingState.POSTED)
    index = FakeOpen([("T1", "broken"), ("T1", "due"), ("T1", "gone"), ("T1", "half"), ("T1", "out")])
    wakeups = FakeWakeups()

    await PostingReconciler(index, postings, wakeups, FakeClock()).reconcile()

    assert wakeups.woken == [("keep", "due"), ("post", "half"), ("unlink", "out")]
    assert index.forgotten == ["gone"]
