#!/usr/bin/env python3
"""The served log, judged by other hands: pip aics-tlog verifies it, pip aics-witness and a second Candor cosign it.

CANDOR_BIN names the program. It needs Python 3.12 or later, which the two packages ask for, and curl.
"""

import hashlib, json, os, pathlib, re, secrets, shutil, sqlite3, subprocess, sys, tempfile, time
import urllib.request

from ports import free_port

CANDOR = os.environ["CANDOR_BIN"]
# The program takes every variable of this prefix for a setting, and the test's own are none.
for name in [name for name in os.environ if name.startswith("CANDOR_")]:
    del os.environ[name]
TOOLS = pathlib.Path(sys.executable).parent
ORIGIN = "tests.example/log"
processes = []


def start(command, **more):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **more)
    processes.append(process)
    return process


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()


def wait(what, is_there, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            found = is_there()
            if found:
                return found
        except (OSError, ValueError, IndexError):
            pass
        time.sleep(0.1)
    sys.exit(f"waited in vain: {what}")


def office(folder, listen, settings=""):
    file = folder / "candor.toml"
    file.write_text(
        f'data = "{folder}/data"\nlisten = "127.0.0.1:{listen}"\nmetrics = "127.0.0.1:{free_port()}"\nzone = "UTC"\n{settings}'
    )
    return [CANDOR, "--config", str(file)]


def publish(folder, first, count):
    """Leaves as a context appends them, one transaction each."""
    with sqlite3.connect(folder / "data" / "candor.db", timeout=30, isolation_level=None) as db:
        for number in range(first, first + count):
            salt, text = secrets.token_bytes(32), f"text {number}".encode()
            now = int(time.time() * 1000)
            row = (f"leaf{number}", f"thing/{number}", hashlib.sha256(salt + text).hexdigest(), salt, now, now)
            db.execute(
                "insert into leaf (leaf_id, subject, subject_index, kind, digest, salt, public, at_ms, order_ms)"
                " values (?, ?, 0, 'publication', ?, ?, '{}', ?, ?)",
                row,
            )


def run(*command, expect=0):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120)
    if done.returncode != expect:
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout + done.stderr


def size_of(note):
    return int(note.decode().split("\n")[1])


