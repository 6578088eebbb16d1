"""The signature of each known bug: which vectors fail for it, and with which answers (Vectors/bug_signatures.json).

Vectors/README.md, "Signatures of known bugs", describes the file and how a report is made from it.
"""

import hashlib
import json

from ..files import FOLDER
from ..reference.operations import VERDICTS
from .advice import ADVICE
from .catalogue import ACCEPTS_FORGERIES, BUGS, REFUSES, SIGNS_WHAT_IS_REFUSED, STYLE

PATH = FOLDER / "bug_signatures.json"
DIGITS = 8  # of a hash: two answers share one by chance once in 2^32


def signature(bug, faults):
    """File -> number of the test -> its wrong answers, for the tests that a testee can be asked."""
    found = {}
    for test, wrong in faults:
        answers = ["any" if bug.any_value and "=" in fault else digest(fault) for fault in wrong]
        found.setdefault(test.file + ".json", {})[str(test.content["tcId"])] = ", ".join(dict.fromkeys(answers))
    return found


def digest(fault):
    """A wrong value as the beginning of its hash; every other fault in its words."""
    return hashlib.sha256(fault.encode("utf-8")).hexdigest()[:DIGITS] if "=" in fault else fault


def consequence(bug, faults):
    """What the bug costs, by the worst of the tests that fail for it, unless the catalogue says it."""
    if bug.consequence:
        return bug.consequence
    accepted, refused = (sum(wrong[0].endswith(word) for test, wrong in faults if test.op in VERDICTS)
                         for word in ("accepted", "refused"))
    if accepted and accepted >= refused:  # a wrong challenge fits some signature of low order by chance, and refuses the others
        return ACCEPTS_FORGERIES
    if any("=" in wrong[0] and is_signed(test) for test, wrong in faults):
        return SIGNS_WHAT_IS_REFUSED
    return REFUSES if any("=" not in wrong[0] for _, wrong in faults) else STYLE


def is_signed(test):
    """Whether a wrong value ends in a signature, a key or a hash that the exchange does not know."""
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
    """The file, from the consequence and the signature of each bug."""
    bugs = []
    for name, (cost, fails) in found.items():
        bug = BUGS[name]
        if fails:
            bugs.append({
                "name": name, "flag": bug.flag, "summary": bug.description, "consequence": cost,
                "advice": ADVICE.get(name) or ADVICE[bug.flag], "module": next(iter(bug.overrides)).split(".")[0],
                "seenIn": bug.seen_in, "fails": fails})
    return {"vectors": vectors_digest(), "bugs": bugs}


def write_or_compare(found, write):
    """Whether the file is another one than it should be."""
    text = json.dumps(document(found), indent=1) + "\n"
    if write:
        PATH.write_text(text)
        return False
    if PATH.read_text() != text:
        print(f"not as generated: {PATH.name}; python3 Vectors bug-matrix --write makes it anew")
        return True
    return False
