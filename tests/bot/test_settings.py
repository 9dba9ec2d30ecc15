"""Environment variables: typed once, told what is wrong, and never a secret shown."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import PREFIX, Address, Administrator, Settings, SettingsError, unknown_variables, variables

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in variables():
        monkeypatch.delenv(name, raising=False)


def load(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(PREFIX + name, value)
    return Settings.load(None)


def told(monkeypatch: pytest.MonkeyPatch, **values: str) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        load(monkeypatch, **values)
    return {problem.field: str(problem) for problem in caught.value.problems}


def test_nothing_set_is_a_working_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a single variable: SQLite in ./data, loopback, every platform off, real time."""
    settings = load(monkeypatch)
    assert settings.database_url == "sqlite+aiosqlite:///data/vungxanh.db"
    assert settings.http == Address("127.0.0.1", 8080)
    assert (settings.campaign, settings.telegram_token, settings.admins) == (None, None, ())
    assert (settings.telegram_rate, settings.log) == (30.0, "text")
    assert not settings.rehearsal


def test_empty_means_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of .env.example that stay empty change nothing."""
    settings = load(monkeypatch, TELEGRAM_TOKEN="", CLOCK_SPEED="", HTTP="")
    assert (settings.telegram_token, settings.clock_speed, settings.http.port) == (None, None, 8080)


def test_values_are_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses, lists and numbers arrive as what they mean."""
    settings = load(
        monkeypatch,
        DATA_DIR="/srv/vx",
        HTTP="[::1]:0",
        ADMINS="telegram:1001, zalo_bot:abc,",
        TELEGRAM_API="http://127.0.0.1:9000/",
        CLOCK_SPEED="3600",
    )
    assert settings.database_url == "sqlite+aiosqlite:////srv/vx/vungxanh.db"
    assert (settings.http, str(settings.http)) == (Address("::1", 0), "[::1]:0")
    assert settings.admins == (Administrator("telegram", "1001"), Administrator("zalo_bot", "abc"))
    assert settings.telegram_api == "http://127.0.0.1:9000"
    assert settings.rehearsal


def test_naive_clock_is_the_campaigns_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """An instant without an offset is read on the campaign's clocks; with one it stands as it is."""
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    local = load(monkeypatch, CLOCK="2021-08-16T06:55").clock_instant(zone)
    assert local == datetime(2021, 8, 15, 23, 55, tzinfo=UTC)
    assert load(monkeypatch, CLOCK="2021-08-16T06:55Z").clock_instant(zone) == datetime(
        2021, 8, 16, 6, 55, tzinfo=UTC
    )
    monkeypatch.delenv("VUNGXANH_CLOCK")
    assert Settings.load(None).clock_instant(zone) is None


