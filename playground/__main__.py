"""`python -m playground play`: all of Herald on this machine; `scripts/play` runs it in its own environment."""

from playground.launcher.cli import app

if __name__ == "__main__":
    app(prog_name="scripts/play")
