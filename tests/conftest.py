"""Every test can import the invented people of tests/people.py."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
