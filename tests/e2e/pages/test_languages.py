"""The pages in eight languages: the browser suggests one, the visitor chooses, and the device remembers."""

import pytest
from playwright.sync_api import Page, expect

from local.demo_course import SLUG
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import classroom
from tests.e2e.pages.test_every_page import expect_no_horizontal_scrolling
from tests.e2e.pages.test_learner_journey import MAYA, NAME
from tests.e2e.pages.visitor import DESKTOP, NARROW, PHONE, Visitor
from tests.support.sizes import at_full_size_only

ANH = "Nguyễn Thị Ánh"
# What a browser wants, the language of the pages, and its words for "Sign in", "My courses" and "Sign out".
LANGUAGES = [
    pytest.param("en-GB", "en", "Sign in", "My courses", "Sign out", marks=at_full_size_only),
    pytest.param("de-AT", "de", "Anmelden", "Meine Kurse", "Abmelden", marks=at_full_size_only),
    pytest.param("fr-CA", "fr", "Se connecter", "Mes cours", "Se déconnecter", marks=at_full_size_only),
    pytest.param("es-MX", "es", "Iniciar sesión", "Mis cursos", "Cerrar sesión", marks=at_full_size_only),
    pytest.param("pt-BR", "pt", "Entrar", "Meus cursos", "Sair", marks=at_full_size_only),
    pytest.param("pl-PL", "pl", "Zaloguj się", "Moje kursy", "Wyloguj się"),
    pytest.param("ar-EG", "ar", "تسجيل الدخول", "دوراتي", "تسجيل الخروج"),
    pytest.param("vi-VN", "vi", "Đăng nhập", "Khóa học của tôi", "Đăng xuất", marks=at_full_size_only),
]


def expect_language(page: Page, language: str) -> None:
    html = page.locator("html")
    expect(html).to_have_attribute("lang", language)
    expect(html).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")


def choose(visitor: Visitor, label: str, name: str) -> None:
    visitor.page.get_by_label(label, exact=True).select_option(label=name)


@pytest.mark.parametrize(("wanted", "language", "sign_in", "my_courses", "sign_out"), LANGUAGES)
def test_the_first_page_is_in_the_language_of_the_browser(
    visit: Visit, wanted: str, language: str, sign_in: str, my_courses: str, sign_out: str
) -> None:
    visitor = visit(DESKTOP if language in {"en", "pl", "vi"} else PHONE, locale=wanted).open("/")
    page = visitor.page
    expect_language(page, language)
    assert visitor.violations(in_firefox=True) == []
    page.get_by_role("button", name=sign_in, exact=True).click()
    page.get_by_role("button", name=ANH).click()
    expect(page.get_by_role("button", name=sign_out)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(my_courses)
    expect_language(page, language)
    assert visitor.violations(in_firefox=True) == []
    page.set_viewport_size(NARROW)
    expect_no_horizontal_scrolling(page)


def test_a_chosen_language_is_shown_at_once_everywhere_and_remembered(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    visitor = visit().sign_in(NAME)
    page = visitor.open(f"/learn/{room.slug}/morning").page
    video = page.locator("video")
    video.evaluate("video => { video.marked = true; }")
    expect(page.get_by_role("group", name="Player")).to_be_visible()

    choose(visitor, "Language", "العربية")
    expect(page.get_by_role("group", name="المشغّل")).to_be_visible()
    expect_language(page, "ar")
    # The same page, not another one: the video goes on.
    assert video.evaluate("video => video.marked")
    assert visitor.violations() == []
    page.set_viewport_size(NARROW)
    expect_no_horizontal_scrolling(page)

    choose(visitor, "اللغة", "Deutsch")
    expect_language(page, "de")
    expect(page.get_by_role("heading", name="Lektionen")).to_be_visible()
    tab = visitor.new_tab().open(f"/learn/{SLUG}")
    expect_language(tab.page, "de")
    page.reload()
    expect(page.get_by_label("Tempo")).to_be_visible()


def test_a_page_opens_offline_in_the_chosen_language(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    visitor = visit(worker=True).sign_in(NAME)
    visitor.wait_for_worker()
    page = visitor.page
    choose(visitor, "Language", "Tiếng Việt")
    page.get_by_role("link", name=room.title).click()
    expect(page.get_by_role("heading", name="Bài học")).to_be_visible()
    visitor.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("Ngoại tuyến. Trang này như lúc")).to_be_visible()
    # Another language needs a network, which the page says.
    choose(visitor, "Ngôn ngữ", "Polski")
    expect(page.get_by_role("alert")).to_have_text("Không thể đổi ngôn ngữ. Hãy kiểm tra kết nối Internet rồi thử lại.")
    expect(page.get_by_label("Ngôn ngữ", exact=True)).to_have_value("vi")
    expect_language(page, "vi")
