"""Vectors/IMPLEMENTATIONS.md, from the figures and answers in Vectors/measured and the signatures of known bugs."""

import json

from ..checks import require
from ..files import FOLDER
from .causes import causes
from .signatures import PATH as SIGNATURES

MEANING = {
    "accepts-forgeries": "accepts what nobody signed, or in a form that must be refused",
    "leaks-keys": "gives away the secret key",
    "signs-what-is-refused": "computes what the exchange does not know: it refuses the request, or finds no such key or order",
    "refuses-what-it-should-take": "refuses what is right",
    "style": "harmless where both sides are alike; differs from other implementations",
}
HEAD = """\
# What public implementations answer

Measured {date}, unmodified and behind thin adapters, with the vectors of commit {vectors} under the {profile} profile;
made from [`measured/`](measured) by `python3 Vectors generate`, which fails if this file is not what the figures give. Facts
about the versions named, and about nothing later. *Not offered*: the implementation has no such operation, or signs
in the other form than was asked for. *Lost*: a crash, or no answer in ten seconds.

The causes are known mistakes that account for the failures (README.md, [Causes from
signatures](README.md#causes-from-signatures)): *confirmed* where the wrong answers are the very ones that the mistake
gives, *fails like* where only the tests are. Tests whose input has been changed since are left out of them.

| implementation | version | form of S | passed | failed | lost | not offered | explained | causes |
|---|---|---|---|---|---|---|---|---|
"""


def text():
    figures, answers, bugs = (read(path) for path in (
        FOLDER / "measured/figures.json", FOLDER / "measured/failures.json", SIGNATURES))
    rows, chapters = [], []
    for name, figure in figures["implementations"].items():
        measured = answers["implementations"][name]
        failed = {(file, number): answer for file, tests in measured["failed"].items() for number, answer in tests.items()}
        found, left = causes(bugs["bugs"], failed, asked(measured), [figures["profile"]])
        share = 1 - len(left) / len(failed)
        require(share >= 0.95, f"{name}: {share:.1%} explained")
        count = figure["counts"]
        rows.append(f"| {name} | {figure['version']} | {figure['form']} | {count['passed']} | {count['failed']} "
                    f"| {count['crashed'] + count['timed out']} | {count['unsupported']} | {share:.1%} | {len(found)} |")
        chapters.append(chapter(name, figure, found))
    return HEAD.format(**figures) + "\n".join(rows) + "\n" + "".join(chapters)


def read(path):
    return json.loads(path.read_text("utf-8"))


def asked(measured):
    """(file, number) of every test that was asked, from ranges such as 1-18, 24."""
    found = set()
    for file, ranges in measured["asked"].items():
        for part in ranges.split(", "):
            first, _, last = part.partition("-")
            found.update((file, str(number)) for number in range(int(first), int(last or first) + 1))
    return found


def chapter(name, figure, found):
    lines = [f"\n## {name}\n"]
    if figure["form"] == "unreduced":
        lines.append("It signs in the unreduced form: each signature gives away three bits of the secret key.\n")
    lines += ["| cause | | tests | what it costs |", "|---|---|---|---|"]
    for cause in found:
        bug = cause.bug
        word = "confirmed" if cause.is_confirmed else "fails like"
        lines.append(f"| `{bug['name']}`: {bug['summary'].replace('|', '&#124;')} | {word} | {len(cause.hits)} | {MEANING[bug['consequence']]} |")
    lines += ["", "Beside the vectors, of the same runs: " + "; ".join(figure["findings"]) + "."]
    return "\n".join(lines) + "\n"
