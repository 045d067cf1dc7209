"""The site in a real browser: Chromium, driven by Playwright, with the pages opened from files, as anybody may.

Skipped where Playwright or a Chromium is missing: ``nox -s site`` brings one, ``apt-get install chromium`` the other.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from site_worlds import Read, made, record, report, some_report, world

from conformance.publish.site import site, write_site

playwright_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed; `nox -s site` has it")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium here: `apt-get install chromium`, or set CHROMIUM"
)

EVERY_KIND = [
    "index.html",
    "method.html",
    "data.html",
    "cases.html",
    "functions.html",
    "areas/filesystem.html",
    "interfaces/filesystem/types.html",
    "functions/filesystem/types/descriptor.link-at.html",
    "cases/filesystem/link-at.html",
    "cases/filesystem/open-may.html",
    "runtimes/alpha.html",
    "runtimes/gamma.html",
    "findings/one-link-at-is-wrong.html",
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright_api.sync_playwright() as playwright:
        # Chromium's own sandbox does not work for root, whom containers like to be.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, in a folder whose name is awkward."""
    out = tmp_path_factory.mktemp("site") / "a folder # with % odd name"
    write_site(site(world()), out)
    return out


@pytest.fixture
def open_page(browser: Any, folder: Path) -> Iterator[Open]:
    """Open pages; at the end, nothing may have been complained about on the console, nor fetched from elsewhere."""
    complaints: list[str] = []
    contexts = []

    def start(path: str, root: Path = folder, *, fragment: str = "", **options: Any) -> Any:
        context = browser.new_context(**{"viewport": DESK, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.extend(_failure(request)))
        page.on("request", lambda request: complaints.extend([request.url] * (not request.url.startswith("file:"))))
        page.goto((root / path).as_uri() + fragment)
        return page

    yield start
    for context in contexts:
        context.close()
    assert complaints == []


def _failure(request: Any) -> list[str]:
    """A request that failed; one that a reload or a step to another page cut short did not."""
    return [] if "ERR_ABORTED" in str(request.failure) else [f"failed: {request.url}: {request.failure}"]


def shown(page: Any) -> list[str]:
    """The cases that the table shows now."""
    links = page.locator("#cases tbody tr:visible th a")
    return [links.nth(at).inner_text() for at in range(links.count())]


def control(page: Any, name: str) -> Any:
    """A control of the filters."""
    return page.locator(f".filters [name={name}]")


def test_one_can_drill_down_from_the_front_page_to_a_case_and_back(open_page: Open) -> None:
    page = open_page("index.html")
    for step, heading in [
        ("table .cell >> nth=1", "filesystem"),
        ("main >> role=link[name='types']", "Can I use wasi:filesystem/types?"),
        ("main >> role=link[name='descriptor.link-at']", "Can I use descriptor.link-at?"),
        ("main >> role=link[name='filesystem/link-at']", "filesystem/link-at"),
        ("main >> role=link[name='alpha'] >> nth=0", "alpha 2.0"),
        ("main >> role=link[name='filesystem'] >> nth=0", "filesystem"),
        ("nav.trail >> role=link[name='Overview']", "Which runtime supports what of WASI 0.2?"),
    ]:
        page.locator(step).first.click()
        page.wait_for_load_state()
        assert page.locator("h1").inner_text() == heading


def test_filters_show_what_fits_and_say_how_many(open_page: Open) -> None:
    page = open_page("cases.html")
    assert page.get_by_text("5 of 5 shown").is_visible()
    control(page, "level").select_option("must")
    assert len(shown(page)) == 3
    control(page, "runtime").select_option("beta")
    control(page, "outcome").select_option("timeout")
    assert shown(page) == ["filesystem/link-at"]
    assert page.get_by_text("1 of 5 shown").is_visible()
    control(page, "outcome").select_option("anything but good")
    assert shown(page) == ["filesystem/link-at", "filesystem/link-open"]
    page.get_by_role("button", name="Clear").click()
    assert len(shown(page)) == 5
    control(page, "text").fill("OPEN may")
    assert shown(page) == ["filesystem/open-may"]
    control(page, "text").fill("nothing like it")
    assert page.get_by_text("0 of 5 shown").is_visible()
    page.get_by_role("button", name="Clear").click()
    control(page, "differs").check()
    assert "filesystem/open-may" not in shown(page)


def test_filters_are_in_the_address(open_page: Open) -> None:
    page = open_page("cases.html", fragment="#runtime=alpha&outcome=fail")
    assert shown(page) == ["filesystem/link-at"]
    control(page, "level").select_option("should")
    assert "level=should" in page.url
    assert shown(page) == []
    page.reload()
    assert shown(page) == []
    page = open_page("cases.html", fragment="#runtime=%3Cb%3E&outcome=nonsense&level=constructor")
    assert len(shown(page)) == 5


def test_a_cell_of_the_front_page_leads_to_its_runtime_in_the_area(open_page: Open) -> None:
    page = open_page("index.html")
    page.get_by_role("link", name="beta, io:").click()
    assert control(page, "runtime").input_value() == "beta"
    assert page.locator("thead th.chosen").inner_text().startswith("beta")


def test_the_failures_of_a_runtime_can_be_filtered(open_page: Open) -> None:
    page = open_page("runtimes/beta.html")
    rows = page.locator("#failures tbody tr:visible")
    assert rows.count() == 2
    control(page, "outcome").select_option("trap")
    assert rows.count() == 1
    control(page, "outcome").select_option("any")
    control(page, "level").select_option("should")
    assert rows.count() == 0


def test_search_finds_functions_cases_and_runtimes_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page("runtimes/alpha.html")
    page.keyboard.press("/")
    page.keyboard.type("link-at")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert page.locator("#q").get_attribute("aria-expanded") == "true"
    assert "descriptor.link-at" in options.first.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]")
    assert page.locator("#q").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    wanted = chosen.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{wanted.removeprefix('../')}")


