"""Settings from the environment and from the data folder."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from firsthand.base.settings import Settings


def test_a_deadline_is_written_the_short_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "firsthand.toml").write_text('[deadlines]\nhigh = "90m"\n')
    monkeypatch.setenv("FIRSTHAND_DATA", str(tmp_path))
    deadlines = Settings().deadlines
    assert (deadlines.high, deadlines.standard) == (
        timedelta(minutes=90),
        timedelta(hours=24),
    )


def test_a_misspelt_setting_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "firsthand.toml").write_text("deadline = 3\n")
    monkeypatch.setenv("FIRSTHAND_DATA", str(tmp_path))
    with pytest.raises(ValidationError, match="deadline"):
        Settings()


def test_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_THRESHOLDS__HIGH_RISK_COUNT", "12")
    assert Settings().thresholds.high_risk_count == 12


def test_a_packs_threshold_is_set_like_our_own_and_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_THRESHOLDS__OFTEN_HIGH", "5")
    assert Settings().thresholds.model_dump()["often_high"] == 5
    monkeypatch.setenv("FIRSTHAND_THRESHOLDS__OFTEN_HIGH", "often")
    with pytest.raises(ValidationError, match="often_high"):
        Settings()
