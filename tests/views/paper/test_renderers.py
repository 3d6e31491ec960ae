"""Sheets as text, HTML and PDF: whole files, and what every renderer must keep."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pypdf import PageObject, PdfReader
from rich.cells import cell_len

from house import SHIPPED, checklist, day, plan_of
from opsplan.planning.plan import Plan, make_plan
from opsplan.playbook.reader import read_playbook
from opsplan.values.playbook import Shop
from opsplan.values.text import LANGUAGES, Language
from opsplan.values.window import day_window, week_window
from opsplan.views.breaking import NO_END, NO_START
from opsplan.views.marks import ASCII_BOXES
from opsplan.views.paper import Sheet, Wishes, day_sheet, week_sheet
from opsplan.views.paper.html import sheet_html
from opsplan.views.paper.ink import UNKNOWN
from opsplan.views.paper.pdf import Drawn, sheet_pdf
from opsplan.views.paper.sheet import FONT
from opsplan.views.paper.text import PAGE_LINES, WIDTH, sheet_text
from opsplan.views.paper.webfont import web_font
from opsplan.views.visible import visible
from opsplan.views.words import Words
from samples import NASTY, NOW, PLAN, ledger, nasty_duties

GOLDEN = Path(__file__).parent / "golden"
A4 = (595.28, 841.89)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)


def shop_plan() -> Plan:
    """The default shop, as it is after the first start."""
    book, _ = read_playbook((SHIPPED / "1688-shop.yaml").read_bytes(), "1688-shop.yaml")
    assert book is not None
    return make_plan(Shop("main"), [book])


SHOP = shop_plan()
DEFAULT_NOW = "2026-11-26 09:05"


def sheet_of(plan: Plan, kind: str, language: Language, now: str, **wishes: Any) -> Sheet:
    words, at = Words(language), day(now[:10])
    if kind == "week":
        found = checklist(plan, now, window=week_window(at))
        return week_sheet(found, words, Wishes(**wishes))
    return day_sheet(checklist(plan, now, window=day_window(at)), words, Wishes(**wishes))


def sample(kind: str, language: Language, **wishes: Any) -> Sheet:
    """A small shop with a few ticks."""
    words, at = Words(language), day(NOW[:10])
    if kind == "week":
        found = checklist(PLAN, NOW, ledger(), week_window(at))
        return week_sheet(found, words, Wishes(**wishes))
    return day_sheet(checklist(PLAN, NOW, ledger()), words, Wishes(**wishes))


def pages(drawn: Drawn) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(drawn.data)).pages]


def solid(text: str) -> str:
    """Without spaces and line ends, which lines and text extraction are free to change."""
    return re.sub(r"\s+", "", text)


def sizes(drawn: Drawn) -> list[float]:
    """Every size of text, from the operators of the pages."""
    reader = PdfReader(io.BytesIO(drawn.data))
    found: list[float] = []
    for page in reader.pages:
        content = page.get_contents()
        assert content is not None
        found += [float(size) for size in re.findall(rb"/F\d+ ([\d.]+) Tf", content.get_data())]
    return found


def fonts_of(page: PageObject) -> Iterator[Any]:
    """The font dictionaries of a page."""
    resources: Any = page["/Resources"]
    yield from (font.get_object() for font in resources["/Font"].values())


class TestText:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", ["week", "day", "roles"])
    def test_whole(self, kind: str, language: Language, update_golden: bool) -> None:
        sheet = sample("week" if kind == "roles" else kind, language, by_role=kind == "roles")
        compare(f"{kind}-{language}.txt", sheet_text(sheet, Words(language)), update_golden)

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", ["week", "day"])
    def test_pages_are_no_wider_and_no_longer_than_paper(
        self, kind: str, language: Language
    ) -> None:
        text = sheet_text(sheet_of(SHOP, kind, language, DEFAULT_NOW), Words(language))
        for page in text.split("\f"):
            lines = page.splitlines()
            assert len(lines) <= PAGE_LINES
            assert max(map(cell_len, lines)) <= WIDTH
            assert lines[0].startswith("main  ")

    def test_no_days_stand_above_what_has_none(self) -> None:
        """The second page repeated the weekdays above what is carried over and what floats."""
        text = sheet_text(sheet_of(SHOP, "week", "en", DEFAULT_NOW), Words("en"))
        first, *others = text.split("\f")
        assert " Mon " in first
        lists = [page for page in others if re.search("^(This week|Carried over)$", page, re.M)]
        assert lists
        for page in lists:
            above = re.split("^(?:This week|Carried over)$", page, maxsplit=1, flags=re.M)[0]
            assert " Mon " not in above or "A" in above.partition(" Mon ")[2]

    def test_ascii_has_nothing_else(self) -> None:
        plan = plan_of("{id: a, name: Repost, when: '每天 8:30、14:30'}")
        text = sheet_text(sheet_of(plan, "week", "en", NOW), Words("en"), ASCII_BOXES)
        assert text.isascii()
        assert "Repost  08:30  14:30" in text
        assert "[ ][ ]" in text

    def test_a_legend_names_each_box_once(self) -> None:
        sheet = sample("week", "en")
        foot = sheet_text(sheet, Words("en"), ASCII_BOXES).splitlines()[-2]
        assert foot == "[ ] open  [x] done  [-] skipped  [/] missed  * today"

    def test_times_that_differ_by_day_stand_beside_their_boxes(self) -> None:
        plan = plan_of("{id: a, name: A, when: [每周一 9:00, 每周二 10:30-11:00]}")
        lines = sheet_text(sheet_of(plan, "week", "en", NOW), Words("en")).splitlines()
        row = next(n for n, line in enumerate(lines) if line.startswith("A01"))
        assert "☐ 09:00  ☐ 10:30" in lines[row]
        assert "-11:00" in lines[row + 1]


class TestHtml:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", ["week", "day"])
    def test_whole(self, kind: str, language: Language, update_golden: bool) -> None:
        html = sheet_html(sample(kind, language), Words(language))
        compare(f"{kind}-{language}.html", html, update_golden)

    def test_nothing_is_loaded_from_elsewhere(self) -> None:
        html = sheet_html(sample("week", "zh"), Words("zh"), web_font("看昨日数据"))
        assert "default-src 'none'" in html
        assert re.findall(r"url\((.{22})", html) == ["data:font/woff;base64,"]
        assert not re.search(r"https?:|<script|<link|@import", html)

    def test_the_font_has_only_what_is_needed(self) -> None:
        assert len(web_font("看昨日数据")) < 8000 < FONT.stat().st_size
        assert web_font("看昨日数据") == web_font("看昨日数据")

    @pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(("kind", "most"), [("week", 2), ("day", 2)])
    def test_printed_by_a_browser(
        self, kind: str, most: int, language: Language, tmp_path: Path
    ) -> None:
        sheet = sheet_of(SHOP, kind, language, DEFAULT_NOW)
        plain = sheet_html(sheet, Words(language))
        source, printed = tmp_path / "sheet.html", tmp_path / "sheet.pdf"
        source.write_text(sheet_html(sheet, Words(language), web_font(plain)), encoding="utf-8")
        command = [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
            *("--disable-background-networking", "--no-pdf-header-footer"),
            *(f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={printed}"),
            source.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        reader = PdfReader(printed)
        assert 1 <= len(reader.pages) <= most
        wide, high = A4[::-1] if kind == "week" else A4
        for page in reader.pages:
            assert float(page.mediabox.width) == pytest.approx(wide, abs=1)
            assert float(page.mediabox.height) == pytest.approx(high, abs=1)
            assert solid(sheet.title) in solid(page.extract_text())
        text = solid("".join(page.extract_text() for page in reader.pages))
        assert [row.title for row in sheet.rows if solid(row.title) not in text] == []


class TestPdf:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_default_week_takes_two_pages_of_readable_text(self, language: Language) -> None:
        sheet = sheet_of(SHOP, "week", language, DEFAULT_NOW)
        drawn = sheet_pdf(sheet, Words(language))
        reader = PdfReader(io.BytesIO(drawn.data))
        assert len(reader.pages) == 2
        assert min(sizes(drawn)) >= 7
        for number, page in enumerate(reader.pages, 1):
            assert (float(page.mediabox.width), float(page.mediabox.height)) == A4[::-1]
            assert sheet.title in page.extract_text()
            assert f"{number} / 2" in page.extract_text()

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", ["week", "day"])
    def test_every_title_time_and_role_is_there(self, kind: str, language: Language) -> None:
        sheet = sheet_of(SHOP, kind, language, DEFAULT_NOW)
        drawn = sheet_pdf(sheet, Words(language))
        text = solid("".join(pages(drawn)))
        wanted = {part for row in sheet.rows for part in (row.title, row.role, row.code, row.note)}
        wanted |= {box.time for box in sheet.boxes}
        assert [part for part in sorted(wanted) if solid(part) not in text] == []
        assert not drawn.missing

    def test_the_day_is_upright(self) -> None:
        drawn = sheet_pdf(sheet_of(SHOP, "day", "zh", DEFAULT_NOW), Words("zh"))
        page = PdfReader(io.BytesIO(drawn.data)).pages[0]
        assert (float(page.mediabox.width), float(page.mediabox.height)) == A4

    def test_the_font_is_embedded_and_cut_down(self) -> None:
        drawn = sheet_pdf(sheet_of(SHOP, "week", "zh", DEFAULT_NOW), Words("zh"))
        assert len(drawn.data) < 100_000 < FONT.stat().st_size
        found = 0
        for page in PdfReader(io.BytesIO(drawn.data)).pages:
            for font in fonts_of(page):
                child = font["/DescendantFonts"][0].get_object()
                assert "OpsplanSansSC" in child["/BaseFont"]
                assert "/FontFile2" in child["/FontDescriptor"]
                found += 1
        assert found

    def test_a_box_for_each_occurrence_is_drawn(self) -> None:
        sheet = sample("week", "zh")
        drawn = sheet_pdf(sheet, Words("zh"))
        content = PdfReader(io.BytesIO(drawn.data)).pages[0].get_contents()
        assert content is not None
        drawn_boxes = len(re.findall(rb" re B\n", content.get_data()))
        assert drawn_boxes == len(list(sheet.boxes)) + len(sheet.marks)

    def test_the_same_sheet_gives_the_same_bytes(self) -> None:
        first, second = (sheet_pdf(sample("week", "zh"), Words("zh")) for _ in range(2))
        assert first.data == second.data
        assert b"20261125101500" in first.data

    def test_roles_begin_on_pages_of_their_own(self) -> None:
        sheet = sheet_of(SHOP, "week", "zh", DEFAULT_NOW, by_role=True)
        text = pages(sheet_pdf(sheet, Words("zh")))
        firsts = [
            next(n for n, page in enumerate(text) if f"main {part.role} 2026" in page)
            for part in sheet.parts
        ]
        assert len(set(firsts)) == len(sheet.parts) == 5

    def test_a_week_without_work_says_so(self) -> None:
        plan = plan_of("{id: a, name: A, when: 2026-01-01}")
        text = pages(sheet_pdf(sheet_of(plan, "week", "en", NOW), Words("en")))
        assert "Nothing stands in this week." in text[0]

    def test_the_first_provisional_day_is_named(self) -> None:
        plan = plan_of("{id: a, name: A, when: 每天}")
        sheet = sheet_of(plan, "week", "zh", "2026-12-30 09:00")
        text = pages(sheet_pdf(sheet, Words("zh")))[0]
        assert "2027年1月1日起" in text
        assert "1-1 ?" in text
        assert "元旦" in text

    def test_a_title_longer_than_a_page_goes_on(self) -> None:
        title = "一个字都不能少，" * 900
        plan = plan_of(f"{{id: a, name: {title}, when: 每天}}")
        for kind in ("week", "day"):
            drawn = sheet_pdf(sheet_of(plan, kind, "zh", NOW), Words("zh"))
            text = solid("".join(pages(drawn)))
            assert text.count("能") == 900
            reader = PdfReader(io.BytesIO(drawn.data))
            assert all(_lowest(page.get_contents()) > 20 for page in reader.pages)

    def test_what_the_font_lacks_is_a_box_and_is_said(self) -> None:
        plan = plan_of("{id: a, name: 巡检✅龘, when: 每天}")
        drawn = sheet_pdf(sheet_of(plan, "day", "zh", NOW), Words("zh"))
        assert drawn.missing == {"✅", "龘"}
        assert f"巡检{UNKNOWN}{UNKNOWN}" in pages(drawn)[0]

    def test_a_fallback_font_fills_in(self) -> None:
        deja = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
        if not deja.exists():
            pytest.skip("no DejaVu Sans on this machine")
        plan = plan_of("{id: a, name: 巡检✔好, when: 每天}")
        drawn = sheet_pdf(sheet_of(plan, "day", "zh", NOW), Words("zh"), [deja])
        assert not drawn.missing
        assert "巡检✔好" in solid(pages(drawn)[0])

    def test_control_characters_are_spelled_out(self) -> None:
        plan = plan_of('{id: a, name: "a\\e[31mb\\u202Ec", when: 每天}')
        drawn = sheet_pdf(sheet_of(plan, "day", "en", NOW), Words("en"))
        assert "a〈001B〉[31mb〈202E〉c" in pages(drawn)[0]
        assert not drawn.missing


def _lowest(content: Any) -> float:
    """How near to the lower edge text is written, in points."""
    data = content.get_data()
    return min(float(y) for y in re.findall(rb"BT [\d.]+ (-?[\d.]+) Td", data))


class _Texts(HTMLParser):
    """The elements and the texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.titles: list[str] = []
        self._in_duty = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "td":
            self._in_duty = ("class", "duty") in attrs
            if self._in_duty:
                self.titles.append("")

    def handle_data(self, data: str) -> None:
        if self._in_duty:
            self.titles[-1] += data


