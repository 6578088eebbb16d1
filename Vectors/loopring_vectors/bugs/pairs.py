# SPDX-License-Identifier: Apache-2.0
"""The answers of testees with two known bugs of different chapters (Vectors/measured/pairs.json).

A test of the harness uses them to check that a report names both bugs. Most answers of a testee with two bugs
follow a rule: if one of the bugs fails a test, the answer is that of this bug, and if both fail it, that of
the first. For each pair of a sample, the file has the answers that differ from the rule. "passed" is one of
them. A pair whose answers all equal those of one of its bugs alone is left out, because nothing shows the
other bug.

If one of the bugs mostly changes the format of the output, `read` has the same for the values that the
answers stand for. The rule is then that the answer is that of the other bug.
"""

import hashlib
import json
import re
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations

from ..checks import require
from ..files import FOLDER
from . import matrix, signatures
from .catalog import BUGS

PATH = FOLDER / "measured/pairs.json"
SEED, COUNT = 12, 400
PASSED = "passed"


def main():
    bugs = {bug["name"]: bug for bug in json.loads(signatures.PATH.read_text())["bugs"]}
    if matrix.matrix is None:
        matrix.matrix = matrix.Matrix()
        require(not matrix.matrix.prepare(), "the reference fails a test without a bug; python3 Vectors bug-matrix prints which")
    with ProcessPoolExecutor(max_workers=2) as pool:  # the workers are forked and share the matrix
        pairs = list(pool.map(answers, sample(bugs)))
    visible = [pair for pair in pairs if not equals_one_bug(*pair[:2], bugs)]
    found = [described(*pair, bugs) for pair in visible[:COUNT]]
    require(len(found) == COUNT, "too few pairs that show both bugs")
    PATH.write_text(json.dumps({"signatures": signatures_digest(), "seed": SEED, "pairs": found}, indent=1) + "\n")
    print(f"{len(found)} pairs, {sum(not pair['others'] for pair in found)} of them without another answer; "
          f"{len(pairs) - len(visible)} of {len(pairs)} give the answers of one bug alone")
    return 0


def sample(bugs):
    """A sample of pairs of bugs of different chapters: the first ones in the order of a hash of their names,
    so that a new bug changes only few pairs. It has one tenth more than ``COUNT``, because some are left
    out."""
    def rank(pair):
        return hashlib.sha256(f"{SEED} {' '.join(pair)}".encode()).digest()

    pairs = (pair for pair in combinations(sorted(bugs), 2) if bugs[pair[0]]["module"] != bugs[pair[1]]["module"])
    return sorted(pairs, key=rank)[:COUNT * 11 // 10]


class Reader:
    """Operations whose answers are read: integers in upper case or without leading zeros count as right."""

    def __init__(self, operations):
        self.operations, self.scheme = operations, operations.scheme

    def answer(self, op, arguments):
        answer = self.operations.answer(op, arguments)
        if "out" in answer:
            digits = {"signature": 192, "unreducedSignature": 192}
            answer["out"] = {name: read(value, digits.get(name, 64)) for name, value in answer["out"].items()}
        return answer


def read(value, digits):
    if isinstance(value, dict):
        return {name: read(member, digits) for name, member in value.items()}
    if isinstance(value, str) and re.fullmatch("0x[0-9a-fA-F]{1,%d}" % digits, value):
        return "0x" + value[2:].lower().zfill(digits)
    return value


def answers(pair):
    """The wrong answers of a testee with both bugs, by file and tcId; and if one bug mostly changes the
    format, the other bug with the wrong answers that are left when the answers are read."""
    operations = matrix.matrix.operations_with(*pair)
    tests = sorted({index for name in pair for index in matrix.matrix.affected(BUGS[name])})
    for name, other in (pair, pair[::-1]):
        if changes_format(name):
            return pair, failures(tests, operations), (other, failures(tests, Reader(operations)))
    return pair, failures(tests, operations), None


def equals_one_bug(pair, failed, bugs):
    """Whether all wrong answers of the pair are those of one of its bugs alone."""
    return any(failed == answers_alone(bugs[name]) for name in pair)


def failures(indices, operations):
    found = {}
    for test in (matrix.matrix.tests[index] for index in indices):
        _, fault = test.fault(operations)
        if fault is not None:
            found[test.file + ".json", str(test.content["tcId"])] = signatures.text(fault)
    return found


def changes_format(bug):
    """Whether at least half of the bug's wrong answers are right when they are read."""
    operations, tests = matrix.matrix.operations_with(bug), matrix.matrix.affected(BUGS[bug])
    failed = failures(tests, operations)
    return 2 * len(failures(tests, Reader(operations))) <= len(failed)


def described(pair, failed, other, bugs):
    """The pair in the order for which fewer answers differ from the rule."""
    def in_order(names):
        first, second = (answers_alone(bugs[name]) for name in names)
        return {"bugs": list(names), "others": differences(failed, second | first)}

    found = min((in_order(names) for names in (pair, pair[::-1])),
                key=lambda found: sum(map(len, found["others"].values())))
    if other:
        found["read"] = {"bug": other[0], "others": differences(other[1], answers_alone(bugs[other[0]]))}
    return found


def differences(failed, expected):
    """The answers that differ from the expected ones, by file and tcId."""
    expected = dict.fromkeys(failed, PASSED) | expected
    others = {}
    for (file, number), answer in sorted(expected.items(), key=lambda item: (item[0][0], int(item[0][1]))):
        actual = failed.get((file, number), PASSED)
        if actual != answer:
            others.setdefault(file, {})[number] = actual
    return others


def answers_alone(bug):
    return {(file, number): answers.split(", ")[0].removeprefix("relayer ").removeprefix("strict ")
            for file, tests in bug["fails"].items() for number, answers in tests.items()}


def signatures_digest():
    return hashlib.sha256(signatures.PATH.read_bytes()).hexdigest()


def is_stale():
    """Whether the file was made with a different bug_signatures.json than the current one."""
    if json.loads(PATH.read_text())["signatures"] == signatures_digest():
        return False
    print(f"out of date: Vectors/{PATH.relative_to(FOLDER)}; run python3 Vectors bug-pairs")
    return True
