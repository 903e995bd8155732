"""The mapping: which column of a pharmacy file holds what, as a small YAML file that a person can edit."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from fairtrial.records.errors import ReadError
from fairtrial.records.pharmacy.cells import DateOrder, DecimalMark
from fairtrial.records.pharmacy.words import Field, State, plain_words
from fairtrial.records.regular import bytes_of

_MOST_BYTES = 200_000
_DATES, _NUMBERS = ("filled_on", "stopped_on"), ("quantity", "days_supply", "strength")
_DO = "Correct it, or make a new one with `fairtrial map FILE`."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """Where one field is read: column names (or ``#3`` for the third column), joined by a blank."""

    column: list[str]
    date: DateOrder | None = None
    decimal: DecimalMark = "."
    values: dict[str, State] = {}

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: object) -> object:
        """``drug: Drug Name`` is short for ``drug: {column: Drug Name}``."""
        data = {"column": data} if isinstance(data, (str, list)) else data
        if isinstance(data, dict) and isinstance(data.get("column"), str):
            return {**data, "column": [data["column"]]}
        return data

    @field_validator("column")
    @classmethod
    def _named(cls, columns: list[str]) -> list[str]:
        if not columns or not all(column.strip() for column in columns):
            raise ValueError("name a column")
        return columns

    @field_validator("values")
    @classmethod
    def _plain(cls, values: dict[str, State]) -> dict[str, State]:
        return {plain_words(word): state for word, state in values.items()}


class NdcList(_Strict):
    """A site's own list of NDC codes: a table beside the mapping, with the code and the drug's name."""

    file: str
    ndc: str
    drug: list[str]

    @model_validator(mode="before")
    @classmethod
    def _one_column(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("drug"), str):
            return {**data, "drug": [data["drug"]]}
        return data


class Mapping(_Strict):
    """What a pharmacy file's columns hold.

    ``header_row`` 0 says that the file has no header. ``folder`` is where ``ndc_list`` is looked for.
    """

    fairtrial_mapping: Literal["1"] = "1"
    sheet: str | None = None
    header_row: int | None = None
    separator: Literal[",", ";", "\t", "|"] | None = None
    ndc_list: NdcList | None = None
    columns: dict[Field, Source]

    @model_validator(mode="after")
    def _enough(self) -> Mapping:
        if "drug" not in self.columns and "ndc" not in self.columns:
            raise ValueError("columns must name drug, or ndc together with an ndc_list")
        if "drug" not in self.columns and self.ndc_list is None:
            raise ValueError("ndc alone tells no drug: name an ndc_list, or map a drug column")
        if "filled_on" not in self.columns:
            raise ValueError("columns must name filled_on")
        return self

    @model_validator(mode="after")
    def _in_place(self) -> Mapping:
        for name, source in self.columns.items():
            if source.date and name not in _DATES:
                raise ValueError(f"columns.{name}: date belongs to {' and '.join(_DATES)} only")
            if source.decimal != "." and name not in _NUMBERS:
                raise ValueError(f"columns.{name}: decimal belongs to {', '.join(_NUMBERS)} only")
            if source.values and name != "status":
                raise ValueError(f"columns.{name}: values belong to status only")
        return self


def load_mapping(name: str, data: bytes) -> Mapping:
    """A mapping from YAML. Raises ReadError that says which entry is wrong."""
    if len(data) > _MOST_BYTES:
        raise ReadError(name, "it is too large for a mapping", _DO)
    try:
        content: Any = yaml.load(data.decode("utf-8-sig"), yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = name if line is None else f"{name}, line {line + 1}"
        raise ReadError(where, "it is not readable as YAML", _DO) from None
    return _validated(name, content)


def _validated(name: str, content: Any) -> Mapping:
    if not isinstance(content, dict):
        raise ReadError(name, "it is not a mapping", _DO)
    try:
        return Mapping.model_validate({key: value for key, value in content.items() if value != ""})
    except ValidationError as error:
        raise ReadError(name, "; ".join(_fault(one) for one in error.errors()[:5]), _DO) from None


def _fault(error: Any) -> str:
    """One fault without the value: the field names we know, and what is allowed there."""
    place = ".".join(str(part) for part in error["loc"] if part != "[key]")
    if error["type"] == "extra_forbidden":
        return f"{place} is not an entry of a mapping"
    if "columns" in error["loc"] and "[key]" in error["loc"]:
        return f"columns names a field that is not one of {', '.join(get_args(Field))}"
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}" if place else message


def read_mapping(path: Path) -> Mapping:
    """A mapping from a file. Raises ReadError."""
    too_large = "it is too large for a mapping", _DO
    return load_mapping(path.name, bytes_of(path, path.name, _MOST_BYTES, too_large))
