"""Seeded changes to documents: of their bytes, of their tokens, and of their structure.

``mutated(name, data, rng)`` gives another document; the same seed gives the same one.
"""

import copy
import io
import json
import re
import zipfile

from lxml import etree

ODD_BYTES = (
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xc3", b"\r\n", b"\r", b"\x85", b'"', b"'", b",", b";", b"\t",
    b"{", b"}", b"[", b"]", b"<", b">", b"&", b"\\", b"\\ud800", b"\\u0000", b"&#0;", b"<!ENTITY a 'b'>",
    b"<![CDATA[", b"--", b"%", "\u202e\u200b\U0001f600".encode(), b"\x1b[2J", b"=1+1", b"PK\x03\x04", b"#REF!",
)  # fmt: skip
NUMBERS = (
    b"0", b"-1", b"1e308", b"1e-400", b"99999999999999999999", b"NaN", b"Infinity", b"2147483648", b"0.1", b"1,5",
    b"00", b"1900", b"9999", b"0001", b"45000", b"999999999", b"-9223372036854775809",
)  # fmt: skip
VALUES = (
    None, True, False, 0, -1, 1e308, 10**19, "", " ", "x", "2024-13-45", "0000-00-00", "9999-12-31", "0001-01-01",
    "24:00", "\ud7ff", "\0", [], {}, [[]], {"value": {}}, [None], "Patient/x", "#d", "urn:uuid:1", "mg", "P1Y",
    "2024-02-30T25:61:61+99:99", "1/2/03", "sertraline", {"reference": "#"}, {"coding": "x"}, ["a", 1, None, {}],
)  # fmt: skip
_NUMBER = re.compile(rb"\d+(?:\.\d+)?")
_WORD = re.compile(rb"[A-Za-z][\w-]{2,}")


def mutated(name, data, rng, others=()):
    """The document after one to four changes; ``others`` are documents that parts are taken from."""
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        change = rng.choice(_STRUCTURE.get(name.rpartition(".")[2], (_bytes, _tokens, _lines)))
        data = change(data, rng, others)
    return data


def _place(data, rng, most=64):
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.randrange(1, most))


def _bytes(data, rng, others):
    start, end = _place(data, rng, rng.choice((2, 8, 64, 1024)))
    part = data[start:end]
    put = rng.choice((
        lambda: b"", lambda: part + part, lambda: rng.choice(ODD_BYTES), lambda: rng.choice(ODD_BYTES) + part,
        lambda: bytes(b ^ (1 << rng.randrange(8)) for b in part), lambda: rng.randbytes(len(part)),
        lambda: part[::-1], lambda: _part_of(others, rng), lambda: part * rng.choice((2, 50)),
    ))()  # fmt: skip
    whole = data[:start] + put + data[end:]
    return whole[: rng.randrange(len(whole) + 1)] if rng.random() < 0.08 else whole


def _part_of(others, rng):
    if not others:
        return b""
    other = rng.choice(others)
    start, end = _place(other, rng, 512)
    return other[start:end]


def _tokens(data, rng, others):
    """A number or a word becomes another one, once or everywhere."""
    pattern, choices = rng.choice(
        ((_NUMBER, NUMBERS), (_WORD, _words(data, others, rng)), (_NUMBER, ODD_BYTES))
    )
    found = list(pattern.finditer(data))
    if not found:
        return data
    hit, put = rng.choice(found), rng.choice(choices)
    if rng.random() < 0.2:
        return data.replace(hit.group(), put)
    return data[: hit.start()] + put + data[hit.end() :]


def _words(data, others, rng):
    return _WORD.findall(data) + (_WORD.findall(rng.choice(others)) if others else []) or [b"x"]


