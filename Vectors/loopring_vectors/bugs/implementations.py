# SPDX-License-Identifier: Apache-2.0
"""Vectors/IMPLEMENTATIONS.md, from the figures and causes in Vectors/measured and the signatures of known
bugs."""

import json

from ..checks import require
from ..files import FOLDER
from .signatures import PATH as SIGNATURES

MEANING = {
    "accepts-forgeries": "accepts a signature that the key's owner did not make, or a form that must be refused",
    "leaks-keys": "reveals the secret key",
    "signs-what-is-refused": "computes a value that the exchange does not know: it refuses the request, or finds no such key or order",
    "refuses-what-it-should-take": "refuses valid input",
    "style": "harmless if both sides do the same; differs from other implementations",
}
HEAD = """\
# What public implementations answer

Measured on {date} with the vectors of commit {vectors}, unmodified and behind thin adapters.
`python3 Vectors generate` makes this file from [`measured/`](measured). The facts are of the versions named.
*Partial*: the members that are answered are right, and some are missing. *Not offered*: the implementation
does not have the operation. *Lost*: a crash, or no answer within ten seconds.

The causes are known mistakes that explain the failures, as `loopsig conformance` finds them: *confirmed* if
the wrong answers are those that the mistake gives, *fails like* if only the failing tests are the same.

| implementation | version | form of S | profile | passed | partial | failed | lost | not offered | explained | causes |
|---|---|---|---|---|---|---|---|---|---|---|
"""


def text():
    figures, found, bugs = (read(path) for path in (FOLDER / "measured/figures.json", FOLDER / "measured/causes.json", SIGNATURES))
    known = {bug["name"]: bug for bug in bugs["bugs"]}
    rows, chapters = [], []
    for name, figure in figures["implementations"].items():
        causes, share = (found["implementations"][name][key] for key in ("causes", "explained"))
        count = figure["counts"]
        rows.append(f"| {name} | {figure['version']} | {figure['form'] or 'none'} | {', '.join(figure['profiles'])} | {count['passed']} "
                    f"| {count['partial']} | {count['failed']} | {count['crashed'] + count['timed out']} | {count['unsupported']} "
                    f"| {share:.1%} | {len(causes)} |")
        chapters.append(chapter(name, figure, causes, known))
    return HEAD.format(**figures) + "\n".join(rows) + "\n" + "".join(chapters)


def read(path):
    return json.loads(path.read_text("utf-8"))


def chapter(name, figure, causes, known):
    lines = [f"\n## {name}\n"]
    if figure["form"] == "unreduced":
        lines.append("It signs in the unreduced form: each signature leaks three bits of the secret key.\n")
    lines += ["| cause | | tests | consequence |", "|---|---|---|---|"]
    for cause in causes:
        bug = known[cause["name"]]
        word = {"confirmed": "confirmed", "failsLike": "fails like"}[cause["certainty"]]
        lines.append(f"| `{bug['name']}`: {bug['summary'].replace('|', '&#124;')} | {word} | {cause['tests']} | {MEANING[bug['consequence']]} |")
    lines += ["", "Found in the same runs and in the source: " + "; ".join(figure["findings"]) + "."]
    return "\n".join(lines) + "\n"
