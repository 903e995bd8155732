"""Words that a patient's page never says, in either language."""

from __future__ import annotations

import re

_NEVER = re.compile(
    r"\b(?:fail\w*|resistant|refractory|last resort|non-?complian\w*|causes?|caus(?:ed|ing)|low serotonin"
    r"|chemical imbalance|should (?:start|stop|take|switch|try)|must (?:start|stop|take|switch)|best|percent"
    r"|probab\w*|likely|likelihood|odds|chances?|eligib\w*|qualif\w*|suffer\w*|victim|item 9|suicid\w*"
    r"|fracas\w*|resistente|refractari\w*|último recurso|incumpl\w*|causas?|causan?|serotonina baja"
    r"|desequilibrio|deb(?:e|ería) (?:empezar|dejar|tomar|cambiar)\w*|mejor(?:es)?|por ciento|probabilidad\w*"
    r"|elegible\w*)\b|\d\s*%",
    re.IGNORECASE,
)


def unkind(text: str) -> list[str]:
    """What of the forbidden a text says."""
    return [found.group() for found in _NEVER.finditer(text)]
