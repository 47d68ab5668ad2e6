"""The models an operator configures: presets, what overrides them, what is refused."""

from pathlib import Path

import pytest

from coolpapers.errors import SettingError
from coolpapers.faq.configured import EXTRACT, ModelSpec, configured_models, presets
from coolpapers.settings import Settings, read_settings

KEYS = {"MOONSHOT_API_KEY": "sk-moon"}


def settings(place: Path, text: str = "", **given: object) -> Settings:
    """Settings of a data directory with this file."""
    (place / "settings.toml").write_text(text)
    return read_settings({"data": str(place), **given}, environment={})


def models(found: Settings) -> dict[str, ModelSpec]:
    """The models of settings, where the environment has one key."""
    return configured_models(found, lambda name: KEYS.get(name, ""))


@pytest.mark.parametrize("name", presets())
def test_a_preset_needs_no_more_than_its_name(tmp_path: Path, name: str) -> None:
    """Each is a model as it stands, with room for a paper and the provider's own key."""
    (model,) = models(settings(tmp_path, model=name)).values()
    assert name == model.name
    assert model.context - model.longest_answer >= 4_000
    assert ("sk-moon" if name in ("kimi", "moonshot") else "") == model.key


def test_each_line_of_a_preset_may_be_overridden(tmp_path: Path) -> None:
    """A table has the last word; models stand in its order, that of the settings first."""
    (tmp_path / "key").write_text("sk-file\n")
    text = f"""
    [models.local]
    preset = "kimi"
    address = "http://10.0.0.1/v1"
    model = "kimi-next"
    key_file = "{tmp_path / "key"}"
    context = 9000
    extra = {{ top_k = 5 }}
    limit = "max_completion_tokens"
    """
    found = models(settings(tmp_path, text, model="deepseek", model_name="newer"))
    assert ["deepseek", "local"] == list(found)
    assert "newer" == found["deepseek"].model
    local = found["local"]
    assert ("kimi-next", "http://10.0.0.1/v1", "sk-file", 9000, {"top_k": 5}) == (
        local.model, local.address, local.key, local.context, local.extra
    )  # fmt: skip
    assert "sk-file" not in repr(local)


def test_without_a_model_the_paper_is_quoted(tmp_path: Path) -> None:
    """Nothing has to be set up."""
    assert [EXTRACT] == list(models(settings(tmp_path)))


@pytest.mark.parametrize(
    "text",
    [
        "[models.x]\nmodel = 'm'",
        "[models.x]\npreset = 'nobody'",
        "[models.kimi]\ncolour = 'red'",
        "[models.kimi]\ncontext = 'large'",
        "[models.kimi]\nextra = 'all'",
        "[models.kimi]\nkey_file = '/nowhere/at/all'",
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, text: str) -> None:
    """The error names the table."""
    with pytest.raises(SettingError, match="models"):
        models(settings(tmp_path, text))
