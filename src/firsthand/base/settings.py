"""What an operator sets: `FIRSTHAND_…` in the environment, or `firsthand.toml` in the data folder."""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def duration(value: Any) -> Any:
    """Reads "90s", "15m", "2h" or "7d"; anything else is left for pydantic to judge."""
    written = re.fullmatch(r"(\d+)\s*([smhd])", value) if isinstance(value, str) else None
    return timedelta(**{_UNITS[written[2]]: int(written[1])}) if written else value


Duration = Annotated[timedelta, BeforeValidator(duration)]


class Deadlines(BaseModel):
    """Time from the start of an encounter to its grading; the ratings that one area, Merton, publishes for its hub."""

    high: Duration = timedelta(hours=2)
    not_established: Duration = timedelta(hours=2)
    medium: Duration = timedelta(hours=6)
    standard: Duration = timedelta(hours=24)
    unreadable: Duration = timedelta(hours=1)


class Thresholds(BaseModel):
    """Local conventions of risk grading; the source of each default is in the form that uses it.

    A pack's forms have more of them: those are taken under the names that the forms give them.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Annotated[int, Field(ge=0)]]

    high_risk_count: int = Field(default=14, ge=1, le=27)
    medium_risk_count: int = Field(default=10, ge=1, le=27)
    enough_answered: int = Field(default=18, ge=1, le=27)
    repeat_incidents: int = Field(default=3, ge=1)


class Settings(BaseSettings):
    """Every setting, with its default."""

    model_config = SettingsConfigDict(env_prefix="FIRSTHAND_", env_nested_delimiter="__", extra="forbid")

    data: Path = Path("var")
    database_url: SecretStr | None = None
    keys: Path | None = None
    objects_url: str | None = None
    origin: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    zone: str = "Europe/London"
    interface_locales: list[str] = ["en", "pl"]
    packs: list[Path] = []
    unreviewed_wording: Literal["ask", "offer"] = "ask"
    deadlines: Deadlines = Deadlines()
    thresholds: Thresholds = Thresholds()
    sound: bool = False
    unit_name: str = "Central Referral Unit"
    unit_phone: str = "07700 900100"
    session_idle: Duration = timedelta(hours=12)
    session_absolute: Duration = timedelta(days=7)
    lock_idle: Duration = timedelta(minutes=10)
    lock_hidden: Duration = timedelta(minutes=2)
    chase_after: Duration = timedelta(minutes=15)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = Path(os.environ.get("FIRSTHAND_DATA", "var")) / "firsthand.toml"
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file)

    @property
    def public_origin(self) -> str:
        """Scheme, host and port as a browser sees them, never taken from a request."""
        return self.origin or f"http://{self.host}:{self.port}"

    @property
    def under_tls(self) -> bool:
        return self.public_origin.startswith("https://")

    @property
    def keyring_file(self) -> Path:
        return (self.keys or self.data / "keys") / "keyring.json"
