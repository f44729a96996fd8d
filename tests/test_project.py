"""The project's own files: locks, scripts, settings and who may read them."""

import ast
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.txt", "requirements-playground.txt", "requirements-dev.txt")
SCRIPTS = ("play", "test", "bench", "faults", "papers", "photo", "canaries")


def pinned(lock: str) -> dict[str, str]:
    """The packages of a lock, each with its block of hashes."""
    blocks = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / lock).read_text())
    return {block.split("==")[0].strip(): block for block in blocks if re.match(r"[A-Za-z0-9]", block)}


def versions(lock: str) -> dict[str, str]:
    """The version of each package of a lock."""
    return {name: block.split("==")[1].split()[0] for name, block in pinned(lock).items()}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_a_hash(lock: str) -> None:
    loose = [name for name, block in pinned(lock).items() if "==" not in block or "--hash=sha256:" not in block]
    assert pinned(lock)
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_registry(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    assert [line for line in lines if re.search(r"://|--(extra-)?index-url|^-i\b|--find-links", line)] == []


@pytest.mark.parametrize(("smaller", "larger"), [LOCKS[:2], LOCKS[1:]])
def test_each_lock_holds_all_of_the_one_before_it(smaller: str, larger: str) -> None:
    assert versions(smaller).items() <= versions(larger).items()


def test_the_procfile_looks_before_it_starts_the_two_processes() -> None:
    processes = dict(line.split(": ") for line in (ROOT / "Procfile").read_text().splitlines())
    assert processes == {part: f"python -m bot {part}" for part in ("release", "web", "worker")}


@pytest.mark.parametrize("path", [*(f"scripts/{name}" for name in (*SCRIPTS, "environment.sh")), ".ci/run"])
def test_scripts_parse(path: str) -> None:
    shell = "bash" if path == ".ci/run" else shutil.which("dash") or "sh"
    run = subprocess.run([shell, "-n", str(ROOT / path)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("path", [*(f"scripts/{name}" for name in SCRIPTS), ".ci/run"])
def test_scripts_are_executable(path: str) -> None:
    assert os.access(ROOT / path, os.X_OK)


def run_script(root: Path, python: Path) -> subprocess.CompletedProcess[str]:
    """Run `scripts/play` of a project that has no environment yet, with the given Python."""
    environment = {"PATH": os.environ["PATH"], "PYTHON": str(python)}
    return subprocess.run(
        [str(root / "scripts" / "play")], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the scripts and locks, in a folder with a space in its name."""
    root = tmp_path / "a project"
    shutil.copytree(ROOT / "scripts", root / "scripts")
    for lock in LOCKS:
        shutil.copy(ROOT / lock, root)
    return root


def fake_python(folder: Path, script: str) -> Path:
    """A program that stands for a Python."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_an_old_python_is_named(project: Path) -> None:
    run = run_script(project, fake_python(project, "echo 3.9.2; exit 1"))
    assert run.returncode == 1
    assert f"needs Python 3.11 or newer; found only 3.9.2 ({project}/python)" in run.stderr


def test_a_missing_venv_module_is_named_with_its_package(project: Path) -> None:
    script = 'case "$2" in *ensurepip*) exit 1 ;; *) echo 3.12.4 ;; esac'
    run = run_script(project, fake_python(project, script))
    assert run.returncode == 1
    assert "apt-get install python3.12-venv" in run.stderr


INSTALLS = """case "$2" in
  *version_info*) echo 3.11.9 ;;
  venv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  pip) [ "$3" = install ] || exit 0; echo install >>"$(dirname "$0")/../../calls"; {then} ;;
  *) [ "$1" = -P ] && echo "plays $*" ;;
esac
exit 0"""


def test_an_install_that_fails_shows_pip_s_last_lines_and_is_started_over(project: Path) -> None:
    python = fake_python(project, INSTALLS.replace("{then}", "echo Connection refused; exit 1"))
    run = run_script(project, python)
    assert run.returncode == 1
    assert "    Connection refused\n" in run.stderr
    assert "Check the network" in run.stderr
    again = run_script(project, fake_python(project, INSTALLS.replace("{then}", "true")))
    assert (again.returncode, again.stdout) == (0, "plays -P -m playground play\n")
    assert "Making .venv" in again.stderr


def test_a_whole_environment_is_used_as_it_is(project: Path) -> None:
    python = fake_python(project, INSTALLS.replace("{then}", "true"))
    run_script(project, python)
    again = run_script(project, python)
    assert (again.stdout, again.stderr) == ("plays -P -m playground play\n", "")


def test_a_changed_lock_is_installed(project: Path) -> None:
    python = fake_python(project, INSTALLS.replace("{then}", "true"))
    run_script(project, python)
    with (project / "requirements-playground.txt").open("a") as lock:
        lock.write("# changed\n")
    run_script(project, python)
    assert (project / "calls").read_text() == "install\ninstall\n"


def test_the_lock_of_an_install_that_was_killed_is_broken(project: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    lock = project / ".venv" / "install.lock"
    lock.mkdir(parents=True)
    (lock / "owners").write_text(f"{dead.pid}\n")
    run = run_script(project, fake_python(project, INSTALLS.replace("{then}", "true")))
    assert run.returncode == 0, run.stderr
    assert not lock.exists()


def test_two_at_once_install_once(project: Path) -> None:
    python = fake_python(project, INSTALLS.replace("{then}", "sleep 1"))
    environment = {"PATH": os.environ["PATH"], "PYTHON": str(python)}
    command = [str(project / "scripts" / "play")]
    runs = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = "".join(run.communicate(timeout=60)[1] for run in runs)
    assert [run.returncode for run in runs] == [0, 0], told
    assert (project / "calls").read_text() == "install\n"
    assert "Waiting for another install" in told


def modules(*packages: str) -> list[Path]:
    """The source files of some packages."""
    return [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


def reads_environment(path: Path) -> bool:
    """Whether a module names `os.environ` or `os.getenv`, however it imports them."""
    names = {"environ", "environb", "getenv", "getenvb"}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and node.attr in names:
            return True
        if isinstance(node, ast.ImportFrom) and node.module == "os" and names & {a.name for a in node.names}:
            return True
        if isinstance(node, ast.Name | ast.alias) and _name(node) in {"BaseSettings"}:
            return True
    return False


def _name(node: ast.Name | ast.alias) -> str:
    return node.id if isinstance(node, ast.Name) else node.name


def test_only_the_settings_read_the_environment() -> None:
    readers = [path.relative_to(ROOT) for path in modules("bot", "handlers") if reads_environment(path)]
    assert readers == [Path("bot/settings.py")]


def test_every_setting_is_in_the_example_and_on_its_page() -> None:
    example, page = (ROOT / ".env.example").read_text(), (ROOT / "docs" / "settings.md").read_text()
    names = {name.upper() for name in Settings.model_fields}
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == names
    assert {name for name in names if f"`{name}`" not in page} == set()


def test_the_example_shows_the_defaults() -> None:
    shown = dict(re.findall(r"^#([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    written = {
        name: ",".join(default) if isinstance(default, tuple) else str(default)
        for name, default in defaults.items()
        if default is not None
    }
    assert {name for name, value in shown.items() if value.removeprefix("./") != written.get(name, value)} == set()
