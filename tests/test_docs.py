"""What the documentation says is there: links, commands, settings, addresses, files and pictures."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import yaml

from bench.__main__ import BENCHMARKS
from bot.guard import BODY_LIMIT
from bot.operator.checks.redis import OLDEST
from bot.posting.announcement import MOST_CHANNELS
from bot.posting.batch import MOST_ROWS
from bot.rendering.consent import ASKED_FOR
from bot.rendering.requesting import SCRIPT_LIMIT
from bot.runware.hooks import HOOK_PATH
from bot.settings import SCHEMA_URL, Settings
from bot.slack.installing import INSTALL_PATH, REDIRECT_PATH
from bot.store import keys
from handlers.commands import OPENS
from tests.papers.__main__ import PAGES
from tests.papers.commands_page import walk_commands
from tests.papers.locks import LOCKS, UNSAID, read_lock, said_licence
from tests.papers.settings_page import read_example

ROOT: Final = Path(__file__).parents[1]
DOCUMENTS: Final = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
NAMES: Final = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
LARGEST_PICTURE: Final = 150_000

ELSEWHERE: Final = {
    "https://api.slack.com/apps",
    "https://github.com/chrisguidry/docket",
    "https://keepachangelog.com/en/1.1.0/",
    SCHEMA_URL,
    *(default for field in Settings.model_fields.values() if isinstance(default := field.default, str)),
    *Settings.model_fields["slack_file_origins"].default,
    *Settings.model_fields["runware_media_origins"].default,
}
"""Addresses outside of Herald: of its services, which the code has too, and of pages that were looked at."""
OURS: Final = {"herald.example.com", "127.0.0.1", "localhost"}
PATHS: Final = {"", "/", "/slack/events", INSTALL_PATH, REDIRECT_PATH, HOOK_PATH, "/healthz", "/readyz", "/metrics"}
OTHER_VARIABLES: Final = {"HERALD_MATERIALS", "HERALD_STUDIO_LABEL", "PYTHON", "PATH"}
"""Variables that are read by something else than the bot."""
EXAMPLES: Final = {"some text", "Good morning, team!", "The numbers of this week are in."}
"""Scripts that stand behind `/herald` in the text."""
WORDS: Final = {"help", "", *OPENS}


def text_of(path: Path) -> str:
    """A page's text."""
    return path.read_text()


def code_of(text: str) -> list[str]:
    """What stands as code: the lines of blocks, and what is between backticks, each on one line."""
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^ *```\w*\n.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    inline = [" ".join(found.split()) for found in re.findall(r"`([^`]+)`", prose)]
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()] + inline


def all_code() -> list[str]:
    """The code of all pages, once each."""
    return sorted({code for path in DOCUMENTS for code in code_of(text_of(path))})


def starting(*beginnings: str) -> list[str]:
    """The code that begins so, without comments behind it."""
    return sorted({re.sub(r"\s+#.*", "", code) for code in all_code() if code.startswith(beginnings)})


def anchors(text: str) -> set[str]:
    """What a link into a page can name: its headings as forges write them."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"`", "", head.lower())).replace(" ", "-") for head in heads}


def links(text: str) -> list[str]:
    """Where a page's links and pictures lead."""
    return re.findall(r"\]\(([^)\s]+)\)", text)


def dead_links(path: Path) -> Iterator[str]:
    """The links of a page that lead to nothing in the project."""
    for link in links(text_of(path)):
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", link):
            continue
        file = (path.parent / target).resolve() if target else path
        if not file.exists() or (anchor and anchor not in anchors(text_of(file))):
            yield link


@pytest.mark.parametrize("name", NAMES)
def test_no_link_inside_the_project_is_dead(name: str) -> None:
    assert list(dead_links(ROOT / name)) == []


def test_a_dead_link_and_a_dead_anchor_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Here\n[a](none.md) [b](#there) [c](#here) [d](page.md)")
    assert list(dead_links(page)) == ["none.md", "#there"]


def test_every_page_is_reached_from_the_first() -> None:
    first = ROOT / "docs" / "README.md"
    reached = {(first.parent / link.partition("#")[0]).resolve() for link in links(text_of(first))}
    assert set((ROOT / "docs").glob("*.md")) - reached == {first}
    assert "docs/README.md" in links(text_of(ROOT / "README.md"))


def test_every_picture_is_shown_and_light() -> None:
    shown = {(path.parent / link).resolve() for path in DOCUMENTS for link in links(text_of(path))}
    pictures = list((ROOT / "docs").glob("*.png"))
    assert [picture.name for picture in pictures if picture not in shown] == []
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE] == []


@pytest.mark.parametrize("name", sorted(PAGES))
def test_what_is_made_from_the_code_is_as_the_code_says(name: str) -> None:
    assert text_of(ROOT / "docs" / name) == PAGES[name](), "run scripts/papers"


def test_every_setting_has_its_meaning_on_the_page() -> None:
    chapters = list(read_example(text_of(ROOT / ".env.example")))
    named = [name for chapter in chapters for entry in chapter.entries for name in entry.names]
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)
    assert all(entry.meaning.endswith(".") for chapter in chapters for entry in chapter.entries)


