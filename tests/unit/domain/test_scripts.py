# ruff: noqa: RUF001 - letters that look like others are what is tested

import pytest

from shared.domain.scripts import mixes_scripts
from tests.unit.pdf.names import NAMES


@pytest.mark.parametrize(
    "name",
    [
        "Аnna Smith",  # a Cyrillic A
        "Mаriа Álvarez",
        "Αnna",  # a Greek Alpha
        "Юлия Παπαδοπούλου",
        "محمد כהן",
        "李小龙 Юлия",
        "はなこ 김민수",
        "Ꭺnna",  # a Cherokee letter
    ],
)
def test_letters_of_scripts_that_are_not_usually_together_are_a_sign(name: str) -> None:
    assert mixes_scripts(name)


@pytest.mark.parametrize(
    "name",
    [
        "Siobhán O'Neil-Smythe, Jr.",
        "Ḥasan Ṣāliḥ ʿAbd al-Ġanī",
        "Anna Åström III",
        "M.ª José 1º",
        "Ａｎｎａ Anna",
        "髙﨑 はなこ メアリー Mary",
        "ﾒｱﾘｰ・Mary",
        "李小龙 Bruce Lee",
        "남궁 民洙 Kim",
        "محمد علي (Ali) 2026",
        "किशोर Kumar शर्मा",
        "สมชาย (Som)",
        "々〆〇",
        "",
        "2026 — !",
    ],
)
def test_names_as_people_write_them_are_none(name: str) -> None:
    assert not mixes_scripts(name)


@pytest.mark.parametrize("script", [script for script in NAMES if script != "mixtures"])
def test_a_name_in_one_script_mixes_none(script: str) -> None:
    assert not any(map(mixes_scripts, NAMES[script]))
