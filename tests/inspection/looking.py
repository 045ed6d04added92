"""What is looked at on one page: axe-core, 320 pixels, and words of the other language."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from playwright.sync_api import Error, Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
PHONE, DESK, NARROW = (360, 740), (1280, 900), (320, 640)
RUN_AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  const where = (one) => one.nodes.map((node) => node.target.join(" ")).join("; ");
  return found.violations.map((one) => `${one.id}: ${one.help} (${where(one)})`);
}"""
OVERFLOW = """() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.querySelectorAll("main *, header *, footer *")].filter((one) =>
    one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest(".visually-hidden"));
  const named = wide.slice(0, 3).map((one) => `${one.tagName}.${one.className}`);
  return [`${root.scrollWidth} px wide: ${named.join(", ")}`];
}"""
OWN_LINES = """() => {
  const quoted = [...document.querySelectorAll("body [lang]")].flatMap((one) => one.innerText.split("\\n"));
  const theirs = new Set(quoted.map((line) => line.trim()));
  return document.body.innerText.split("\\n").map((line) => line.trim()).filter((line) => !theirs.has(line));
}"""
DEAD_CONTROLS = """() => [...document.querySelectorAll("button, [role=button], a:not([href])")]
  .filter((one) => one.getClientRects().length && !one.disabled)
  .filter((one) => one.tagName !== "BUTTON" || one.type === "button" || !one.form)
  .map((one) => `${one.tagName} ${one.innerText.trim()}`)"""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong on a page: which inspection says so, on which page, how it was looked at, and what."""

    inspection: str
    page: str
    how: str
    fault: str


@dataclass
class Inspector:
    """Looks at pages and remembers what was seen and what was wrong."""

    seen: list[tuple[str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def look(self, name: str, page: Page, language: str = "id") -> None:
        """The page as it is, on a phone."""
        self.seen.append((name, page.url))
        before = page.viewport_size or {"width": PHONE[0], "height": PHONE[1]}
        self._axe(name, page, f"phone, {language}")
        self._words(name, page, language)
        self._resize(page, NARROW)
        self._note("narrow", name, "320 px", page.evaluate(OVERFLOW))
        self._resize(page, (before["width"], before["height"]))

    def visit(self, name: str, page: Page, url: str) -> None:
        """Go there in Indonesian and in English."""
        page.goto(url)
        self.look(name, page)
        self.in_english(name, page)

    def in_english(self, name: str, page: Page) -> None:
        """The same address in English at a desk, in a tab of its own; the language is put back."""
        tab = page.context.new_page()
        self._resize(tab, DESK)
        tab.goto(in_language(page.url, "en"))
        self._axe(name, tab, "desk, en")
        self._words(name, tab, "en")
        tab.close()
        page.context.clear_cookies(name="bahasa")

    def look_without_script(self, name: str, page: Page) -> None:
        """Nothing on the page may need script."""
        self._note("dead control", name, "no script", page.evaluate(DEAD_CONTROLS))

    def _axe(self, name: str, page: Page, how: str) -> None:
        self._note("axe", name, how, run_axe(page))

    def _words(self, name: str, page: Page, language: str) -> None:
        lines = set(page.evaluate(OWN_LINES))
        self._note("language", name, language, sorted(lines & words_not_of(language)))

    def _note(self, inspection: str, name: str, how: str, faults: list[str]) -> None:
        self.findings += [Finding(inspection, name, how, fault) for fault in faults]

    @staticmethod
    def _resize(page: Page, size: tuple[int, int]) -> None:
        page.set_viewport_size({"width": size[0], "height": size[1]})


def run_axe(page: Page) -> list[str]:
    """What axe-core finds; a page that is left for the next one while it is looked at is looked at again."""
    try:
        page.wait_for_load_state()
        page.evaluate(axe_source())
        found: list[str] = page.evaluate(RUN_AXE)
    except Error:
        page.wait_for_load_state()
        page.evaluate(axe_source())
        found = page.evaluate(RUN_AXE)
    return found


@cache
def axe_source() -> str:
    """axe-core, as npm installed it."""
    return AXE.read_text(encoding="utf-8")


def in_language(url: str, language: str) -> str:
    """The address that shows the same page in a language."""
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode({"bahasa": language}))))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


@cache
def words_not_of(language: str) -> frozenset[str]:
    """Whole sentences and labels of our own that belong to the other language alone."""
    from babel.messages.pofile import read_po

    english: set[str] = set()
    indonesian: set[str] = set()
    for path in (ROOT / "src/pendapa").glob("**/locale/id/LC_MESSAGES/django.po"):
        with path.open("rb") as stream:
            for message in read_po(stream):
                if isinstance(message.id, str) and message.id and message.string:
                    english.add(message.id)
                    indonesian.add(str(message.string))
    return frozenset(english - indonesian if language == "id" else indonesian - english)
