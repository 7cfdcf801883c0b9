#!/usr/bin/env python3
"""Makes words_zh.txt and t2s.txt from the packages named in README.md.

usage: make_tables.py JIEBA_DICT_TXT OPENCC_TSCHARACTERS_TXT

The word list is cut to the words that segmentation needs most often, in simplified script and without tags; the
character table keeps the first simplified form of each traditional character.
"""
import sys
from pathlib import Path

FREQUENCY_MIN = 6
HERE = Path(__file__).parent


def main():
    dictionary, characters = map(Path, sys.argv[1:3])
    table = {}
    for line in characters.read_text(encoding="utf-8").splitlines():
        traditional, simplified = line.split("\t")
        first = simplified.split()[0]
        # Only characters of the basic plane: the others stand in no text that a press desk reads.
        if len(traditional) == len(first) == 1 and max(ord(traditional), ord(first)) < 0x10000 and traditional != first:
            table[traditional] = first
    (HERE / "t2s.txt").write_text("".join(f"{t}{s}\n" for t, s in sorted(table.items())), encoding="utf-8")

    words = {}
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        word, frequency, _ = line.split(" ")
        word = "".join(table.get(c, c) for c in word.lower())
        words[word] = words.get(word, 0) + int(frequency)
    kept = sorted(w for w, n in words.items() if n >= FREQUENCY_MIN)
    (HERE / "words_zh.txt").write_text("".join(f"{w} {words[w]}\n" for w in kept), encoding="utf-8")


main()
