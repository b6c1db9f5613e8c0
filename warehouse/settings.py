"""The settings: one place, read from the environment or from `.env` at the project's root."""

from pathlib import Path
from typing import Literal

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from warehouse.errors import WpsError

PROJECT = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """What a person may set. Every name is upper-cased and prefixed with `WPS_` in the environment."""

    model_config = SettingsConfigDict(env_prefix="WPS_", env_file=PROJECT / ".env", extra="ignore", frozen=True)

    home: Path = Field(default=Path(".wps"), description="Folder of state; relative to the project's root.")
    database_url: str | None = Field(default=None, description="Administrator's URL; unset: the embedded server.")
    sources: Literal["replica", "live"] = "replica"
    archive: Literal["sample", "official"] | None = Field(default=None, description="Unset: what the warehouse holds.")
    archive_dir: Path | None = Field(default=None, description="Folder that the replica serves; unset: the sample.")

    contact: str | None = Field(default=None, description="Mail or address that sites see in our user agent.")

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser() if home.expanduser().is_absolute() else PROJECT / home

    @field_validator("archive_dir")
    @classmethod
    def _folder(cls, folder: Path | None) -> Path | None:
        if folder is not None and not folder.expanduser().is_dir():
            raise ValueError("there is no such folder")
        return None if folder is None else folder.expanduser().resolve()

    @field_validator("database_url")
    @classmethod
    def _postgres(cls, url: str | None) -> str | None:
        url = url or None
        if url and not url.startswith(("postgresql://", "postgres://")):
            raise ValueError("expected an address that starts with postgresql://")
        try:
            has_host = url is None or "host" in conninfo_to_dict(url)
        except ProgrammingError:  # what libpq says of it holds the address, and with it the password
            raise ValueError("expected an address such as postgresql://user@host:5432/database") from None
        if not has_host:
            raise ValueError("expected an address that names a host, such as postgresql://user@host:5432/database")
        return url


def load() -> Settings:
    """Read the settings.

    Raises WpsError that names the setting, what it held and what it may hold.
    """
    try:
        return Settings()
    except OSError as error:
        raise WpsError(f"{error.filename} cannot be read: {error.strerror}. Make it readable by this user.") from None
    except ValidationError as error:
        first = error.errors()[0]
        name = "WPS_" + "_".join(str(part) for part in first["loc"]).upper()
        seen = "*****" if name == "WPS_DATABASE_URL" else repr(str(first["input"]))
        said = first["msg"].removeprefix("Value error, ")
        raise WpsError(f"{name} cannot be {seen}: {said}. Set it right in the environment or .env.") from None
