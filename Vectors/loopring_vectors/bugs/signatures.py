# SPDX-License-Identifier: Apache-2.0
"""The signature of each known bug: the vectors that fail, and the wrong answers
(Vectors/bug_signatures.json).

Vectors/README.md, "Signatures of known bugs", describes the file.
"""

import hashlib
import json

from ..files import FOLDER
from ..reference.operations import VERDICTS
from ..vector_tests import stated
from .advice import ADVICE
from .catalog import ACCEPTS_FORGERIES, BUGS, REFUSES, SIGNS_WHAT_IS_REFUSED, STYLE

PATH = FOLDER / "bug_signatures.json"
DIGITS = 8  # hex digits of a hash: two answers have the same digits with probability 2^-32


def signature(bug, faults):
    """File -> tcId -> the wrong answers, for the tests that a testee can run."""
    found = {}
    for test, wrong in faults:
        answers = [f"{profile} {text(fault, bug.any_value)}".lstrip() for profile, fault in wrong if fault is not None]
        found.setdefault(test.file + ".json", {})[str(test.content["tcId"])] = ", ".join(dict.fromkeys(answers))
    return found


def text(fault, any_value=False):
    """A fault as text: a word, or the wrong members, each with the first digits of the hash of its value, or
    "any"."""
    if isinstance(fault, str):
        return fault
    return "; ".join(f"{name}:{'any' if any_value else digest(name, value)}" for name, value in fault)


def digest(name, value):
    return hashlib.sha256(stated(name, value).encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def consequence(bug, faults):
    """The consequence of the bug: the one in the catalog, or else the worst of the failing tests."""
    if bug.consequence:
        return bug.consequence
    first = [(test, wrong[0][1]) for test, wrong in faults]
    accepted, refused = (sum(fault == word for test, fault in first if test.op in VERDICTS) for word in ("accepted", "refused"))
    # With a wrong challenge, a few signatures of low order are accepted by chance; all others are refused.
    if accepted and accepted >= refused:
        return ACCEPTS_FORGERIES
    if any(isinstance(fault, tuple) and is_signed(test) for test, fault in first):
        return SIGNS_WHAT_IS_REFUSED
    return REFUSES if any(isinstance(fault, str) for _, fault in first) else STYLE


def is_signed(test):
    """Whether a wrong value leads to a signature, a key or a hash that the exchange does not accept."""
    return test.content["result"] == "valid" or test.op.startswith(("eddsa.", "key.", "request.", "order."))


def vectors_digest():
    """SHA-256 of the vector files, one after the other in alphabetical order."""
    total = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.json")):
        text = path.read_bytes()
        if "testGroups" in json.loads(text):
            total.update(text)
    return total.hexdigest()


def document(found):
    """The contents of the file, from the consequence and the signature of each bug."""
    bugs = []
    for name, (cost, fails) in found.items():
        bug = BUGS[name]
        if fails:
            bugs.append({
                "name": name, "flag": bug.flag, "summary": bug.description, "consequence": cost,
                "advice": ADVICE.get(name) or ADVICE[bug.flag], "module": next(iter(bug.overrides)).split(".")[0],
                "seenIn": bug.seen_in, "fails": fails})
    return {"vectors": vectors_digest(), "bugs": bugs}


def as_text(content):
    """The text of the file: one line for the description of each bug, and one for each file with failing
    tests."""
    lines = ["{", f' "vectors": {json.dumps(content["vectors"])},', ' "bugs": [']
    for bug in content["bugs"]:
        described = json.dumps({name: member for name, member in bug.items() if name != "fails"})
        files = ",\n".join(f"   {json.dumps(file)}: {json.dumps(tests)}" for file, tests in bug["fails"].items())
        lines.append(f'  {described[:-1]}, "fails": {{\n{files}}}}}' + ("," if bug is not content["bugs"][-1] else ""))
    return "\n".join([*lines, " ]", "}"]) + "\n"


def write_or_compare(found, write):
    """Whether the file differs from its expected contents."""
    content = as_text(document(found))
    if write:
        PATH.write_text(content)
        return False
    if PATH.read_text() != content:
        print(f"out of date: Vectors/{PATH.name}; run python3 Vectors bug-matrix --write")
        return True
    return False
