"""Runs every vector against every bug; see Scripts/bug-matrix.

A test is passed as the harness counts it: the right output in every member, the right verdict
under every profile, and for a rejection any rejection. Only tests whose computation enters a
method that the bug overrides are run again; the others cannot change. Multiples of points and
Poseidon permutations are remembered, except for bugs in those chapters.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from ..reference import scheme
from ..reference.operations import Operations
from ..reference.scheme import Scheme
from ..vector_tests import load
from . import catalogue

REFERENCE = str(Path(scheme.__file__).parent)


def methods_entered(run, argument):
    """What a call returns, and the names "chapter.method" of the reference that it enters."""
    entered = set()

    def record(frame, event, _):
        if event == "call" and frame.f_code.co_filename.startswith(REFERENCE):
            entered.add(frame.f_code)

    sys.setprofile(record)
    try:
        passed = run(argument)
    finally:
        sys.setprofile(None)
    return passed, {f"{Path(code.co_filename).stem}.{code.co_name}" for code in entered}


class Memory:
    """Remembers the results of a method of a chapter."""

    def __init__(self, chapter, method):
        self.chapter, self.method, self.results = chapter, method, {}

    def record_in(self, scheme):
        """Always computes, so that the methods entered on the way can be observed."""
        self.replace_in(scheme, lambda key, compute: compute())

    def recall_in(self, scheme):
        self.replace_in(scheme, lambda key, compute: self.results[key] if key in self.results else compute())

    def replace_in(self, scheme, lookup):
        chapter = getattr(scheme, self.chapter)
        function = getattr(chapter, self.method)

        def run(*arguments):
            key = tuple(tuple(a) if isinstance(a, list) else a for a in arguments)
            self.results[key] = lookup(key, lambda: function(*arguments))
            return self.results[key]

        setattr(chapter, self.method, run)


class Matrix:
    def __init__(self):
        self.tests = load()
        self.users = {}  # "chapter.method" -> indices of the tests that enter it
        self.memories = [Memory("curve", "multiply"), Memory("poseidon", "permute")]

    def prepare(self):
        """Runs every test without a bug, and notes which methods it enters."""
        failures = []
        doublings = Scheme().curve.doublings
        for i, test in enumerate(self.tests):
            scheme = Scheme()  # a new one, so that the constants that it remembers do not hide a method
            scheme.curve.doublings = doublings
            for memory in self.memories:
                memory.record_in(scheme)
            passed, entered = methods_entered(test.passes, Operations(scheme))
            if not passed:
                failures.append(f"{test.file} {test.content['tcId']}")
            for method in entered:
                self.users.setdefault(method, []).append(i)
        return failures

    def affected(self, bug):
        return sorted({i for method in bug.overrides for i in self.users.get(method, [])})

    def run_bug(self, name):
        bug = catalogue.BUGS[name]
        indices = self.affected(bug)
        scheme = catalogue.scheme_with(name)
        for memory in self.memories:
            if not any(path.startswith(memory.chapter + ".") for path in bug.overrides):
                memory.recall_in(scheme)
        operations = Operations(scheme)
        caught = [i for i in indices if not self.tests[i].passes(operations)]
        named = sum(bug.flag in self.tests[i].flags for i in caught)
        return name, len(indices), len(caught), named


matrix = None


def run_bug(name):
    return matrix.run_bug(name)


def main():
    global matrix
    matrix = Matrix()
    failures = matrix.prepare()
    if failures:
        print("the reference itself fails", len(failures), "tests:", ", ".join(failures[:5]))
        return 1
    flags = {flag for test in matrix.tests for flag in test.flags}
    with ProcessPoolExecutor(max_workers=2) as pool:  # forked: the workers share what is prepared
        rows = list(pool.map(run_bug, catalogue.BUGS))
    print(f"{'bug':50} {'run':>5} {'caught by':>9} {'with its flag':>13}  flag")
    missed = 0
    for name, run, caught, named in rows:
        flag = catalogue.BUGS[name].flag
        problem = "" if named else "  NOT CAUGHT by its flag" if flag in flags else "  UNKNOWN FLAG"
        missed += not named
        print(f"{name:50} {run:5} {caught:9} {named:13}  {flag}{problem}")
    print(f"{len(rows)} bugs, {len(rows) - missed} caught by a vector that names them, {len(matrix.tests)} vectors")
    return 1 if missed else 0
