"""Run the command line with ``python -m fairtrial``."""

from __future__ import annotations

from fairtrial.cli import main

if __name__ == "__main__":
    main()
