"""Whether a note says that psychotherapy or a procedure was had, or only advised, planned, offered or declined."""

from __future__ import annotations

import re

from fairtrial.records.notes.words.months import ANY_MONTH_BEGUN

_HAD_BEFORE = re.compile(
    r"\b(?:continu\w*|remain\w*|ongoing|currently|already|complet\w*|finish\w*|attend\w*|did|(?:has|have) been (?:in|having|doing|seeing|going|attending|engaged|receiving)|underwent|"
    r"has had|engaged in|resum\w*|stopp\w*|quit|ended|failed|s/p|provided)\b[^.;]{0,40}$"
)
_HAD_AFTER = re.compile(
    r"[^.;]{0,60}?\b(?:complet\w*|attended|sessions?|treatments|weekly|biweekly|monthly|did(?: not|n't)? help\w*|helped|helpful|without (?:benefit|success)|"
    r"no benefit|since (?:19|20|" + ANY_MONTH_BEGUN + r"|college|school)\w*|in (?:19|20)\d\d)\b"
)
_ADVISED = re.compile(
    r"\b(?:recommend\w*|suggest\w*|advis\w*|encourag\w*|refer(?:red|ral|rals|ring|s)?|discuss\w*|talk\w* about|review\w*|consider\w*|offer\w*|propos\w*|"
    r"plan(?:s|ned|ning)?|will|would|could|should|may|might|can|needs?|wants?|if|interested in|open to|willing to|agree\w*|"
    r"wait(?:ing)?[- ]?list\w*|await\w*|schedul\w*|look(?:ing|s)? (?:for|into)|seek(?:ing|s)?|resources?|starting|start|begin|add|adding|requir\w*|"
    r"declin\w*|refus\w*|reluctan\w*|guidelines?|candidate for|information (?:on|about)|evaluat\w* for|unable to|afford|access to|options?(?: include\w*)?)\b[^.;]{0,60}$"
)
_ADVISED_AFTER = re.compile(
    r"[^.;]{0,30}?\b(?:recommended|suggested|advised|discussed|offered|declined|refused|referral|wait(?:ing)?[- ]?list\w*|pending|planned|"
    r"to be (?:started|arranged|scheduled)|will (?:be|start|begin)|next (?:week|month|visit)|intake|resources|encouraged|considered|eval|evaluation|consult|consultation|approval|information|authorization)\b"
)


def only_advised(low: str, start: int, end: int, at: tuple[int, int], section: str) -> bool:
    """Whether the sentence from ``start`` to ``end`` speaks of the treatment at ``at`` as not had yet.

    Words that it was had ("completed 12 sessions", "continue") weigh more than words of advice before them.
    """
    before, after = low[start : at[0]], low[at[1] : end]
    if _HAD_BEFORE.search(before) or _HAD_AFTER.match(after):
        return False
    return section == "plan" or bool(_ADVISED.search(before) or _ADVISED_AFTER.match(after))