def test_every_variable_that_is_named_is_one() -> None:
    known = {name.upper() for name in Settings.model_fields} | OTHER_VARIABLES
    named = {found for code in all_code() for found in re.findall(r"^([A-Z]+_[A-Z_]+|PORT|HOST)\b(?!\()", code)}
    assert {name for name in named - known if not name.startswith("OTEL_")} == set()


def operators_commands() -> dict[str, Any]:
    """The program's commands by their words."""
    return dict(walk_commands())


def wrong_with(words: list[str]) -> str | None:
    """What is wrong with what stands behind `python -m bot`; None when it would be understood."""
    commands = operators_commands()
    path = next((" ".join(words[:size]) for size in (2, 1) if " ".join(words[:size]) in commands), None)
    if path is None:
        return "no such command"
    known = {opt for parameter in commands[path].params for opt in (*parameter.opts, *parameter.secondary_opts)}
    unknown = [word for word in words if word.startswith("--") and word not in known]
    return f"no such option: {unknown}" if unknown else None


def bot_calls() -> list[str]:
    """What stands behind `python -m bot` on the pages, but for those made from the program, and abbreviations."""
    runs = [re.sub(r"[\[\]]", " ", code) for code in starting("python -m bot ", ".venv/bin/python -m bot ")]
    calls = [run.partition("-m bot ")[2] for run in runs]
    return [call for call in calls if not re.match(r"[A-Z]|web \||keys new\|", call)]


@pytest.mark.parametrize("call", bot_calls())
def test_every_command_for_the_operator_is_one(call: str) -> None:
    words = [word for word in call.split() if word != "…"]
    assert wrong_with(words) is None, call


def test_a_wrong_command_and_a_wrong_option_would_be_found() -> None:
    assert wrong_with(["mend"]) == "no such command"
    assert wrong_with(["doctor", "--alive"]) == "no such option: ['--alive']"
    assert wrong_with(["keys", "rotate"]) is None


@pytest.mark.parametrize("run", starting("scripts/", ".ci/run"))
def test_every_script_is_there(run: str) -> None:
    assert (ROOT / run.split(maxsplit=1)[0]).is_file()


SCRIPTED: Final = {
    "scripts/play": ("playground", "play"),
    "scripts/faults": ("tests.faults",),
    "scripts/faults --real": ("tests.faults.real",),
    "scripts/papers": ("tests.papers",),
    "scripts/bench": ("bench",),
    "python -m playground.slack": ("playground.slack", "serve"),
    "python -m playground.studio": ("playground.studio", "serve"),
}
"""What is run by what stands on the pages."""


