"""What a resident does at the end."""

from playwright.sync_api import Page, expect


def rate(page: Page, link: str, score: int) -> None:
    """Answer the nine questions with one score, each by clicking on its words."""
    page.goto(link)
    for element in range(1, 10):
        choice = page.locator(f'[name="u{element}"][value="{score}"]')
        page.locator(f'label[for="{choice.get_attribute("id")}"]').click()
    page.get_by_role("button", name="Kirim jawaban saya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Terima kasih")
