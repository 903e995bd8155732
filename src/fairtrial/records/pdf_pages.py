"""A program of its own: PDF on standard input, the text of its pages as JSON on standard output.

PDF documents can be built to fill the memory or to crash a reader. So they are read in a process with limits,
whose end harms nobody. :mod:`fairtrial.records.pdf` starts it by its path; it imports nothing of fairtrial.
"""

from __future__ import annotations

import json
import sys

_HYPHEN_AT_LINE_END = "\ufffe"


def pages_of(data: bytes, most_pages: int, most_characters: int) -> dict[str, object]:
    """``pages`` with the text of each page, or ``refused`` with locked, damaged, pages or characters."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) > most_pages:
            return {"refused": "pages"}
        texts: list[str] = []
        for number in range(len(document)):
            texts.append(_page_text(document[number]))
            if sum(map(len, texts)) > most_characters:
                return {"refused": "characters"}
    except pypdfium2.PdfiumError as error:
        return {"refused": "locked" if "password" in str(error).lower() else "damaged"}
    return {"pages": texts}


def _page_text(page: object) -> str:
    """One page; its objects are closed at once, so that memory stays small."""
    textpage = page.get_textpage()  # type: ignore[attr-defined]
    text: str = textpage.get_text_range()
    textpage.close()
    page.close()  # type: ignore[attr-defined]
    return text.replace("\r\n", "\n").replace("\r", "\n").replace(_HYPHEN_AT_LINE_END, "-").replace("\0", "")


def limit(memory_bytes: int, seconds: int) -> None:
    """Set limits of this process where the system has them; a crash leaves no memory image behind."""
    try:
        import resource
    except ImportError:
        return
    wanted = {resource.RLIMIT_CORE: 0, resource.RLIMIT_DATA: memory_bytes, resource.RLIMIT_CPU: seconds}
    for which, most in wanted.items():
        resource.setrlimit(which, (most, most))


if __name__ == "__main__":
    memory_bytes, seconds, most_pages, most_characters = map(int, sys.argv[1:])
    limit(memory_bytes, seconds)
    json.dump(pages_of(sys.stdin.buffer.read(), most_pages, most_characters), sys.stdout)
