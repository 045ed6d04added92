"""The service worker when a device changes hands without a sign-out: its functions, in a browser, the rest stubbed."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from pendapa.ui.tests.browser import in_browser

LIFECYCLE = Path(__file__).parent.parent / "assets" / "worker" / "lifecycle.js"
PEOPLE = """async (people) => {
  const facts = {}, told = [], BUILD = {};
  let visit = 0;
  const recall = async (name) => facts[name];
  const remember = async (name, value) => { facts[name] = value; };
  const forgetOwn = async () => {};
  const subscription = { unsubscribe: async () => { told.push(facts.person); } };
  const registration = { pushManager: { getSubscription: async () => subscription } };
  %s
  for (const person of people) await setPerson(person);
  return told;
}"""


@pytest.mark.parametrize(
    ("people", "stopped_for"),
    [
        (["siti", "budi"], ["budi"]),
        (["siti", "", "budi", "budi", "", "budi"], ["budi"]),
        (["siti", "", "siti"], []),
        (["", "siti", ""], []),
        (["siti", "", "budi", "", "siti"], ["budi", "siti"]),
    ],
)
def test_who_takes_over_a_device_hears_no_news_of_the_person_before(people: list[str], stopped_for: list[str]) -> None:
    """A session that ended leaves the news on for its person, and for nobody else."""

    def scenario(page: Page) -> Any:
        return page.evaluate(PEOPLE % LIFECYCLE.read_text(), people)

    assert in_browser("<title>T</title>", scenario) == stopped_for
