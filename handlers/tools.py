"""What listeners may use: one object, made by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from bot.posting.announcement_postings import ChannelPostings
from bot.posting.announcing import Announcing
from bot.posting.batch_desk import Batches
from bot.posting.forgetting_asked import Forgetting
from bot.posting.results import Results
from bot.rendering.cancelling import Cancelling
from bot.rendering.consenting import Consenting
from bot.rendering.dead_letters import DeadLetters, DeadRenders
from bot.rendering.ports import Clock, RenderRecords, Wakeups
from bot.rendering.preset import PresetShelf
from bot.rendering.requesting import RequestDesk
from bot.slack.calls import SlackCalls
from bot.slack.documents import SlackDocuments
from bot.slack.people import SlackPeople
from bot.slack.script_file import ScriptFiles
from handlers.afterwards import Afterwards
from handlers.careful import careful
from handlers.ports import (
    AnnouncementLists,
    Audit,
    Beginning,
    DraftStore,
    Home,
    Homes,
    Leaving,
    Memory,
    Offer,
    Policies,
    PresetStore,
    Price,
    Roster,
    Runs,
    Usages,
)
from handlers.telling import tell_nobody


@dataclass(frozen=True)
class Tools:
    """The listeners' tools.

    `offer` is what people may choose from, `whole_offer` what their admins may.
    """

    desk: RequestDesk
    afterwards: Afterwards
    wakeups: Wakeups
    renders: RenderRecords
    cancelling: Cancelling
    batches: Batches
    consenting: Consenting
    results: Results
    announcing: Announcing
    announcement_lists: AnnouncementLists
    channel_postings: ChannelPostings
    offer: Offer
    whole_offer: Offer
    memory: Memory
    drafts: DraftStore
    presets: PresetStore
    home: Home
    homes: Homes
    policies: Policies
    roster: Roster
    audit: Audit
    usages: Usages
    documents: SlackDocuments
    people: SlackPeople
    scripts: ScriptFiles
    price: Price | None
    runs: Runs
    calls: SlackCalls
    monthly_budget: Decimal
    price_per_second: Decimal
    people_urls: bool
    clock: Clock
    new_render_id: Callable[[], str]
    leaving: Leaving
    letters: DeadLetters
    dead_shelf: DeadRenders
    forgetting: Forgetting

    async def begin(self, team_id: str, user_id: str) -> Beginning:
        """What the modal begins with for this person, now; who they are is asked meanwhile where nobody knows."""
        begun = await self.memory.begin(team_id, user_id, month=self._month, budget=self.monthly_budget)
        self._meet_stranger(begun, team_id, user_id)
        return begun

    async def begin_with_presets(self, team_id: str, user_id: str) -> tuple[Beginning, PresetShelf]:
        """The same, with the presets that the person may use."""
        begun, shelf = await self.memory.begin_with_presets(
            team_id, user_id, month=self._month, budget=self.monthly_budget
        )
        self._meet_stranger(begun, team_id, user_id)
        return begun, shelf

    @property
    def _month(self) -> str:
        return f"{self.clock():%Y-%m}"

    def _meet_stranger(self, begun: Beginning, team_id: str, user_id: str) -> None:
        if begun.person is None:
            self.afterwards.start(_meet(roster=self.roster, team_id=team_id, user_id=user_id))


@careful(tell_nobody)  # whoever is not known by then is asked about before anything costs
async def _meet(roster: Roster, team_id: str, user_id: str) -> None:
    await roster.find(team_id, user_id)
