"""Atom and RSS through feedparser: well-formed, every item with an id, a title, a date and a text, and no draft among them."""

import pathlib
import sys

import feedparser

folder = pathlib.Path(sys.argv[1])
for name in ("zh.atom", "en.atom", "zh.rss", "en.rss"):
    text = (folder / name).read_text(encoding="utf-8")
    feed = feedparser.parse(text.encode("utf-8"))
    assert not feed.bozo, f"{name}: {feed.get('bozo_exception')}"
    assert feed.feed.title and feed.feed.link, f"{name}: a feed has a title and a link"
    assert len(feed.entries) >= 20, f"{name}: {len(feed.entries)} items"
    ids = {entry.id for entry in feed.entries}
    assert len(ids) == len(feed.entries), f"{name}: two items with one id"
    for entry in feed.entries:
        assert entry.title and entry.link and entry.published_parsed and entry.content[0].value, f"{name}: {entry.id}"
    assert "quokkadraft" not in text, f"{name}: a draft"
    # A reader that takes the feed for something must be told what it is if it is broken.
    assert feedparser.parse(text[: len(text) // 2].encode("utf-8")).bozo, f"{name}: half of it is taken for whole"
    print(f"{name}: {feed.version}, {len(feed.entries)} items")
