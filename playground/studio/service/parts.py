"""The parts of a studio, made and joined."""

from dataclasses import dataclass

from playground.dials import Clock, FaultDial
from playground.studio.service import retention, store
from playground.studio.service.account import Account
from playground.studio.service.api import Handlers
from playground.studio.service.database import Database
from playground.studio.service.delivery import table as delivery_table
from playground.studio.service.delivery.outbox import Outbox
from playground.studio.service.kinds.account_management import AccountManagement
from playground.studio.service.kinds.get_response import GetResponse
from playground.studio.service.kinds.get_task_details import GetTaskDetails
from playground.studio.service.kinds.media_storage import MediaStorage
from playground.studio.service.kinds.video_inference import VideoInference
from playground.studio.service.media import table as media_table
from playground.studio.service.media.gathering import Gatherer
from playground.studio.service.media.intake import MediaIntake
from playground.studio.service.media.library import Library
from playground.studio.service.previews import Previews
from playground.studio.service.renderer import engine_for
from playground.studio.service.rendering import RenderQueue, Workshop
from playground.studio.service.settings import Settings
from playground.studio.service.state import Known
from playground.studio.service.videos import Videos


@dataclass(frozen=True)
class Parts:
    """What a studio consists of; `start` and `stop` may be called again and again while the database is open."""

    clock: Clock
    faults: FaultDial
    database: Database
    store: store.Store
    queue: RenderQueue
    outbox: Outbox
    videos: Videos
    library: Library
    gatherer: Gatherer
    previews: Previews
    retention: retention.Retention
    known: Known
    video_inference: VideoInference
    handlers: Handlers

    async def start(self) -> None:
        """Go on with what is unfinished."""
        self.store.begin()
        self.videos.remove_strangers()
        self.library.remove_strangers()
        self.gatherer.remove_leftovers()
        await self.outbox.start()
        self.queue.start()

    async def stop(self) -> None:
        """Leave unfinished what is unfinished."""
        await self.queue.stop()
        await self.outbox.stop()
        await self.previews.stop()

    def tidy(self) -> None:
        """Remove the files whose time is over."""
        self.videos.remove_expired()
        self.library.remove_expired()

    def tidy_thoroughly(self) -> None:
        """Remove what nobody has asked for in a long time; more work, and less urgent."""
        now = self.clock.now()
        self.previews.remove_expired(now)
        self.retention.forget_old(now)

    def forget(self) -> None:
        """Forget all tasks and media; for a studio that is stopped."""
        self.database.forget_all()
        self.videos.remove_all()
        self.library.remove_strangers()


def assemble(settings: Settings) -> Parts:
    """The parts for a studio with these settings; raises `CannotStart` for a ready file that is no video."""
    folders = {name: settings.data_dir / name for name in ("videos", "media", "work", "previews")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    clock, faults = Clock(), FaultDial()
    tables = (store.TABLES, retention.TABLES, media_table.TABLES, delivery_table.TABLES)
    database = Database(settings.data_dir / "studio.sqlite3", tables)
    memory = retention.Retention(database)
    tasks = store.Store(database, memory)
    deliveries = delivery_table.DeliveryTable(database)
    outbox = Outbox(deliveries, folders["videos"], faults=faults)
    library = Library(media_table.MediaTable(database), folders["media"], clock=clock)
    intake = MediaIntake(library)
    gatherer = Gatherer(intake, folders["work"])
    workshop = Workshop(engine_for(settings), gatherer, folders["videos"], settings.least_free_bytes)
    queue = RenderQueue(tasks, workshop, clock=clock, faults=faults, on_settled=outbox.wake)
    account = Account(tasks, settings.opening_cents)
    video_inference = VideoInference(tasks, queue, account=account, intake=intake, clock=clock)
    storage = MediaStorage(library)
    return Parts(
        clock=clock,
        faults=faults,
        database=database,
        store=tasks,
        queue=queue,
        outbox=outbox,
        videos=Videos(tasks, folders["videos"], clock=clock),
        library=library,
        gatherer=gatherer,
        retention=memory,
        previews=Previews(folders["previews"], settings.renderer),
        known=Known(tasks, queue, account, library, deliveries, clock),
        video_inference=video_inference,
        handlers=Handlers(
            polls=GetResponse(tasks),
            others={
                "videoInference": video_inference.answer,
                "mediaStorage": storage.answer,
                "imageUpload": storage.answer_image,
                "accountManagement": AccountManagement(tasks, account, clock=clock).answer,
                "getTaskDetails": GetTaskDetails(tasks).answer,
            },
        ),
    )
