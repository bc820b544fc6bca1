"""The experiments of a server: a TOML file, checked as a whole before anybody takes part."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, get_args

from engine.errors import SettingsError, quoted, reason
from engine.ranking.blend import PRESETS
from engine.users.values import EVENT_KINDS, EventKind

Kind = Literal["split", "interleaved"]
SHELVES = ("Popular", "Highly rated", "Hidden gems", "New")
"""Shelves of the start page whose order an arm may change."""
KEPT_DAYS = 90
"""How long events are kept. An experiment and the window of its last users are over before the first are deleted."""
_PARTS = ("era", "popularity", "quality")
_MAX_WEIGHT = 10.0
_MAX_WINDOW_DAYS = 30
_MAX_ABOUT = 200
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,58}", re.ASCII)
_OF_EXPERIMENT = {"name", "about", "kind", "start", "end", "outcome", "window_days", "arm"}
_OF_ARM = {"name", "share", "preset", "weights", "community", "shelves"}


@dataclass(frozen=True, slots=True)
class Changes:
    """What an arm changes; whatever is empty or `None` stays as it is."""

    preset: str = ""
    """What "What matters most" begins with."""
    weights: tuple[tuple[str, float], ...] = ()
    """Parts of a score, and how much each counts in films for a user: "era", "popularity", "quality"."""
    community: float | None = None
    """How much the ratings of other users count in films for a user: 0 switches them off, 1 is normal."""
    shelves: tuple[str, ...] = ()
    """Shelves of the start page that come first, in this order."""

    @property
    def fields(self) -> frozenset[str]:
        """Names of the fields that change something."""
        usual = Changes()
        return frozenset(name for name in self.__slots__ if getattr(self, name) != getattr(usual, name))


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the ways that an experiment compares."""

    name: str
    share: float
    """Part of the people, above 0; the shares of an experiment sum to 1."""
    changes: Changes = Changes()


@dataclass(frozen=True, slots=True)
class Experiment:
    """A question to the people who use the app."""

    name: str
    arms: tuple[Arm, ...]
    """Two or more. The others are compared with the first."""
    start: date
    end: date
    """The last day."""
    kind: Kind = "split"
    """Each person sees one arm, or a list in which two arms take turns."""
    outcome: EventKind = "opened"
    """What people do who like what they see."""
    window_days: int = 7
    """Days after somebody first took part within which an outcome counts."""
    about: str = ""
    """What it compares, in words for those who take part; may be empty."""

    def is_running(self, day: date) -> bool:
        """Return whether it runs on a day."""
        return self.start <= day <= self.end

    @property
    def decides(self) -> frozenset[str]:
        """Fields of `Changes` on which people see the work of this experiment.

        Arms that change nothing are compared by films for you: that shows whether experiments work as they should.
        """
        changed = frozenset[str]().union(*(arm.changes.fields for arm in self.arms))
        return changed or frozenset({"community"})

    @property
    def claims(self) -> frozenset[str]:
        """Fields that no other experiment may change meanwhile: two that change the same would undo each other."""
        changed = frozenset[str]().union(*(arm.changes.fields for arm in self.arms))
        return changed if self.kind == "split" else changed | {"preset", "weights", "community"}


