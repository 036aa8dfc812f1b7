"""Every setting of the forum: its type, its default, and one line that says what it is for."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class BadSetting(Exception):
    """A setting that cannot be used; the message names the variable and says how to mend it."""


class Settings(BaseSettings):
    """Read from the environment, or from the file that ``FORUM_CONFIG`` points at."""

    model_config = SettingsConfigDict(env_prefix="FORUM_", extra="ignore", hide_input_in_errors=True)

    data: Path = Field(Path("data"), description="Folder for everything that is kept on this machine.")
    database_url: SecretStr | None = Field(None, description="SQLAlchemy address; unset: SQLite in `data`.")
    redis_url: SecretStr | None = Field(None, description="Limits shared by several servers; unset: memory.")
    storage_url: str | None = Field(None, description="Where uploads live: `s3://…`; unset: in `data`.")
    secret_key: SecretStr | None = Field(None, description="Signs cookies; unset: made once, kept in `data`.")
    base_url: str = Field("http://localhost:8000", description="The address people type, for links in mail.")
    site_name: str = Field("Kith", description="The name of the group, at the top of each page.")
    smtp_url: SecretStr | None = Field(
        None, description="`smtp://user:password@host:587`; unset: each mail becomes a file in `data/outbox`."
    )
    mail_domain: str = Field("localhost", description="The part after @ in addresses of the group.")
    mail_authserv: str | None = Field(
        None,
        description="The name by which your relay signs Authentication-Results; unset: From proves nothing.",
    )
    mail_strangers: str = Field(
        "answer", description="Mail from people who are no members: `answer` how to join, or `queue`."
    )
    spam_url: str | None = Field(
        None,
        description="A spam filter that speaks rspamd's HTTP, such as `http://localhost:11333`; unset: none.",
    )
    greeters_after_hours: float = Field(
        4, gt=0, le=1_000, description="Hours after which greeters are told of a thread without an answer."
    )
    moderators_after_hours: float = Field(
        12, gt=0, le=1_000, description="Hours after which moderators are told of one, too."
    )
    argon2_profile: str = Field("normal", description="`normal`, or `cheap` for tests alone.")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
        return _with_sound_port(value)

    @field_validator("redis_url")
    @classmethod
    def _known_counter(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().startswith(("redis://", "rediss://", "redis+unix://")):
            raise ValueError("must begin with redis://, rediss:// or redis+unix://")
        return _with_sound_port(value)

    @field_validator("storage_url")
    @classmethod
    def _known_storage(cls, value: str | None) -> str | None:
        if value and not value.startswith(("s3://", "memory://")):
            raise ValueError("must begin with s3://")
        return value or None

    @field_validator("base_url")
    @classmethod
    def _whole_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or not _has_sound_port(value):
            raise ValueError("must be a whole address such as https://forum.example.org")
        return value.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _mail_address(cls, value: SecretStr | None) -> SecretStr | None:
        if value and urlsplit(value.get_secret_value()).scheme not in ("smtp", "smtps"):
            raise ValueError("must begin with smtp:// or smtps://")
        return _with_sound_port(value)

    @field_validator("spam_url")
    @classmethod
    def _spam_filter(cls, value: str | None) -> str | None:
        if value and (not value.startswith(("http://", "https://")) or not urlsplit(value).hostname):
            raise ValueError("must be a whole address such as http://localhost:11333")
        if value and not _has_sound_port(value):
            raise ValueError("must have a number as its port")
        return value or None

    @field_validator("mail_strangers")
    @classmethod
    def _known_way(cls, value: str) -> str:
        if value not in ("answer", "queue"):
            raise ValueError("must be `answer` or `queue`")
        return value

    @field_validator("argon2_profile")
    @classmethod
    def _known_profile(cls, value: str) -> str:
        if value not in ("normal", "cheap"):
            raise ValueError("must be `normal` or `cheap`")
        return value

    @property
    def database(self) -> str:
        """The address of the database in use."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data.resolve() / 'forum.sqlite3'}"

    @property
    def secure(self) -> bool:
        """Whether people reach the forum over TLS, so that cookies may insist on it."""
        return self.base_url.startswith("https://")

    @property
    def uploads(self) -> Path:
        return self.data / "uploads"

    @property
    def outbox(self) -> Path:
        return self.data / "outbox"

    @property
    def kept_settings(self) -> Path:
        """What `forum setup` was told and later starts should know."""
        return self.data / "settings.env"

    @property
    def secret_key_file(self) -> Path:
        return self.data / "secret_key"


def _with_sound_port(value: SecretStr | None) -> SecretStr | None:
    if value and not _has_sound_port(value.get_secret_value()):
        raise ValueError("must have a number as its port")
    return value


def _has_sound_port(address: str) -> bool:
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def load_settings(**given: Any) -> Settings:
    """The settings of this process; ``given`` ones win over the environment."""
    file = os.environ.get("FORUM_CONFIG")
    if file and not Path(file).is_file():
        raise BadSetting(f"FORUM_CONFIG points at {file}, and there is no such file.")
    try:
        settings = _read((file,), given)
        kept = settings.kept_settings
        return _read((kept, file), given) if kept.is_file() else settings
    except ValidationError as error:
        raise BadSetting(_sentence(error)) from None


def _read(files: tuple[Path | str | None, ...], given: dict[str, Any]) -> Settings:
    """Later files win over earlier ones, the environment over files, what is given over all."""
    present = tuple(file for file in files if file)
    return Settings(_env_file=present, **given)  # type: ignore[call-arg]  # pydantic-settings' own argument


def make_data_folder(settings: Settings) -> None:
    """The folder for everything that is kept: what is in it is nobody else's on this machine to read."""
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"FORUM_DATA: {settings.data} cannot be made: {error.strerror}.") from None


def keep_site_name(settings: Settings, name: str) -> None:
    """Write the name of the group down beside its data, where every later start finds it."""
    kept = settings.kept_settings
    lines = kept.read_text().splitlines() if kept.is_file() else []
    others = [line for line in lines if not line.startswith("FORUM_SITE_NAME=")]
    part = kept.with_suffix(".part")
    part.write_text("\n".join([*others, f"FORUM_SITE_NAME={json.dumps(name, ensure_ascii=False)}"]) + "\n")
    part.replace(kept)


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    name = "FORUM_" + "_".join(str(part) for part in first["loc"]).upper()
    return f"{name}: {first['msg'].removeprefix('Value error, ')}."


def secret_key(settings: Settings) -> str:
    """The key that signs cookies: given, or made once and kept where only this user reads it."""
    if settings.secret_key:
        return settings.secret_key.get_secret_value()
    file = settings.secret_key_file
    try:
        if not file.exists():
            _write_private(file, secrets.token_urlsafe(48))
        return file.read_text().strip()
    except OSError as error:
        raise BadSetting(f"FORUM_DATA: {error.strerror} at {error.filename}.") from None


def _write_private(file: Path, text: str) -> None:
    """Write so that two starting processes agree on one key: the first to link it wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