def _lines(data, rng, others):
    """Rows, columns, marks and encodings of text."""
    lines = data.split(b"\n")
    at = rng.randrange(len(lines))
    change = rng.randrange(8)
    if change == 0:
        lines.insert(at, rng.choice(lines))
    elif change == 1:
        del lines[at]
    elif change == 2:
        rng.shuffle(lines)
    elif change == 3:
        cells = lines[at].split(b",")
        cells[rng.randrange(len(cells))] = rng.choice((*NUMBERS, *ODD_BYTES, *lines))
        lines[at] = b",".join(cells)
    elif change == 4:
        lines[at] += b"," * rng.choice((1, 3, 300))
    elif change == 5:
        return b"\n".join(lines).replace(
            *rng.choice(((b",", b";"), (b",", b"\t"), (b"\n", b"\r\n"), (b"\n", b"\r")))
        )
    elif change == 6:
        text = data.decode("utf-8", "replace")
        return text.encode(
            rng.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "utf-8-sig", "utf-7")), "replace"
        )
    else:
        lines[at] = _part_of(others, rng)
    return b"\n".join(lines)


def _json(data, rng, others):
    """One node is removed, doubled, wrapped, or becomes something else."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return _bytes(data, rng, others)
    holders = [node for node in _nodes(found) if node]
    if not holders:
        return data
    holder = rng.choice(holders)
    key = rng.choice(list(holder)) if isinstance(holder, dict) else rng.randrange(len(holder))
    kind = rng.randrange(6)
    if kind == 0:
        del holder[key]
    elif kind == 1:
        holder[key] = [holder[key]] if rng.random() < 0.5 else {"item": holder[key]}
    elif kind == 2:
        holder[key] = rng.choice(_nodes(found) or [None])
        return _dumped(holder, found, data)
    elif kind == 3 and isinstance(holder, dict):
        value = holder.pop(key)
        holder[rng.choice([key, *(k for node in _nodes(found) if isinstance(node, dict) for k in node)])] = (
            value
        )
    elif kind == 4 and isinstance(holder, list):
        holder.append(holder[key])
    else:
        holder[key] = rng.choice(VALUES)
    return _dumped(holder, found, data)


def _dumped(holder, found, data):
    try:
        return json.dumps(found).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return data


def _nodes(node):
    """Every object and list."""
    found, waiting = [], [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, (dict, list)):
            found.append(one)
            waiting.extend(one.values() if isinstance(one, dict) else one)
    return found


def _xml(data, rng, others):
    """One element is removed, doubled, moved or emptied, or one attribute changes."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return _bytes(data, rng, others)
    elements = [e for e in root.iter() if isinstance(e.tag, str) and e.getparent() is not None]
    if not elements:
        return data
    one, other, kind = rng.choice(elements), rng.choice(elements), rng.randrange(6)
    if kind == 0:
        one.getparent().remove(one)
    elif kind == 1:
        one.getparent().append(copy.deepcopy(one))
    elif kind == 2 and one not in list(other.iterancestors()) and one is not other:
        other.append(one)
    elif kind == 3 and one.attrib:
        value = rng.choice((*VALUES, *NUMBERS))
        text = value.decode() if isinstance(value, bytes) else str(value)
        one.set(rng.choice(list(one.attrib)), re.sub("[\0\ud7ff]", "", text))
    elif kind == 4:
        one.tag = other.tag
    else:
        one.text = rng.choice(("", "x" * 2000, "2024", "-", "\u202e"))
    return etree.tostring(root, encoding=rng.choice(("UTF-8", "UTF-8", "UTF-16", "ISO-8859-1")))


def _members(data, rng, others):
    """A file of an archive is changed, and the archive is packed again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:  # a damaged archive may fail in any way
        return _bytes(data, rng, others)
    if not parts:
        return data
    at = rng.randrange(len(parts))
    name, content = parts[at]
    if rng.random() < 0.15:
        name = rng.choice(
            ("../x", "a" * 300 + str(at), ".", name, "x.txt", "treatments.csv", "\u202egnp.txt")
        )
    parts[at] = (
        name,
        _xml(content, rng, others) if name.endswith(".xml") else mutated(name, content, rng, others),
    )
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return output.getvalue()


_STRUCTURE = {
    "json": (_json, _json, _json, _tokens, _bytes),
    "ndjson": (_lines, _tokens, _bytes),
    "xml": (_xml, _xml, _tokens, _bytes),
    "zip": (_members, _members, _bytes),
    "xlsx": (_members, _members, _bytes),
    "parquet": (_bytes,),
}