def test_all_faults_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line for each: the variable, what stands there, what to write."""
    lines = told(monkeypatch, HTTP="8080", CLOCK_SPEED="0.5", TELEGRAM_RATE="nan", LOG="loud", ADMINS="x:1")
    assert set(lines) == {PREFIX + name for name in ("HTTP", "CLOCK_SPEED", "TELEGRAM_RATE", "LOG", "ADMINS")}
    assert "“8080”" in lines["VUNGXANH_HTTP"]
    assert "127.0.0.1:8080" in lines["VUNGXANH_HTTP"]
    assert all("Cách sửa" in line and "\n" not in line for line in lines.values())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_RATE", "0"), ("TELEGRAM_RATE", "1001"), ("TELEGRAM_RATE", "inf"), ("CLOCK_SPEED", "3601"),
        ("CLOCK", "16/8/2021"), ("HTTP", "127.0.0.1:99999"), ("TELEGRAM_API", "api.telegram.org"),
        ("PUBLIC_URL", "ftp://x"), ("ADMINS", "telegram"), ("ADMINS", "telegram:"), ("SMTP_PORT", "0"),
        ("TELEGRAM_TOKEN", "a b"), ("SECRET_KEY", "short"), ("DATABASE", "mysql://x"),
        ("METRICS_TOKEN", "short"),
    ],
)  # fmt: skip
def test_bad_values_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """Each is told by its own variable."""
    assert list(told(monkeypatch, **{name: value})) == [PREFIX + name]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"TELEGRAM_WEBHOOK_URL": "https://x.example"}, "TELEGRAM_WEBHOOK_SECRET"),
        ({"SMTP_HOST": "mail.example"}, "SMTP_SENDER"),
        ({"ZALO_OA_APP_ID": "1"}, "ZALO_OA_APP_SECRET"),
        ({"ZALO_OA_REFRESH_TOKEN": "r", "ZALO_OA_APP_SECRET": "s"}, "ZALO_OA_APP_ID"),
    ],
)
def test_what_belongs_together(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], field: str) -> None:
    """Half of a pair is told by the missing half."""
    assert list(told(monkeypatch, **values)) == [PREFIX + field]


SECRET = "hunter2 /hunter2"  # refused by every secret that has a form


@pytest.mark.parametrize("field", sorted(Settings.SECRETS))
def test_secrets_never_show(monkeypatch: pytest.MonkeyPatch, field: str) -> None:
    """Not in a repr, not in an error, not in anything that hangs on the error."""
    monkeypatch.setenv(PREFIX + field.upper(), SECRET)
    try:
        shown = repr(Settings.load(None))
    except SettingsError as error:
        shown = f"{error!r}{error}{error.problems!r}{error.__context__!r}{error.__cause__!r}"
    assert "hunter2" not in shown


def test_every_secret_is_declared() -> None:
    """A field typed as a secret is in the list that errors go by, and the other way round."""
    typed = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    assert typed == Settings.SECRETS


def test_misspelt_variables_are_told() -> None:
    """A variable with our prefix that nothing reads is named with the one it resembles."""
    (problem,) = unknown_variables({"VUNGXANH_TELEGRAM_TOKN": "1", "HOME": "/", "VUNGXANH_LOG": "text"})
    assert problem.field == "VUNGXANH_TELEGRAM_TOKN"
    assert "VUNGXANH_TELEGRAM_TOKEN" in problem.cure
    (other,) = unknown_variables({"VUNGXANH_QQQQQQQQ": "1"})
    assert "bỏ biến này" in other.cure


def test_env_file_gives_what_the_environment_leaves_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """.env is read, the environment wins."""
    (tmp_path / ".env").write_text("VUNGXANH_LOG=json\nVUNGXANH_TELEGRAM_RATE=5\n", encoding="utf-8")
    monkeypatch.setenv("VUNGXANH_TELEGRAM_RATE", "7")
    settings = Settings.load(tmp_path / ".env")
    assert (settings.log, settings.telegram_rate) == ("json", 7.0)


def test_example_names_every_setting_and_loads() -> None:
    """.env.example holds each variable once and nothing else, and works as it is."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^(VUNGXANH_\w+)=", text, re.MULTILINE)
    assert len(named) > 20
    assert sorted(named) == sorted(variables())
    example = Settings.load(ROOT / ".env.example")
    assert example == Settings.load(None)


def test_every_variable_stands_where_an_operator_looks_for_it() -> None:
    """In the README's table, in full or by its ending on the line of its group; those of the OA in its own page too."""
    table = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    page = (ROOT / "docs" / "zalo.md").read_text(encoding="utf-8")

    def told(line: str, name: str) -> bool:
        parts = name.split("_")
        shortened = (
            f"`_{'_'.join(parts[at:])}`" in line and f"`VUNGXANH_{'_'.join(parts[:at])}_" in line
            for at in range(1, len(parts))
        )
        return f"`VUNGXANH_{name}`" in line or any(shortened)

    names = [name.upper() for name in Settings.model_fields]
    assert [name for name in names if not any(told(line, name) for line in table)] == []
    ours = [name for name in names if name.startswith("ZALO_OA_")]
    assert len(ours) > 20
    assert [name for name in ours if f"`VUNGXANH_{name}`" not in page] == []
