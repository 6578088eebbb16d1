# SPDX-License-Identifier: Apache-2.0
"""Vectors/IMPLEMENTATIONS.md, from the figures and causes in Vectors/measured and the signatures of known
bugs."""

import json
import textwrap

from ..checks import require
from ..files import FOLDER
from .signatures import PATH as SIGNATURES

MEANING = {
    "accepts-forgeries": "accepts a signature that the key's owner did not make, or a form that must be refused",
    "leaks-keys": "reveals the secret key",
    "signs-what-is-refused": "computes a value that the exchange does not expect: it refuses the request, or finds no such key or order",
    "refuses-what-it-should-take": "refuses valid input",
    "style": "harmless if both sides do the same; differs from other implementations",
}
HEAD = """\
# What public implementations answer

The implementations ran on {date}, unmodified and with thin adapters, with the vectors of commit {vectors}.
`python3 Vectors generate` makes this file from [`measured/`](measured). All statements are about the versions
in the table.

- *Partial*: the answered members are right, and some members are missing.
- *Lost*: the implementation crashed, or did not answer within ten seconds.
- *Not offered*: the implementation does not have the operation.
- *Explained*: the share of the failures that the causes explain.

The causes are known mistakes, as `loopsig conformance` finds them. A cause is *confirmed* if the wrong
answers are those that the mistake gives. The implementation *fails like* the mistake if only the failing
tests are the same.

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
    lines += ["", "Further findings, from the same runs and from the source:", ""]
    lines += [textwrap.fill(finding, 110, initial_indent="- ", subsequent_indent="  ", break_long_words=False)
              for finding in figure["findings"]]
    return "\n".join(lines) + "\n"
