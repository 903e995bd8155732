"""Every test can import the invented people of tests/people.py; generated examples are the same on every run.

To look for new ones: `HYPOTHESIS_PROFILE=search pytest tests/agreement`.
"""

import os
import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile("fixed", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))
