"""Where a setting's value comes from, and what is refused."""

from pathlib import Path

import pytest

from coolpapers.errors import SettingError
from coolpapers.settings import ROWS, Row, as_environment, read_settings, unknown_names

MANUAL = Path(__file__).resolve().parents[1] / "docs" / "settings.md"


def test_the_later_origin_wins(tmp_path: Path) -> None:
    """File is overruled by environment, environment by the command line."""
    (tmp_path / "settings.toml").write_text("port = 1\nhost = 'a'\ntitle = 'file'\n")
    environment = {"COOLPAPERS_PORT": "2", "COOLPAPERS_HOST": "b"}

    settings = read_settings({"data": str(tmp_path), "port": 3}, environment)

    assert (3, "command line") == settings["port"][1:]
    assert ("b", "COOLPAPERS_HOST") == settings["host"][1:]
    assert ("file", str(tmp_path / "settings.toml")) == settings["title"][1:]
    assert "default" == settings["workers"].origin


def test_the_file_is_that_of_the_chosen_directory(tmp_path: Path) -> None:
    """COOLPAPERS_DATA decides which settings.toml is read."""
    (tmp_path / "settings.toml").write_text("port = 7\n")

    assert 7 == read_settings({}, {"COOLPAPERS_DATA": str(tmp_path)}).number("port")


def test_a_secret_may_stand_in_a_file_and_is_never_shown(tmp_path: Path) -> None:
    """NAME_FILE names a file with the value; printing hides it."""
    (tmp_path / "token").write_text("s3cret\n")
    rows = (Row("data", str(tmp_path), "directory", ""), Row("token", "", "text", "", secret=True))

    setting = read_settings({}, {"COOLPAPERS_TOKEN_FILE": str(tmp_path / "token")}, rows)["token"]

    assert "s3cret" == setting.value
    assert "s3cret" not in setting.shown


@pytest.mark.parametrize(
    ("text", "words"),
    [("prot = 1", "port"), ("port = 'x'", "port"), ("port = ", "cannot be read")],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    """Unknown names, impossible values and broken files name the culprit."""
    (tmp_path / "settings.toml").write_text(text)

    with pytest.raises(SettingError, match=words):
        read_settings({"data": str(tmp_path)}, {})


@pytest.mark.parametrize("value", ["yes", "1", "TRUE", "on"])
def test_yes_has_several_spellings(value: str, tmp_path: Path) -> None:
    """Flags are read as people write them; nonsense is refused."""
    data = {"data": str(tmp_path)}

    assert read_settings(data, {"COOLPAPERS_STARS": value}).flag("stars")
    with pytest.raises(SettingError):
        read_settings(data, {"COOLPAPERS_STARS": "perhaps"})


def test_misspelt_variables_are_found() -> None:
    """A variable with our prefix and no setting behind it is named."""
    environment = {"COOLPAPERS_PROT": "1", "COOLPAPERS_PORT": "2", "COOLPAPERS_PORT_FILE": "x"}

    assert ["COOLPAPERS_PROT"] == unknown_names(environment)


def test_settings_travel_through_the_environment(tmp_path: Path) -> None:
    """A process started with `as_environment` reads the same values."""
    settings = read_settings({"data": str(tmp_path), "port": 9, "stars": False}, {})

    again = read_settings({}, as_environment(settings))

    assert {n: s.value for n, s in settings.items()} == {n: s.value for n, s in again.items()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_setting_is_in_the_manual(row: Row) -> None:
    """docs/settings.md has the name, the unit and the sentence of every row."""
    manual = MANUAL.read_text(encoding="utf-8")

    assert f"| `{row.name}` |" in manual
    assert row.sentence in manual
    assert f"COOLPAPERS_{row.name.upper()}" in manual
