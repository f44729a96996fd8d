"""The image keeps to the rules that a linter of Dockerfiles would hold it to, and copies what is there."""

import re
import subprocess
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.deploy.dockerfile import DOCKERFILE, ROOT, Instruction, Stage, read_stages

STAGES = read_stages(DOCKERFILE.read_text())
BUILD, IMAGE = STAGES
INSTRUCTIONS = [instruction for stage in STAGES for instruction in stage.instructions]
RUNS = [instruction for instruction in INSTRUCTIONS if instruction.word == "RUN"]


def let_through(path: str) -> bool:
    """Whether `.dockerignore`, whose last rule that fits counts, lets the builder have a path."""
    there = True
    for rule in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = rule.removeprefix("!").strip()
        if rule.startswith("#") or not pattern:
            continue
        if Path(path).match(pattern) or pattern == "*" or path.startswith(f"{pattern}/"):
            there = rule.startswith("!")
    return there


def test_what_is_needed_to_build_stays_out_of_the_image() -> None:
    assert BUILD.name == "build"
    assert [run for run in IMAGE.all("RUN") if "pip" in run.text] == []
    assert {copy.text.split()[0] for copy in IMAGE.all("COPY")} == {"--from=build"}


@pytest.mark.parametrize("stage", STAGES, ids=["build", "image"])
def test_each_base_has_a_tag_that_says_which_python(stage: Stage) -> None:
    assert re.fullmatch(r"python:3\.1[1-9]-slim-[a-z]+(@sha256:[0-9a-f]{64})?", stage.image)


def test_both_stages_have_the_same_python_since_the_environment_names_its_own() -> None:
    assert BUILD.image == IMAGE.image


@pytest.mark.parametrize("copy", BUILD.all("COPY"), ids=lambda copy: str(copy.text))
def test_what_is_copied_is_there_and_let_through(copy: Instruction) -> None:
    *sources, _target = copy.words
    assert sources
    for source in sources:
        assert (ROOT / source).exists()
        assert let_through(source)


@pytest.mark.parametrize("path", [".env", ".git/config", "data/appendonly.aof", "tests/conftest.py", "README.md"])
def test_secrets_history_and_tests_are_not_let_through(path: str) -> None:
    assert not let_through(path)


def test_packages_are_installed_by_their_hashes_and_leave_no_cache() -> None:
    (install,) = [run.text for run in RUNS if "pip install" in run.text]
    assert "--require-hashes" in install
    assert "--no-cache-dir" in install
    assert "-r requirements.txt" in install


def test_it_runs_as_somebody_without_rights_by_number() -> None:
    words = [instruction.word for instruction in IMAGE.instructions]
    (user,) = IMAGE.all("USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user.text)
    assert words.index("USER") > max(at for at, word in enumerate(words) if word in ("RUN", "COPY"))
    assert user.text.partition(":")[0] in IMAGE.all("RUN")[0].text
    assert "--no-log-init" in IMAGE.all("RUN")[0].text  # else the log of logins grows with the number


@pytest.mark.parametrize("word", ["ENTRYPOINT", "CMD", "HEALTHCHECK"])
def test_signals_reach_the_process_itself(word: str) -> None:
    (instruction,) = IMAGE.all(word)
    assert instruction.exec_form


def test_it_starts_a_part_of_herald_that_there_is() -> None:
    entry, command = IMAGE.all("ENTRYPOINT")[0].exec_form or [], IMAGE.all("CMD")[0].exec_form or []
    assert [*entry, *command] == ["python", "-m", "bot", "all"]


def test_the_health_check_is_a_program_in_the_image() -> None:
    check = IMAGE.all("HEALTHCHECK")[0].exec_form or []
    assert check[:2] == ["python", "deploy/health.py"]
    assert "deploy/health.py deploy/" in [copy.text for copy in BUILD.all("COPY")]


def test_no_secret_is_built_in_and_each_setting_is_one() -> None:
    names = {name for env in IMAGE.all("ENV") for name in re.findall(r"([A-Z_]+)=", env.text)}
    heralds = {name for name in names if name.startswith(("HERALD_", "SLACK_", "RUNWARE_", "LOG_"))}
    assert heralds <= {name.upper() for name in Settings.model_fields}
    assert [name for name in names if re.search("KEY|SECRET|TOKEN|PASSWORD", name)] == []
    assert [instruction for instruction in INSTRUCTIONS if instruction.word == "ARG"] == []


def test_nothing_is_fetched_but_by_the_lock() -> None:
    assert [instruction.word for instruction in INSTRUCTIONS if instruction.word == "ADD"] == []
    assert [run.text for run in RUNS if re.search(r"\b(curl|wget|git|sudo|apt(-get)?|cd)\b", run.text)] == []


def test_folders_are_absolute() -> None:
    folders = [folder.text for stage in STAGES for folder in stage.all("WORKDIR")]
    assert len(folders) == len(STAGES)
    assert all(folder.startswith("/") for folder in folders)


@pytest.mark.parametrize("run", RUNS, ids=lambda run: str(run.text[:40]))
def test_each_step_is_shell_that_parses(run: Instruction) -> None:
    parsed = subprocess.run(["sh", "-n", "-c", run.text], capture_output=True, text=True, check=False)
    assert (parsed.returncode, parsed.stderr) == (0, "")
    assert ";" not in run.text  # a step that fails in the middle must fail the build
