"""The page itself: language, width, colours, keyboard, the paper tab, accessibility."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from natoqa import Assistant
from natoqa.ui.launch import PageOptions, launch_page
from tests.browser.conftest import Visit, Visitor

_AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"


def test_the_interface_follows_the_browser_and_can_be_switched(server: str, visit: Visit) -> None:
    me = visit(server, locale="en-GB")
    me.open()
    assert me.page.evaluate("document.documentElement.lang") == "en"
    assert me.page.locator("#send").inner_text() == "Send"
    assert not re.search("[ぁ-ん]", me.page.locator(".head nav").inner_text())
    me.page.click("details.menu summary")
    me.page.click('[data-set="ui"][data-value="ja"]')
    me.page.wait_for_function("document.querySelector('#send').innerText === '送信'")
    assert me.page.evaluate("document.documentElement.lang") == "ja"
    assert "質問" in me.page.locator(".head nav").inner_text()
    assert "質問する" in (me.page.get_attribute("#question textarea", "placeholder") or "")
    me.page.reload()
    me.page.wait_for_function("document.querySelector('#send')?.innerText === '送信'")


def test_sources_can_be_read_in_either_language_or_both(server: str, visit: Visit) -> None:
    me = visit(server)
    me.open()
    me.ask("JATECの目的は何ですか？")
    japanese = me.page.locator('#card-p17 blockquote[lang="ja"]')
    english = me.page.locator('#card-p17 blockquote[lang="en"]')
    for value, seen in (("ja", (True, False)), ("en", (False, True)), ("both", (True, True))):
        me.page.click(f'#sources [data-src="{value}"]')
        assert (japanese.is_visible(), english.is_visible()) == seen
    assert "非公式" in english.inner_text()
    assert english.locator("mark").count() >= 1


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_nothing_is_cut_off_and_the_way_back_is_there(
    server: str, visit: Visit, width: int
) -> None:
    me = visit(server, width=width, height=844)
    me.open()
    me.ask("NSATUは何を引き継ぐ組織ですか？")
    assert me.page.locator("#sources").is_hidden()
    me.page.locator("#log a.mark").first.click()
    assert me.page.locator("#sources .card").first.is_visible()
    assert me.page.locator("#talk").is_hidden()
    _fits(me.page, width)
    me.page.click('[data-do="back"]')
    assert me.page.locator("#turn-0").is_visible()
    _fits(me.page, width)
    me.page.locator("#log a.mark").first.click()
    me.page.locator("#sources .card footer a").first.click()
    me.page.wait_for_selector("#view-paper .para")
    me.page.go_back()
    assert me.page.locator("#sources .card").first.is_visible()
    me.page.go_back()
    assert me.page.locator("#turn-0").is_visible()
    me.page.click('nav [data-view="paper"]')
    _fits(me.page, width)


def _fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.evaluate(
        """w => [...document.querySelectorAll('.card, .turn, .para, #composer, .head, .find')]
          .filter(e => e.offsetParent && e.getBoundingClientRect().right > w + 1).length""",
        width,
    )
    assert wide == 0


def test_dark_follows_the_system_and_can_be_chosen(server: str, visit: Visit) -> None:
    me = visit(server, dark=True)
    me.open()
    assert _lightness(me.page) < 60
    me.page.click("details.menu summary")
    me.page.click('[data-set="theme"][data-value="light"]')
    assert _lightness(me.page) > 200
    me.page.reload()
    me.page.wait_for_selector("#log .welcome")
    assert _lightness(me.page) > 200


def _lightness(page: Page) -> float:
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3


def test_everything_can_be_done_with_the_keyboard(server: str, visit: Visit) -> None:
    me = visit(server)
    me.open()
    me.page.keyboard.press("Tab")
    assert me.page.evaluate("document.activeElement.className") == "skip"
    me.page.keyboard.press("Enter")
    assert me.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    me.page.keyboard.type("JATECの目的は何ですか？")
    me.page.keyboard.press("Enter")
    me.wait_turns(1)
    _tab_to(me, "a.mark", back=True)
    me.page.keyboard.press("Enter")
    assert me.page.evaluate("document.activeElement.id") == "card-p17"
    _tab_to(me, ".card footer a")
    me.page.keyboard.press("Enter")
    me.page.wait_for_function("document.activeElement.id === 'p17'")
    outline = me.page.evaluate(
        "(document.querySelector('#find').focus(),"
        " getComputedStyle(document.activeElement).outlineStyle)"
    )
    assert outline == "solid"


def _tab_to(me: Visitor, selector: str, *, back: bool = False) -> None:
    for _ in range(60):
        me.page.keyboard.press("Shift+Tab" if back else "Tab")
        if me.page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached with Tab")


def test_an_answer_is_announced_to_screen_readers(server: str, visit: Visit) -> None:
    me = visit(server)
    me.open()
    me.ask("JATECの目的は何ですか？")
    place = me.page.locator("#announce")
    assert place.get_attribute("aria-live") == "polite"
    assert "¶17" in place.inner_text()


def test_a_login_keeps_others_out_and_lets_its_user_in(visit: Visit, assistant: Assistant) -> None:
    users = (("ana", "secret"),)
    page, url = launch_page(assistant, PageOptions(port=0, users=users))
    try:
        me = visit(url)
        me.page.goto(url)
        for password, status in (("wrong", 400), ("secret", 200)):
            me.page.locator("input").nth(0).fill("ana")
            me.page.locator("input[type=password]").fill(password)
            assert me.page.locator("#question").count() == 0
            # The second try must not overtake the answer to the first.
            with me.page.expect_response(lambda reply: reply.url.endswith("/login")) as reply:
                me.page.locator("button").first.click()
            assert reply.value.status == status
        me.page.wait_for_selector("#log .welcome")
        me.ask("JATECの目的は何ですか？")
        assert "¶17" in me.answer()
    finally:
        page.close()


def test_an_address_opens_its_paragraph(server: str, visit: Visit) -> None:
    me = visit(server)
    me.open("/#p07")
    me.page.wait_for_function("document.activeElement.id === 'p07'")
    box = me.page.locator("#p07").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 300


def test_an_address_that_is_none_opens_the_page(server: str, visit: Visit) -> None:
    me = visit(server)
    me.open("/#%")
    assert me.page.locator("#log .welcome").is_visible()


def test_the_paper_is_there_whole(server: str, visit: Visit, assistant: Assistant) -> None:
    me = visit(server)
    me.open("/#paper")
    assert me.page.locator("#view-paper .para").count() == len(assistant.paper.body)
    notes = me.page.locator('#view-paper .src[lang="ja"] sup [aria-hidden]').all_text_contents()
    assert [int(note) for note in notes] == list(range(1, 59))
    assert "@techreport" in me.page.locator("#cite pre").inner_text()
    me.page.locator('#cite [data-do="copy-near"]').last.click()
    copied = me.page.evaluate("navigator.clipboard.readText()")
    assert copied == assistant.paper.bibtex.strip()


def test_find_counts_and_walks_through_what_it_finds(
    server: str, visit: Visit, assistant: Assistant
) -> None:
    me = visit(server)
    me.open("/#paper")
    me.page.fill("#find", "ＪＡＴＥＣ")  # full-width, as a Japanese keyboard types it
    expected = sum(paragraph.text.count("JATEC") for paragraph in assistant.paper.body)
    assert str(expected) in me.page.locator("#found").inner_text()
    assert me.page.evaluate("CSS.highlights.get('natoqa-find').size") == expected
    me.page.press("#find", "Enter")
    text = me.page.evaluate("[...CSS.highlights.get('natoqa-found')][0].toString()")
    assert text == "JATEC"
    me.page.click('#view-paper [data-src="en"]')
    english = sum(paragraph.translation.count("JATEC") for paragraph in assistant.paper.body)
    assert me.page.evaluate("CSS.highlights.get('natoqa-find').size") == english
    me.page.fill("#find", "東京タワー")
    assert "見つかりません" in me.page.locator("#found").inner_text()


def test_a_term_says_what_it_means_on_hover_and_on_a_tap(server: str, visit: Visit) -> None:
    me = visit(server)
    me.open("/#p17")
    term = me.page.locator('#p17 .src[lang="ja"] .term').first
    term.hover()
    tip = me.page.locator("#tip")
    assert tip.is_visible()
    assert len(tip.inner_text()) > 10
    phone = visit(server, width=390, height=844)
    phone.open("/#p17")
    phone.page.locator('#p17 .src[lang="ja"] .term').first.tap()
    assert phone.page.locator("#tip").is_visible()


def test_the_quality_tab_says_plainly_when_there_is_no_report(
    server: str, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from natoqa.ui import quality

    monkeypatch.setattr(quality, "report_file", lambda: tmp_path / "report.html")
    me = visit(server)
    me.open("/#quality")
    me.page.wait_for_selector(".quality")
    assert "natoqa eval" in me.page.locator(".quality").inner_text()
    report = "<h1>94.2%</h1><script>parent.hacked = 1</script><svg></svg>"
    (tmp_path / "report.html").write_text(report, encoding="utf-8")
    me.page.reload()
    frame = me.page.frame_locator(".quality iframe")
    assert frame.locator("h1").inner_text() == "94.2%"
    assert me.page.evaluate("window.hacked") is None


@pytest.mark.skipif(not _AXE.exists(), reason="axe-core is not installed: npm ci in tests/browser")
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("locale", ["ja-JP", "en-US"])
def test_axe_finds_no_serious_problem(server: str, visit: Visit, locale: str, dark: bool) -> None:
    me = visit(server, locale=locale, dark=dark)
    me.open()
    found = _axe(me, "welcome")
    me.ask("次期事務総長は誰ですか？" if locale == "ja-JP" else "What is the purpose of JATEC?")
    me.page.locator("#sources details.why summary").click()
    me.page.click('#sources [data-src="both"]')
    found += _axe(me, "answer")
    me.page.click("details.menu summary")
    found += _axe(me, "settings")
    me.page.keyboard.press("Escape")
    for view in ("paper", "quality"):
        me.page.click(f'nav [data-view="{view}"]')
        found += _axe(me, view)
    assert not found, "\n".join(found)


def _axe(me: Visitor, where: str) -> list[str]:
    if not me.page.evaluate("'axe' in window"):
        me.page.add_script_tag(content=_AXE.read_text(encoding="utf-8"))
    me.page.wait_for_timeout(300)  # transitions change colours for a moment
    result = me.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{where}: {one['id']} ({one['impact']}): "
        + "; ".join(
            json.dumps(node["target"]) + " " + node["html"][:160] for node in one["nodes"][:3]
        )
        for one in result["violations"]
        if one["impact"] in ("serious", "critical")
    ]
