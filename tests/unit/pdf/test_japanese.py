import pytest

from shared.pdf.fitting import Typeface
from shared.pdf.fonts import open_font
from shared.pdf.shaping import Shaper

# The rows of JIS X 0208 with kana (4, 5) and with Han characters of level 1 (16 to 47) and level 2 (48 to 84).
ROWS = (4, 5, *range(16, 85))
JAPANESE, CHINESE = "MTLc3m", "DroidSansFallbackFull"


def families(text: str, language: str = "en") -> list[str]:
    return [run.font.family for run in Shaper(language).shape(text, Typeface.DISPLAY).runs]


def jis_characters() -> list[str]:
    codes = [bytes([row + 0xA0, cell + 0xA0]) for row in ROWS for cell in range(1, 95)]
    return [text for code in codes if (text := code.decode("euc_jp", "ignore"))]


def test_the_font_has_both_levels_of_the_japanese_standard() -> None:
    characters = jis_characters()
    assert len(characters) == 2965 + 3390 + 83 + 86
    assert all(map(open_font("MTLc3m.ttf").has, characters))


@pytest.mark.parametrize("text", ["直木はなこ", "直木ハナコ", "直木 ﾊﾅｺ", "々直ゝ"])
def test_a_text_with_kana_has_japanese_forms_in_every_language(text: str) -> None:
    assert set(families(text)) == {JAPANESE}


def test_on_a_certificate_in_japanese_every_text_has_japanese_forms() -> None:
    assert families("直木", "ja") == [JAPANESE]
    assert families("王·直", "ja").count(JAPANESE) == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_han_characters_alone_have_chinese_forms_in_other_languages(language: str) -> None:
    assert families("直木", language) == [CHINESE]
    # The dot stands between the parts of foreign names in Chinese, too.
    assert set(families("直・木", language)) == {CHINESE}


def test_what_the_japanese_font_lacks_comes_from_the_others() -> None:
    assert families("龙はな", "ja") == [CHINESE, JAPANESE]
    assert families("직はな", "ja") == ["NanumMyeongjo", JAPANESE]
    assert families("Łukaszはな", "ja") == ["NotoSerifDisplay-Regular", JAPANESE]
