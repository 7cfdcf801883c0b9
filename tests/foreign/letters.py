"""Letters and webhooks of a release, by the real program over a real mail server (pip aiosmtpd) and a plain HTTP receiver.

A reader subscribes, confirms by the link in the letter, is written to in their language with the number in the log, and leaves by the
one click that mail services do for them; a webhook is signed, busy once, and told again. Everything is done through the pages.
CANDOR_BIN names the program.
"""

import hashlib, hmac, http.server, json, os, pathlib, re, shutil, subprocess, sys, tempfile, threading, time
import urllib.error, urllib.parse, urllib.request
from email import message_from_bytes, policy
from html.parser import HTMLParser

from aiosmtpd.controller import Controller

from ports import free_port

CANDOR = os.environ["CANDOR_BIN"]
# The program takes every variable of this prefix for a setting, and the test's own are none.
for name in [name for name in os.environ if name.startswith("CANDOR_")]:
    del os.environ[name]
PASSWORD = "river slate candle"


def wait(what, found, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = found()
        if result:
            return result
        time.sleep(0.1)
    sys.exit(f"waited in vain: {what}")


class Post:
    """A mailbox for everyone. The first attempt at each letter to the slow reader is put off, as greylisting does."""

    def __init__(self):
        self.mails, self.slow = [], set()

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        to = envelope.rcpt_tos[0]
        if to.startswith("slow") and mail["subject"] not in self.slow:
            self.slow.add(mail["subject"])
            return "451 4.7.1 Come back later"
        self.mails.append((to, mail))
        return "250 OK"

    def to(self, address):
        return [mail for to, mail in self.mails if to == address]


class Receiver(http.server.BaseHTTPRequestHandler):
    heard = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        Receiver.heard.append((dict(self.headers.items()), body))
        self.send_response(503 if len(Receiver.heard) == 1 else 204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Forms(HTMLParser):
    """The forms of a page with the values that a browser would send."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.area = [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag == "form":
            self.forms.append((known.get("action") or "", {}))
        elif self.forms and tag in ("input", "textarea") and known.get("name"):
            if known.get("type") not in ("checkbox", "radio", "file"):
                self.forms[-1][1].setdefault(known["name"], known.get("value") or "")


class NoFollow(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Browser:
    def __init__(self, base):
        self.base, self.cookie = base, ""
        self.opener = urllib.request.build_opener(NoFollow)

    def ask(self, path, fields=None, headers=()):
        url = path if path.startswith("http") else self.base + path
        data = None if fields is None else urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(url, data, {"Sec-Fetch-Site": "same-origin", "Cookie": self.cookie, **dict(headers)})
        try:
            answer = self.opener.open(request, timeout=20)
        except urllib.error.HTTPError as error:
            answer = error
        for line in answer.headers.get_all("set-cookie") or []:
            self.cookie = line.split(";")[0]
        return answer.status, answer.headers, answer.read().decode()

    def get(self, path):
        status, _, body = self.ask(path)
        assert status == 200, f"{path}: {status}"
        return body

    def fill(self, path, end, **fields):
        """Sends the form of a page whose action ends so. Gives where it leads, or the page that answers."""
        for action, known in Forms(self.get(path)).forms:
            if action.endswith(end):
                status, headers, body = self.ask(action, {**known, **fields})
                assert status < 400, f"{action}: {status}\n{re.sub('<[^>]+>', ' ', body)[:1500]}"
                return headers.get("location") or body
        sys.exit(f"{path} has no form that leads to {end}")


def person(base, root, name, role):
    page = root.fill("/en/desk/staff", "/desk/staff", name=name, sign_in_name=name, role=role)
    code = re.search(r'class="secret">([^<]+)<', page).group(1)
    browser = Browser(base)
    browser.fill("/en/desk/password", "/desk/password", code=code, password=PASSWORD)
    browser.fill("/en/desk/sign-in", "/desk/sign-in", name=name, password=PASSWORD)
    return browser


def publish(writer, approver, title, **more):
    where = writer.fill("/en/desk/publications", "/desk/publications", kind="notice")
    texts = {"title_zh": f"{title} 通告", "body_zh": "正文。", "title_en": title, "summary_en": "In short.", "body_en": "The text."}
    writer.fill(where, "/save", kind="notice", do="submit", **texts, **more)
    approver.fill(where, "/approve")
    writer.fill(where, "/publish")
    return where


def main(folder):
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    port, hook = free_port(), receiver.server_address[1]
    base = f"http://127.0.0.1:{port}"
    (folder / "candor.toml").write_text(
        f'data = "{folder}/data"\nlisten = "127.0.0.1:{port}"\nmetrics = "127.0.0.1:{free_port()}"\nzone = "UTC"\npublic_url = "{base}"\n'
        f'own_hosts = ["127.0.0.1:{hook}"]\n[mail]\nserver = "127.0.0.1"\nport = {controller.port}\nsecurity = "none"\nfrom = "desk@city.example"\n'
    )
    log = folder / "program.log"
    program = subprocess.Popen([CANDOR, "--config", folder / "candor.toml", "serve"], stderr=log.open("w"), stdin=subprocess.DEVNULL)
    try:
        code = wait("the setup code", lambda: re.search(r'enter this code: ([^\s"]+)', log.read_text())).group(1)
        root = Browser(base)
        wait("the program answers", lambda: not isinstance(quiet(lambda: root.get("/en/desk/setup")), Exception))
        root.fill("/en/desk/setup", "/desk/setup", code=code, name="Root", password=PASSWORD)
        writer, approver = person(base, root, "lin", "officer"), person(base, root, "he", "approver")
        page = root.fill("/en/desk/channels", "/desk/channels", name="Partner", url=f"http://127.0.0.1:{hook}/told")
        secret = re.search(r"<code>([0-9a-f]{64})</code>", page).group(1)

        # Nobody is written to whom nobody asked, and nobody who has not answered.
        stranger = Browser(base)
        for address, lang in (("wang@home.example", "zh"), ("slow@home.example", "en"), ("never@home.example", "en")):
            stranger.fill(f"/{lang}/subscribe", "/subscribe", address=address)
        for address in ("wang@home.example", "slow@home.example"):
            letter = wait(f"a question to {address}", lambda: post.to(address))[0]
            link = re.search(rf"{re.escape(base)}/\S+/subscribe/\S+", letter.get_content()).group(0)
            stranger.get(link)
            assert "List-Unsubscribe" not in letter and letter["from"].endswith("desk@city.example>") or letter["from"] == "desk@city.example"
            stranger.fill(link.removeprefix(base), link.rsplit("/", 1)[1])
        before = len(post.mails)

        begun = time.monotonic()
        where = publish(writer, approver, "Water is safe")
        letter = wait("a letter", lambda: post.to("wang@home.example")[1:])[0]
        took = time.monotonic() - begun
        assert letter["subject"] == "Water is safe 通告" and "正文" not in letter["subject"], letter["subject"]
        text = letter.get_content()
        number = letter["candor-log-index"]
        address = re.search(rf"{re.escape(base)}/zh/published/\S+", text).group(0)
        assert number.isdigit() and number in text
        proof = json.loads(stranger.get("/log/proof/document/" + document(stranger, address) + ".json"))
        assert f"index {number}\n" in proof["leaves"][0]["proof"], "the number in the letter is the one in the log"
        assert letter["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
        leave = letter["list-unsubscribe"].strip("<>")
        late = wait("the letter that was put off", lambda: post.to("slow@home.example")[1:], 120)[0]
        assert late["subject"] == "Water is safe" and late["candor-log-index"] == number
        assert post.to("never@home.example")[1:] == [], "who did not answer is not written to"

        # The webhook: signed, told again after it was busy, and the same both times.
        wait("the webhook is told twice", lambda: len(Receiver.heard) >= 2)
        for headers, body in Receiver.heard[:2]:
            headers = {name.lower(): value for name, value in headers.items()}
            signed = f"{headers['candor-time']}.{headers['candor-nonce']}.".encode() + body
            assert hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() == headers["candor-signature"]
        first, second = (json.loads(body) for _, body in Receiver.heard[:2])
        assert first == second and first["log_index"] == int(number) and first["what"] == "publication"

        # One click, as a mail service does it: without cookie, page or referrer, and it may do it twice.
        for _ in range(2):
            request = urllib.request.Request(leave, b"List-Unsubscribe=One-Click", {"Content-Type": "application/x-www-form-urlencoded"})
            assert urllib.request.urlopen(request, timeout=20).status == 200
        approver.fill(where, "/withdraw", reason_en="A sample was mislabelled.", reason_zh="样品贴错。")
        gone = wait("the letter of the withdrawal", lambda: post.to("slow@home.example")[2:], 120)[0]
        assert gone["subject"] == "Withdrawn: Water is safe" and gone["candor-log-index"] != number
        assert len(post.to("wang@home.example")) == 2, "who has left is not written to"
        assert len(post.mails) == before + 3, [(to, mail["subject"]) for to, mail in post.mails]
        wait("the webhook is told of the withdrawal", lambda: any(json.loads(body)["what"] == "withdrawal" for _, body in Receiver.heard))
        print(f"letters: asked, confirmed, written to after {took:.1f} s with number {number}, put off once, left with one click; the webhook signed and told again")
    finally:
        program.terminate()
        try:
            program.wait(15)
        except subprocess.TimeoutExpired:
            program.kill()
        controller.stop()


def quiet(ask):
    try:
        return ask()
    except Exception as error:
        return error


def document(browser, address):
    page = browser.get(address)
    return re.search(r"/log/proof/document/([0-9a-f]+)\.json", page).group(1)


if __name__ == "__main__":
    folder = pathlib.Path(tempfile.mkdtemp(prefix="candor-letters-"))
    try:
        main(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