def main(folder):
    city, neighbour = folder / "city", folder / "neighbour"
    city.mkdir()
    neighbour.mkdir()
    port, watch_port, foreign_port = free_port(), free_port(), free_port()
    url = f"http://127.0.0.1:{port}/log"

    # The first start makes the key, which is then handed to those who are to watch.
    command = office(city, port, f'[log]\norigin = "{ORIGIN}"\n')
    first = start(command + ["serve"], stderr=subprocess.DEVNULL)
    wait("the log begins", lambda: get(f"{url}/checkpoint"))
    first.terminate()
    first.wait(20)
    key = re.search(r"publish outside of this site: (\S+)", run(*command, "check")).group(1)
    (folder / "log.vkey").write_text(key + "\n")

    config = folder / "witness.json"
    said = run(TOOLS / "aics-witness", "init", "--config", config, "--name", "w.example/w1", "--listen", f"127.0.0.1:{foreign_port}")
    foreign = re.search(r"w\.example/w1\+[0-9a-f]{8}\+\S+", said).group(0)
    run(TOOLS / "aics-witness", "add-log", "--config", config, "--origin", ORIGIN, "--vkey", key)
    start([TOOLS / "aics-witness", "serve", "--config", config], stderr=subprocess.DEVNULL)

    watching = office(neighbour, watch_port, f'[witness]\nname = "neighbour.example/w"\nlogs = ["{key}"]\n')
    said = folder / "witness.log"
    start(watching + ["witness"], stderr=said.open("w"))
    own = wait("our witness says its key", lambda: re.search(r"^Witness key: (\S+)$", said.read_text(), re.M)).group(1)

    settings = f'own_hosts = ["127.0.0.1:{foreign_port}", "127.0.0.1:{watch_port}"]\n[log]\norigin = "{ORIGIN}"\n'
    for operator, vkey, where in [("library", foreign, f"http://127.0.0.1:{foreign_port}"), ("neighbour", own, f"http://127.0.0.1:{watch_port}/witness")]:
        settings += f'[[log.witnesses]]\noperator = "{operator}"\nvkey = "{vkey}"\nurl = "{where}"\n'
    start(office(city, port, settings) + ["serve"], stderr=subprocess.DEVNULL)
    wait("the city serves again", lambda: get(f"{url}/checkpoint"))

    slowest = 0.0
    for count, total in [(1, 1), (6, 7), (293, 300), (300, 600)]:
        begun = time.monotonic()
        publish(city, total - count, count)
        both = [name.encode() for name in ("w.example/w1", "neighbour.example/w")]
        note = wait("a cosigned checkpoint", lambda: (lambda n: n if size_of(n) == total and all(b in n for b in both) else None)(get(f"{url}/checkpoint")))
        slowest = max(slowest, time.monotonic() - begun)
        (folder / f"{total}.note").write_bytes(note)
    assert slowest < 10, f"the slowest entry waited {slowest:.1f} s"

    vkey = ["--vkey-file", folder / "log.vkey", "--origin", ORIGIN, "--tiles", url]
    witnesses = ["--witness-key", foreign, "--witness-key", own, "--quorum", "2"]
    run(TOOLS / "aics-tlog", "verify-checkpoint", *vkey, *witnesses)
    run(TOOLS / "aics-tlog", "verify-consistency", *vkey, "--old-checkpoint", folder / "7.note")
    run(TOOLS / "aics-tlog", "verify-consistency", *vkey, "--old-checkpoint", folder / "300.note")

    # The entries as the bundles hold them; three of them proved by the foreign hand, and one that is not there refused.
    bundle, entries = get(f"{url}/tile/entries/000"), []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        entries.append(bundle[2 : 2 + length])
        bundle = bundle[2 + length :]
    assert len(entries) == 256 and json.loads(entries[0])["kind"] == "publication"
    for index in (0, 6, 255):
        (folder / "entry").write_bytes(entries[index])
        run(TOOLS / "aics-tlog", "verify-inclusion", *vkey, "--leaf", folder / "entry", "--index", index)
    (folder / "entry").write_bytes(entries[3].replace(b"publication", b"correction"))
    refused = subprocess.run([str(p) for p in [TOOLS / "aics-tlog", "verify-inclusion", *vkey, "--leaf", folder / "entry", "--index", 3]], capture_output=True)
    assert refused.returncode != 0, "the foreign verifier accepts an entry that is not there"

    # What stays is said to stay, and what moves to move.
    with urllib.request.urlopen(f"{url}/tile/0/000") as answer:
        assert "immutable" in answer.headers["cache-control"] and answer.headers["content-type"] == "application/octet-stream"
    with urllib.request.urlopen(f"{url}/checkpoint") as answer:
        assert "max-age=2" in answer.headers["cache-control"] and answer.headers["content-type"] == "text/plain; charset=utf-8"

    # The whole log, downloaded by the script it serves and checked offline; then with one bit turned.
    copy = folder / "copy"
    (folder / "fetch.sh").write_bytes(get(f"{url}/fetch.sh"))
    run("sh", folder / "fetch.sh", url, copy)
    policy = folder / "policy"
    policy.write_text(f"log {key}\nwitness a {foreign}\nwitness b {own}\ngroup both all a b\nquorum both\n")
    assert "all 600 entries" in run(CANDOR, "verify", copy, "--policy", policy)
    run(CANDOR, "verify", copy, "--key", folder / "log.vkey")
    proof = folder / "proof.json"
    proof.write_bytes(get(f"{url}/proof/thing/5.json"))
    assert "Verified" in run(CANDOR, "verify", proof, "--key", key)
    proof.write_bytes(proof.read_bytes().replace(b"publication", b"correction"))
    run(CANDOR, "verify", proof, "--key", key, expect=1)
    tile = copy / "tile" / "0" / "001"
    bytes_ = bytearray(tile.read_bytes())
    bytes_[77] ^= 1
    tile.write_bytes(bytes_)
    assert "tile/0/001" in run(CANDOR, "verify", copy, "--key", key, expect=1)
    print(f"the log: two foreign programs agree; the slowest entry was cosigned by both witnesses after {slowest:.1f} s")


if __name__ == "__main__":
    folder = pathlib.Path(tempfile.mkdtemp(prefix="candor-log-"))
    try:
        main(folder)
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(folder, ignore_errors=True)
