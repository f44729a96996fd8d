"""`python -m playground.studio.render`: reads one request, renders it, reports on the way."""

import importlib
import os
import sys


def main() -> int:
    """Settle the number of BLAS threads, which must be known before numpy is loaded, then render."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    status: int = importlib.import_module("playground.studio.render.process").main()
    return status


if __name__ == "__main__":
    sys.exit(main())
