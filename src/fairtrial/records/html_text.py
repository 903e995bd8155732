"""A marked-up page as the text a person sees."""

from __future__ import annotations

from lxml import etree

from fairtrial.records.ccda.elements import plain_text


def text_of_html(data: bytes) -> str:
    """Blocks on lines of their own, without styles and scripts; nothing where it is no HTML.

    >>> text_of_html(b"<style>p {}</style><h1>Plan</h1><p>Stop <b>Zoloft</b>.</p>")
    'Plan\\nStop Zoloft.'
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return ""
    if root is None:
        return ""
    etree.strip_elements(root, "script", "style", "title", with_tail=False)
    return plain_text(root)
