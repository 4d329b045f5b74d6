"""A preview of a link, as messengers and social networks make one from the tags of a page.

To look at one: `python -m tests.support.link_preview page.html > card.html`.
"""

import sys
from html import escape
from html.parser import HTMLParser
from pathlib import Path


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("property") or given.get("name")
        if tag == "meta" and name:
            assert name not in self.found, f"{name} is there twice"
            self.found[name] = given["content"]
        if tag == "link" and given.get("rel") == "canonical":
            self.found["canonical"] = given["href"]


def tags(html: str) -> dict[str, str]:
    """Read the named `meta` elements of a page, and its canonical address."""
    parser = _Tags()
    parser.feed(html)
    parser.close()
    return parser.found


def card(html: str) -> str:
    """Draw the preview of a page, as HTML: picture, site, title, description."""
    found = tags(html)
    picture = ""
    if "og:image" in found:
        picture = f'<img src="{escape(found["og:image"])}" alt="{escape(found["og:image:alt"])}">'
    site = found.get("og:site_name") or found["og:url"].split("/")[2]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title><style>'
        "body{font:15px/1.4 sans-serif;background:#eef3f8;padding:24px}"
        "article{width:520px;background:#fff;border:1px solid #d0d7de;border-radius:8px;overflow:hidden}"
        "img{display:block;width:100%;aspect-ratio:1.91;object-fit:cover}"
        "div{padding:12px 16px}p{margin:0;color:#57606a}h1{margin:0;font-size:16px}</style>"
        f"<article>{picture}<div><p>{escape(site)}</p><h1>{escape(found['og:title'])}</h1>"
        f"<p>{escape(found['og:description'])}</p></div></article></html>"
    )


if __name__ == "__main__":
    sys.stdout.write(card(Path(sys.argv[1]).read_text("utf-8")))