def test_search_says_when_there_is_nothing_and_closes_on_escape(open_page: Open) -> None:
    page = open_page("index.html")
    search = page.locator("#q")
    search.fill("alpha")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("option").count() == 0
    search.fill("zzz <b>")
    page.get_by_text("nothing found").wait_for(state="attached")
    assert page.get_by_role("option").count() == 0


def test_the_keyboard_reaches_the_content_first_by_the_skip_link(open_page: Open) -> None:
    page = open_page("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("width", [320, 360, 768, 1024])
def test_nothing_overflows_a_narrow_screen(open_page: Open, width: int) -> None:
    for path in EVERY_KIND:
        page = open_page(path, viewport={"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_on_a_phone_no_table_has_to_be_pushed_sideways(open_page: Open) -> None:
    for path in EVERY_KIND:
        page = open_page(path, viewport=PHONE)
        wide = page.evaluate("[...document.querySelectorAll('.scroll')].map(one => one.scrollWidth - one.clientWidth)")
        assert max(wide, default=0) <= 1, path


def test_the_plot_of_versions_is_an_image_with_a_name_and_can_be_pushed_on_a_phone(open_page: Open) -> None:
    page = open_page("runtimes/alpha.html")
    plot = page.get_by_role("img", name="Must cases that do not hold on alpha, by version")
    assert plot.is_visible()
    texts, box = plot.locator("text"), plot.bounding_box()
    for at in range(texts.count()):
        inside = texts.nth(at).bounding_box()
        assert inside["x"] >= box["x"] - 1
        assert inside["x"] + inside["width"] <= box["x"] + box["width"] + 1
    phone = open_page("runtimes/alpha.html", viewport=PHONE)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert phone.locator(".plot").bounding_box()["width"] > PHONE["width"], "else nobody could read it"


def test_everything_is_there_without_javascript(open_page: Open, folder: Path) -> None:
    for path in EVERY_KIND:
        written = Read((folder / path).read_bytes())
        page = open_page(path, java_script_enabled=False)
        rows = page.locator("tbody tr:not(details tr)")
        assert rows.count() == rows.locator("visible=true").count()
        assert page.locator("tr").count() == len(written.all("tr"))
        assert page.locator(".filters:visible, .search:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", EVERY_KIND)
def test_axe_finds_nothing(open_page: Open, path: str, scheme: str) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed; `nox -s site` has it"
    )
    # The page's own policy is off: it would keep axe out, as it has to.
    page = open_page(path, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    result = axe.Axe().run(page, options={"preload": False})  # which would fetch the style again
    found = {one["id"]: [node["html"] for node in one["nodes"]][:3] for one in result.response["violations"]}
    assert found == {}


def test_the_policy_keeps_scripts_out_that_are_not_ours(browser: Any, folder: Path) -> None:
    """What would happen if escaping failed: nothing."""
    page = browser.new_page()
    nasty = folder / "nasty.html"
    text = (folder / "index.html").read_text(encoding="utf-8")
    attack = (
        "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
        "<style>h1{color:red}</style>"
    )
    nasty.write_text(text.replace("</main>", f"{attack}</main>"), encoding="utf-8")
    page.goto(nasty.as_uri())
    assert page.title().startswith("Which runtime")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(255, 0, 0)"
    nasty.unlink()
    page.close()


def test_hostile_text_is_only_text(open_page: Open, tmp_path: Path) -> None:
    text = "</script><script>document.title='taken'</script>\x1b[2J\u202e" + "x" * 5000
    label = f"alpha@{text[:60]}"
    some = report([record("filesystem/link-at", label, "fail", reason=text, stdout=text, stderr=text)], [label])
    write_site(site(world(some)), tmp_path / "out")
    for path in ("index.html", "cases/filesystem/link-at.html", "runtimes/alpha.html"):
        page = open_page(path, tmp_path / "out", viewport=PHONE)
        assert "taken" not in page.title()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_paper_has_the_table_and_no_controls(open_page: Open) -> None:
    page = open_page("areas/filesystem.html")
    page.emulate_media(media="print")
    assert page.locator("#cases").is_visible()
    assert page.locator(".filters:visible, .search:visible, header nav:visible").count() == 0


def test_the_kinds_looked_at_are_all_kinds() -> None:
    """A new kind of page has to be looked at, too."""
    kinds = {path.split("/")[0] for path in made(world(some_report())) if path.endswith(".html")}
    assert kinds == {path.split("/")[0] for path in EVERY_KIND}