@pytest.mark.parametrize("begin", SCRIPTED)
def test_every_option_of_a_script_is_one(begin: str) -> None:
    prefix = begin.partition(" --")[0]
    runs = [run.removeprefix(".venv/bin/") for run in starting(prefix, f".venv/bin/{prefix}")]
    real = begin.endswith("--real")
    used = {word for run in runs if ("--real" in run) == real for word in re.findall(r"--[a-z][\w-]*", run)} - {
        "--real"
    }
    asked = subprocess.run(
        [sys.executable, "-m", *SCRIPTED[begin], "--help"],
        cwd=ROOT,
        env={"COLUMNS": "300", "TERM": "dumb", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert used - set(re.findall(r"--[a-z][\w-]*", asked.stdout)) == set()


def test_every_benchmark_is_one() -> None:
    named = {run.split()[1] for run in starting("scripts/bench ") if not run.split()[1].isupper()}
    assert named <= set(BENCHMARKS)


def test_every_word_behind_the_slash_command_is_one() -> None:
    said = {code.removeprefix("/herald").strip() for code in all_code() if code.split()[0] == "/herald"}
    assert said - EXAMPLES <= WORDS


def test_every_word_that_the_command_knows_is_explained() -> None:
    assert {word for word in WORDS if word and f"`/herald {word}`" not in text_of(ROOT / "docs" / "use.md")} == set()


def addresses(text: str) -> set[str]:
    """The web addresses on a page."""
    return {found.rstrip(".,;:") for found in re.findall(r"https?://[^\s<>)`|\]]+", text)}


@pytest.mark.parametrize("name", NAMES)
def test_every_address_is_one_of_ours_or_was_looked_at(name: str) -> None:
    unknown = []
    for address in addresses(text_of(ROOT / name)):
        if address in ELSEWHERE or all(part in ELSEWHERE for part in address.split(",")):
            continue
        parts = urlsplit(address)
        if parts.hostname not in OURS or parts.path not in PATHS:
            unknown.append(address)
    assert unknown == []


def test_every_path_that_is_named_alone_is_served() -> None:
    named = {code for code in all_code() if re.fullmatch(r"/(slack|runware|healthz|readyz|metrics)[\w/]*", code)}
    assert named <= PATHS


def test_every_container_that_is_run_is_given_a_command_that_there_is() -> None:
    runs = starting("docker run ")
    assert runs
    for run in runs:
        assert wrong_with(run.partition(" herald ")[2].split()) is None


@pytest.mark.parametrize(
    "code",
    [
        code
        for code in all_code()
        if re.fullmatch(r"\.?(bot|handlers|tests|bench|deploy|docs|playground)/[\w./-]*", code)
    ],
)
def test_every_file_that_is_named_is_there(code: str) -> None:
    assert (ROOT / code).exists()


def test_every_service_of_the_compose_file_that_is_named_is_one() -> None:
    services = yaml.safe_load(text_of(ROOT / "deploy" / "compose.yaml"))["services"]
    runs = starting("docker compose -f deploy/compose.yaml run ")
    assert runs
    for run in runs:
        service, *call = run.partition("--rm ")[2].split()
        assert service in services
        assert wrong_with(call) is None


def alerts() -> dict[str, str]:
    """Where the runbook of each alert is."""
    groups = yaml.safe_load(text_of(ROOT / "deploy" / "alerts.yml"))["groups"]
    return {rule["alert"]: rule["annotations"]["runbook"] for group in groups for rule in group["rules"]}


def runbooks() -> dict[str, str]:
    """The parts of the page by their headings."""
    parts = re.split(r"^## ", text_of(ROOT / "docs" / "runbooks.md"), flags=re.MULTILINE)[1:]
    return {anchors(f"## {part}").pop(): part for part in parts}


@pytest.mark.parametrize(("alert", "runbook"), alerts().items())
def test_every_alert_has_a_runbook_that_names_it(alert: str, runbook: str) -> None:
    page, _, heading = runbook.partition("#")
    assert page == "docs/runbooks.md"
    assert f"`{alert}`" in runbooks()[heading]


def test_runbooks_name_no_alert_that_there_is_not() -> None:
    named = set(re.findall(r"`(Herald[A-Z]\w+)`", text_of(ROOT / "docs" / "runbooks.md")))
    assert named == set(alerts())


FIGURES: Final = {
    ("use.md", "up to {:,} characters"): SCRIPT_LIMIT,
    ("use.md", "up to {} channels"): MOST_CHANNELS,
    ("use.md", "up to {} people"): MOST_ROWS,
    ("use.md", "within {} hours"): ASKED_FOR // timedelta(hours=1),
    ("security.md", "drafts | {} days"): max(keys.RECORD_TTL, keys.DRAFT_TTL).days,
    ("security.md", "consents | {} days"): max(keys.MONEY_TTL, keys.AUDIT_TTL, keys.CONSENT_TTL).days,
    ("security.md", "presets | {} days"): keys.PRESET_TTL.days,
    ("security.md", "how long videos took | {} days"): max(keys.CHOICES_TTL, keys.TIMES_TTL).days,
    ("security.md", "on record for {} days"): keys.CONSENT_TTL.days,
    ("security.md", "at most {} MiB"): BODY_LIMIT // 1024**2,
    ("security.md", "for {} minutes"): keys.STATE_TTL // timedelta(minutes=1),
    ("deploy.md", "of version {} or newer"): ".".join(map(str, OLDEST)),
    ("costs.md", "{} US dollars unless"): Settings.model_fields["herald_price_per_second_usd"].default,
}
"""What stands on a page, and the code's own."""


@pytest.mark.parametrize(("place", "figure"), FIGURES.items(), ids=[words for _page, words in FIGURES])
def test_every_figure_is_that_of_the_code(place: tuple[str, str], figure: object) -> None:
    page, words = place
    assert words.format(figure) in " ".join(text_of(ROOT / "docs" / page).split())


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_its_licence_on_the_page(lock: str) -> None:
    page = text_of(ROOT / "docs" / "licences.md")
    missing = [item.name for item in read_lock(lock) if f"| {item.name} | {item.version} | " not in page]
    assert missing == []


def test_a_package_that_says_its_licence_is_not_spoken_for() -> None:
    assert [name for name in UNSAID if said_licence(name) is not None] == []


def test_the_bot_installs_nothing_under_the_gpl() -> None:
    bot = text_of(ROOT / "docs" / "licences.md").partition("## The playground")[0]
    assert re.findall(r"^\|.*\b(?:A|L)?GPL.*$", bot, re.MULTILINE) == []
    notice = text_of(ROOT / "NOTICE")
    assert "eSpeak NG (GPL" in notice
    assert "x264" in notice
