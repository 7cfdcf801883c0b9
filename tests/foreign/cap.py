"""CAP messages against the standard's schema, and against the forms that the stricter edition of it adds.

Each check is also shown something wrong, so that one that accepts everything is found out.
"""

import os
import pathlib
import re
import sys

import feedparser
from capvalidator import Validator
from lxml import etree

folder = pathlib.Path(sys.argv[1])
NAMES = {"c": "urn:oasis:names:tc:emergency:cap:1.2"}
WORD = re.compile(r"[^\s,&<]+")
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d"
REFERENCES = re.compile(rf"[^\s,&<]+,[^\s,&<]+,{MOMENT}( [^\s,&<]+,[^\s,&<]+,{MOMENT})*")
strict = os.environ.get("CANDOR_CAP_XSD")
schema = etree.XMLSchema(etree.parse(strict)) if strict else None
if not strict:
    print("NOT RUN: the stricter schema itself, which no package carries; name it with CANDOR_CAP_XSD. Its patterns are checked here.")


def text(root, name):
    found = root.find(f"c:{name}", NAMES)
    return None if found is None else found.text


def judge(message):
    """What is wrong with a message, or nothing."""
    if not Validator(message).schema()[0]:
        return "the standard's schema refuses it"
    root = etree.fromstring(message)
    for name in ("identifier", "sender"):
        if not WORD.fullmatch(text(root, name)):
            return f"{name}: {text(root, name)}"
    references = text(root, "references")
    if references is not None and not REFERENCES.fullmatch(references):
        return f"references: {references}"
    if text(root, "msgType") in ("Update", "Cancel") and not references:
        return "it refers to nothing"
    if len(root.findall("c:info", NAMES)) != 2:
        return "it is not in both languages"
    if schema is not None and not schema.validate(root):
        return str(schema.error_log.last_error)
    return None


for name, kind in (("alert", "Alert"), ("update", "Update"), ("cancel", "Cancel"), ("exercise", "Alert")):
    message = (folder / f"{name}.xml").read_bytes()
    wrong = judge(message)
    assert wrong is None, f"{name}: {wrong}"
    assert text(etree.fromstring(message), "msgType") == kind
    for before, after in (
        (b"+00:00</sent>", b"Z</sent>"),
        (b"<severity>Severe", b"<severity>Grave"),
        (b"<sender>", b"<sender>a b,"),
        (b"<scope>Public</scope>", b""),
    ):
        broken = message.replace(before, after, 1)
        assert broken != message and judge(broken) is not None, f"{name}: {after} is accepted"
    print(f"{name}: a valid {kind} of CAP 1.2{' by both schemas' if strict else ''}, and nothing broken is taken for one")

index = feedparser.parse((folder / "index.atom").read_bytes())
assert not index.bozo and len(index.entries) == 1, index.get("bozo_exception")
assert index.entries[0].links[0].type == "application/cap+xml" and index.entries[0].link.endswith("flood.2.cancel.xml")
print("the index of messages is read by a feed reader")
