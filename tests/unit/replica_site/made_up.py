"""How the tests read the sites that the replica makes up: as a client does, over HTTP."""

from dataclasses import dataclass, field
from functools import cached_property

import requests
from lxml import html

from replica.server import Replica
from replica.sites.peacewomen.topics import THEMES

TERMS = tuple(theme.term_id for theme in THEMES)


@dataclass(frozen=True)
class Row:
    """One row of a list: where it stood, and its markup."""

    path: str
    key: str
    node: html.HtmlElement

    @cached_property
    def title(self) -> str:
        return self.node.find("h2").text_content()

    @cached_property
    def link(self) -> str:
        return self.node.find("h2/a").get("href")

    @cached_property
    def labels(self) -> dict[str, list[str]]:
        """Label without its final space -> values, in the order shown; a field without label is ''."""
        found = {}
        for box in self.node.xpath(".//div[contains(@class, 'field-type')]"):
            label = box.xpath("./div[@class='field-label']")
            values = [value.text_content().strip() for value in box.xpath(".//div[contains(@class, 'field-item ')]")]
            found[label[0].text_content().removesuffix("\N{NO-BREAK SPACE}") if label else ""] = values
        return found

    @cached_property
    def body(self) -> list[str]:
        return [p.text_content() for p in self.node.xpath(".//p")]


@dataclass
class Client:
    """Asks a replica for pages of its archive."""

    replica: Replica
    session: requests.Session = field(default_factory=requests.Session)

    @property
    def base(self) -> str:
        return self.replica.environment()["WPS_PEACEWOMEN_SITE_URL"]

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.base + path, timeout=30)

    def page(self, path: str) -> html.HtmlElement:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return html.fromstring(answer.content)

    def rows(self, path: str) -> list[Row]:
        """The rows of one page of a list."""
        nodes = self.page(path).xpath("//div[contains(@class, 'views-row ')]/div")
        return [Row(path, _key(node), node) for node in nodes]

    def list(self, term: int) -> list[Row]:
        """All rows of a theme's list, to its end."""
        rows = list[Row]()
        number = 0
        while page := self.rows(f"taxonomy/term/{term}?page={number}"):
            rows += page
            number += 1
        return rows


def _key(node: html.HtmlElement) -> str:
    about = node.get("about").removeprefix("/")
    return node.get("id").replace("node-", "node/") if node.get("id") else about