TAGS = {
    *("html", "head", "meta", "title", "style", "body", "section", "div", "footer", "p", "hr"),
    *("table", "col", "thead", "tbody", "tr", "th", "td", "strong", "span", "b", "i", "small"),
    *("ul", "wbr", "li"),
}


@pytest.mark.parametrize("title", NASTY)
@pytest.mark.parametrize("kind", ["week", "day"])
class TestNastyTitles:
    def test_text(self, kind: str, title: str) -> None:
        sheet = sheet_of(plan_of(*nasty_duties(title)), kind, "en", NOW)
        text = sheet_text(sheet, Words("en"))
        assert not re.search(r"[\x00-\x09\x0b\x0d-\x1f\x7f-\x9f\u2028-\u202e]", text)
        assert max(map(cell_len, text.splitlines())) <= WIDTH
        column = "".join(line.replace("☐", "") for line in text.splitlines())
        if len(title) < 20:
            assert solid(visible(title.strip())) in solid(column)

    def test_html(self, kind: str, title: str) -> None:
        sheet = sheet_of(plan_of(*nasty_duties(title)), kind, "en", NOW)
        parser = _Texts()
        parser.feed(sheet_html(sheet, Words("en")))
        assert parser.tags <= TAGS
        assert not {name for name in parser.attributes if name.startswith("on")}
        assert "src" not in parser.attributes and "href" not in parser.attributes
        assert len(parser.titles) == 2
        assert all(found.startswith(visible(title.strip())) for found in parser.titles)

    def test_pdf(self, kind: str, title: str) -> None:
        sheet = sheet_of(plan_of(*nasty_duties(title)), kind, "en", NOW)
        drawn = sheet_pdf(sheet, Words("en"))
        text = solid("".join(pages(drawn)))
        shown = "".join(UNKNOWN if c in drawn.missing else c for c in visible(title.strip()))
        spelled = re.sub("[\u2400-\u2421]", lambda m: f"〈{ord(m[0]) - 0x2400:04X}〉", shown)
        spelled = spelled.replace("⟨", "〈").replace("⟩", "〉").replace("\u200d", "")
        assert text.count(solid(spelled)) >= 2


def test_no_line_of_paper_breaks_the_rules_for_marks() -> None:
    sheet = sheet_of(SHOP, "week", "zh", DEFAULT_NOW)
    for line in sheet_text(sheet, Words("zh")).splitlines():
        title = line[4:33].strip()
        assert not title or title[0] not in NO_START - {"-"}
        assert not title or title[-1] not in NO_END


def compare(name: str, text: str, update_golden: bool) -> None:
    path = GOLDEN / name
    if update_golden:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    assert path.read_bytes().decode() == text
