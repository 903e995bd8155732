"""Reads one knowledge file or folder into its model; whatever is wrong becomes one clear error."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml12
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


class KnowledgeError(ValueError):
    """A knowledge file is wrong; the message says which, where and what to do."""


def read(path: Traversable) -> Any:
    """What a YAML file of ours holds; a date stays text. Raises KnowledgeError when it is missing or not YAML.

    Not for files of others: aliases that multiply without end are not refused.
    """
    try:
        return yaml12.parse_yaml(path.read_text("utf-8"))
    except FileNotFoundError:
        raise KnowledgeError(f"{path}: not there. Restore it from the package.") from None
    except ValueError as error:
        raise KnowledgeError(f"{path}: not readable as YAML ({error}). Mend the file.") from None


def checked(path: Traversable, model: type[Model], data: object) -> Model:
    """``data`` of the file at ``path`` as a model. Raises KnowledgeError naming file, place and fault."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise KnowledgeError(f"{path}: {where}: {first['msg']}. Mend the file.") from None


def mapping(path: Traversable, model: type[Model]) -> dict[str, Model]:
    """A file of id -> entry, each entry as a model."""
    return {key: checked(path, model, value) for key, value in read(path).items()}


def files_of(folder: Traversable, model: type[Model], key: str) -> dict[str, Model]:
    """Every YAML file of a folder by its name, which must be the entry's own ``key``."""
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".yaml")), key=lambda p: p.name)
    found = {p.name.removesuffix(".yaml"): checked(p, model, read(p)) for p in paths}
    for name, item in found.items():
        if getattr(item, key) != name:
            raise KnowledgeError(f"{folder}/{name}.yaml: {key} is not '{name}'. Rename the file or the id.")
    return found


def rows(path: Traversable, model: type[Model], lists: tuple[str, ...] = ()) -> Iterator[Model]:
    """Every row of a CSV file as a model; empty cells are left out, ``lists`` are divided at ``|``."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise KnowledgeError(f"{path}: not there. Restore it from the package.") from None
    for row in csv.DictReader(io.StringIO(text)):
        cells = {key: value for key, value in row.items() if value}
        yield checked(path, model, {k: v.split("|") if k in lists else v for k, v in cells.items()})