def read_plan(path: Path) -> tuple[Experiment, ...]:
    """Return the experiments of a file.

    Raises
    ------
    SettingsError
        The file cannot be read, or something in it is not as it should be; the message says what.

    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"the experiments cannot be read: {reason(error, path)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} is not TOML: {error}") from None
    _check_names(content, {"experiment"}, path.name)
    found = content.get("experiment", [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise SettingsError(f"{path.name}: write each experiment below [[experiment]]")
    experiments = tuple(_experiment(each, f"{path.name}, experiment {number}") for number, each in enumerate(found, 1))
    names = [each.name for each in experiments]
    if len(set(names)) < len(names):
        raise SettingsError(f"{path.name}: two experiments have the same name")
    for one, other in combinations(experiments, 2):
        _check_apart(one, other, path.name)
    return experiments


def _check_apart(one: Experiment, other: Experiment, where: str) -> None:
    """Refuse two experiments that change the same at the same time. Raises SettingsError."""
    same = sorted(one.claims & other.claims)
    if same and one.start <= other.end and other.start <= one.end:
        raise SettingsError(
            f"{where}: {one.name} and {other.name} run at the same time and both decide about {same[0]}; "
            "let one begin after the other has ended"
        )


def _experiment(table: Mapping[str, Any], where: str) -> Experiment:
    name = _name(table, where)
    where = f"{where} ({name})"
    _check_names(table, _OF_EXPERIMENT, where)
    start, end = _day(table, "start", where), _day(table, "end", where)
    if end < start:
        raise SettingsError(f"{where}: it ends before it starts")
    kind = _choice(table, "kind", "split", get_args(Kind), where)
    outcome = _choice(table, "outcome", "opened", [each for each in EVENT_KINDS if each != "shown"], where)
    window = table.get("window_days", 7)
    if type(window) is not int or not 0 < window <= _MAX_WINDOW_DAYS:
        raise SettingsError(f"{where}: window_days is a whole number from 1 to {_MAX_WINDOW_DAYS}")
    if (end - start).days + 1 + window > KEPT_DAYS:
        raise SettingsError(f"{where}: its days and window_days are more than {KEPT_DAYS}; events are not kept longer")
    about = table.get("about", "")
    if not isinstance(about, str) or len(about) > _MAX_ABOUT:
        raise SettingsError(f"{where}: about is a text of at most {_MAX_ABOUT} characters")
    return Experiment(name, _arms(table, kind, where), start, end, kind, outcome, window, about)  # type: ignore[arg-type]


def _arms(table: Mapping[str, Any], kind: str, where: str) -> tuple[Arm, ...]:
    found = table.get("arm", [])
    if not isinstance(found, list) or len(found) < 2 or not all(isinstance(each, dict) for each in found):
        raise SettingsError(f"{where}: it needs two arms or more, each below [[experiment.arm]]")
    arms = tuple(_arm(each, f"{where}, arm {number}") for number, each in enumerate(found, 1))
    if len({arm.name for arm in arms}) < len(arms):
        raise SettingsError(f"{where}: two arms have the same name")
    if not math.isclose(sum(arm.share for arm in arms), 1.0, abs_tol=1e-6):
        raise SettingsError(f"{where}: the shares of its arms sum to {sum(arm.share for arm in arms):g}, not 1")
    if kind == "interleaved" and (len(arms) != 2 or any(arm.changes.shelves for arm in arms)):
        raise SettingsError(f"{where}: interleaving takes two arms, and no order of shelves")
    return arms


def _arm(table: Mapping[str, Any], where: str) -> Arm:
    name = _name(table, where)
    _check_names(table, _OF_ARM, where)
    share: Any = table.get("share")
    if not _is_number(share) or not 0 < share <= 1:
        raise SettingsError(f"{where}: share is a number above 0, at most 1")
    preset = _choice(table, "preset", "", ["", *PRESETS], where)
    community = table.get("community")
    if community is not None and not isinstance(community, bool):
        raise SettingsError(f"{where}: community is true or false")
    counts = None if community is None else float(community)
    return Arm(name, float(share), Changes(preset, _weights(table, where), counts, _shelves(table, where)))


def _weights(table: Mapping[str, Any], where: str) -> tuple[tuple[str, float], ...]:
    weights = table.get("weights", {})
    if not isinstance(weights, dict):
        raise SettingsError(f"{where}: weights is a table, such as {{ popularity = 0.5 }}")
    _check_names(weights, _PARTS, f"{where}, weights")
    if not all(_is_number(value) and abs(value) <= _MAX_WEIGHT for value in weights.values()):
        raise SettingsError(f"{where}: a weight is a number from -{_MAX_WEIGHT:g} to {_MAX_WEIGHT:g}")
    return tuple((name, float(value)) for name, value in sorted(weights.items()))


def _shelves(table: Mapping[str, Any], where: str) -> tuple[str, ...]:
    shelves = table.get("shelves", [])
    if not isinstance(shelves, list) or not set(map(str, shelves)) <= set(SHELVES) or len(set(shelves)) < len(shelves):
        raise SettingsError(f"{where}: shelves is a list of {', '.join(SHELVES)}, each at most once")
    return tuple(shelves)


def _name(table: Mapping[str, Any], where: str) -> str:
    name = table.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise SettingsError(f"{where}: name is {quoted(name)}; use small letters, digits and hyphens")
    return name


def _day(table: Mapping[str, Any], key: str, where: str) -> date:
    day = table.get(key)
    # A time is a date to Python.
    if type(day) is not date:
        raise SettingsError(f"{where}: {key} is a day, such as 2026-12-31, without quotes")
    return day


def _choice(table: Mapping[str, Any], key: str, default: str, choices: Collection[str], where: str) -> str:
    value = table.get(key, default)
    if value not in choices:
        raise SettingsError(f"{where}: {key} is {quoted(value)}; it can be {', '.join(filter(None, choices))}")
    return str(value)


def _check_names(table: Mapping[str, Any], known: Collection[str], where: str) -> None:
    if unknown := sorted(set(table) - set(known)):
        raise SettingsError(f"{where}: {quoted(unknown[0])} is unknown; there are {', '.join(sorted(known))}")


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
