"""The floor: figures below which a run fails."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from natoqa.errors import InputError
from natoqa.evaluation.measures import BY_NAME
from natoqa.evaluation.results import SystemResult


@dataclass(frozen=True)
class Floor:
    """The least that a measure must reach over a slice of the questions."""

    slice: str
    measure: str
    least: float


@dataclass(frozen=True)
class Shortfall:
    """A floor that a run stays under; `value` is None when the run lacks the figure."""

    floor: Floor
    value: float | None

    def __str__(self) -> str:
        got = "is missing" if self.value is None else f"is {self.value:.3f}"
        return f"{self.floor.slice} {self.floor.measure} {got}, floor {self.floor.least:.3f}"


def read_floors(path: Path) -> tuple[Floor, ...]:
    """Read a floor file: a table for each slice, with a number for each measure.

    Args:
        path: TOML such as ["split:dev"] and below it correct = 0.8.

    Raises:
        InputError: It cannot be read, or names what is no measure, or gives
            what is no number.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}: give a floor file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not TOML: {error}") from None
    floors: list[Floor] = []
    for part, table in tables.items():
        if not isinstance(table, dict):
            raise InputError(f'{path}: {part}: put it under a table such as ["split:dev"]')
        for measure, least in table.items():
            if measure not in BY_NAME:
                raise InputError(
                    f"{path}: [{part}] {measure}: no such measure: one of {', '.join(BY_NAME)}"
                )
            if isinstance(least, bool) or not isinstance(least, int | float):
                raise InputError(f"{path}: [{part}] {measure}: {least!r} is not a number")
            floors.append(Floor(part, measure, float(least)))
    if not floors:
        raise InputError(f"{path}: no floors in it")
    return tuple(floors)


def shortfalls(system: SystemResult, split: str, floors: tuple[Floor, ...]) -> list[Shortfall]:
    """The floors that a run over whole splits stays under.

    Floors of a split that was not run do not apply.

    Args:
        system: The figures.
        split: What was run: "dev", "test" or "all".
        floors: From `read_floors`.

    Raises:
        InputError: None of the floors applies to the split.
    """
    unrun = {"dev": "split:test", "test": "split:dev"}.get(split)
    applying = [floor for floor in floors if unrun is None or not floor.slice.startswith(unrun)]
    if not applying:
        raise InputError(f"--fail-under: no floor in the file applies to split {split}")
    found: list[Shortfall] = []
    for floor in applying:
        estimate = system.slices.get(floor.slice, {}).get(floor.measure)
        value = None if estimate is None else estimate.value
        if value is None or value < floor.least:
            found.append(Shortfall(floor, value))
    return found
