"""How the service is set: flags beat the environment, which beats the `.env` beside the configuration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Literal, TypeVar, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal import get_localzone

from halley.errors import ConfigError
from halley.runs.policy import read_policy
from halley.service.environment import told
from halley.service.options import is_on, left_out, option
from halley.service.times import DEFAULT, parse_times

Mode = Literal["preview", "apply", "kometa"]
Missed = Literal["run", "skip"]
Engine = Literal["auto", "native", "kometa"]
LogStyle = Literal["human", "json"]
T = TypeVar("T", bound=str)

_USUAL = (Path("/config/config.yml"), Path("config/config.yml"), Path("config.yml"))
_TRUE, _FALSE = frozenset({"true", "t", "yes", "y", "on", "1"}), frozenset({"false", "f", "no", "n", "off", "0"})


@dataclass(frozen=True, slots=True)
class Flags:
    """What the command line says; None or empty where it says nothing."""

    config: Path | None = None
    times: str | None = None
    mode: str | None = None
    run: bool | None = None
    libraries: tuple[str, ...] = ()
    overlays_only: bool | None = None
    engine: str | None = None
    missed: str | None = None
    wait_for_streams: bool | None = None
    log: str | None = None
    policy: Path | None = None


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """The service's settings.

    `runs_once`: run now, and end. `notes` are sentences for the operator on what was set and is not followed.
    `environment` is Halley's own, with the values of files and of `.env` in it.
    """

    config: Path
    times: tuple[time, ...] = (time(5),)
    zone: ZoneInfo = ZoneInfo("UTC")
    mode: Mode = "preview"
    runs_once: bool = False
    libraries: tuple[str, ...] = ()
    overlays_only: bool = False
    engine: Engine = "auto"
    missed: Missed = "run"
    waits_for_streams: bool = False
    avoids_maintenance: bool = True
    policy: Path | None = None
    log: LogStyle = "human"
    is_verbose: bool = False
    is_gentle: bool = False
    notes: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def folder(self) -> Path:
        """The folder of the configuration."""
        return self.config.parent

    @property
    def own(self) -> Path:
        """Where the service's own state lies."""
        return self.folder / "halley" / "service"


def settings_of(flags: Flags, environment: Mapping[str, str]) -> ServiceSettings:
    """The settings. Raises ConfigError where one cannot be used."""
    environment = told(environment, None)
    config = config_of(flags.config, environment)
    every = told(environment, config.parent / ".env")
    every.setdefault("HALLEY_DATA", str(config.parent / "halley"))
    notes = list(left_out(every))
    if is_on(every.get("KOMETA_READ_ONLY_CONFIG", "true")) is False:
        notes.append("KOMETA_READ_ONLY_CONFIG=false means nothing to the service: Halley never writes your configuration")
    name, text = ("--times", flags.times) if flags.times is not None else option(every, "times")
    return ServiceSettings(
        config=config,
        times=parse_times(text, name) if name else parse_times(DEFAULT),
        zone=_zone(every, notes),
        mode=_mode(flags, every),
        runs_once=flags.run if flags.run is not None else is_on(option(every, "run")[1]),
        libraries=flags.libraries or _names(option(every, "libraries")[1]),
        overlays_only=_flag(flags.overlays_only, is_on(option(every, "overlays_only")[1])),
        engine=_one_of(flags.engine or every.get("HALLEY_ENGINE", ""), "HALLEY_ENGINE", get_args(Engine), "auto"),
        missed=_one_of(flags.missed or every.get("HALLEY_MISSED", ""), "HALLEY_MISSED", get_args(Missed), "run"),
        waits_for_streams=_flag(flags.wait_for_streams, _truth(every, "HALLEY_WAIT_FOR_STREAMS", default=False)),
        avoids_maintenance=_truth(every, "HALLEY_WAIT_FOR_MAINTENANCE", default=True),
        policy=_policy(flags, every),
        log=_one_of(flags.log or every.get("HALLEY_LOG", ""), "HALLEY_LOG", get_args(LogStyle), "human"),
        is_verbose=is_on(option(every, "debug")[1]),
        is_gentle=is_on(option(every, "low_priority")[1]),
        notes=tuple(notes),
        environment=every,
    )


def config_of(flag: Path | None, environment: Mapping[str, str]) -> Path:
    """Where the configuration lies; a folder stands for the config.yml in it. Raises ConfigError where there is none."""
    named = flag or (Path(text) if (text := option(environment, "config")[1]) else None)
    if named is None:
        found = next((one for one in _USUAL if one.is_file()), None)
        if found is None:
            looked = ", ".join(str(one) for one in _USUAL)
            raise ConfigError(f"there is no configuration at {looked}", hint="name it: `--config FILE` or KOMETA_CONFIG")
        return found.absolute()
    path = named.expanduser().absolute()
    path = path / "config.yml" if path.is_dir() else path
    if not path.is_file():
        raise ConfigError(
            f"there is no configuration at {path}", hint="`--config` or KOMETA_CONFIG names your config.yml; is it mounted?"
        )
    return path


def _mode(flags: Flags, every: Mapping[str, str]) -> Mode:
    if flags.mode is None and _truth(every, "DRY_RUN", default=False):
        return "preview"
    return _one_of(flags.mode or every.get("HALLEY_MODE", ""), "HALLEY_MODE", get_args(Mode), "preview")


def _policy(flags: Flags, every: Mapping[str, str]) -> Path | None:
    """Where the policy lies. It is read here to see that it can be: a run would find that out once its plan is made."""
    path = flags.policy or (Path(text).expanduser() if (text := every.get("HALLEY_POLICY", "").strip()) else None)
    if path is not None:
        if not path.is_file():
            raise ConfigError(f"there is no policy at {path}", hint="`--policy` or HALLEY_POLICY names it; is it mounted?")
        read_policy(path)
    return path


def _zone(every: Mapping[str, str], notes: list[str]) -> ZoneInfo:
    name = every.get("TZ", "").strip().removeprefix(":")
    if not name:
        notes.append("TZ is not set: times are those of this machine's clock; set it, as TZ=Europe/Berlin")
        try:
            return ZoneInfo(str(get_localzone()))
        except (OSError, ValueError, LookupError):
            return ZoneInfo("UTC")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            f"TZ is {name!r}, which is no time zone that this machine knows",
            hint="write it as TZ=Europe/Berlin; where that is right, install `tzdata`",
        ) from None


def _names(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split("|") if one.strip())


def _flag(flag: bool | None, else_: bool) -> bool:
    return else_ if flag is None else flag


def _truth(every: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = every.get(name, "").strip().lower()
    if not text:
        return default
    if text not in _TRUE | _FALSE:
        raise ConfigError(f"{name} is {text[:60]!r}", hint="true or false")
    return text in _TRUE


def _one_of(text: str, name: str, known: tuple[T, ...], default: T) -> T:
    word = text.strip().lower()
    if not word:
        return default
    if word not in known:
        raise ConfigError(f"{name} is {word[:60]!r}, which is nothing it can be", hint=f"one of {', '.join(known)}")
    return known[known.index(word)]
