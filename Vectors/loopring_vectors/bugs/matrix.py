# SPDX-License-Identifier: Apache-2.0
"""Runs every vector against every bug: python3 Vectors bug-matrix.

The rules are those of the harness: every output member must be right, the verdict must be right under every
profile, and if a rejection is expected, any rejection passes. For a bug, only the tests whose computation
enters a method that the bug replaces are run again; the results of the others cannot change. The results of
curve.multiply and of the Poseidon permutation are stored, and not used for bugs in methods that these
computations enter.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from ..reference import scheme
from ..reference.operations import Operations
from ..reference.scheme import Scheme
from ..vector_tests import load
from . import catalog, signatures

REFERENCE = str(Path(scheme.__file__).parent)


def methods_entered(run, argument, memories):
    """The result of a call, and the methods of the reference that it enters, as "chapter.method"."""
    entered = set()

    def record(frame, event, _):
        if event == "call" and frame.f_code.co_filename.startswith(REFERENCE):
            entered.add(frame.f_code)
            for memory in memories:
                if memory.is_computing:
                    memory.entered.add(frame.f_code)

    sys.setprofile(record)
    try:
        passed = run(argument)
    finally:
        sys.setprofile(None)
    return passed, names(entered)


def names(codes):
    return {f"{Path(code.co_filename).stem}.{code.co_name}" for code in codes}


class Memory:
    """Stores the results of a method, and the methods that computing them enters."""

    def __init__(self, chapter, method):
        self.chapter, self.method, self.results = chapter, method, {}
        self.is_computing, self.entered = False, set()

    def record_in(self, scheme):
        """Always computes the results, so that the methods that are entered can be observed."""
        def observed(key, compute):
            self.is_computing = True
            result = compute()
            self.is_computing = False
            return result

        self.replace_in(scheme, observed)

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
        """Runs every test without a bug, and stores which methods it enters."""
        failures = []
        doublings = Scheme().curve.doublings
        for i, test in enumerate(self.tests):
            # Use a new scheme: the constants that an old one has stored would hide a method.
            scheme = Scheme()
            scheme.curve.doublings = doublings
            for memory in self.memories:
                memory.record_in(scheme)
            passed, entered = methods_entered(test.passes, Operations(scheme), self.memories)
            if not passed:
                failures.append(f"{test.file} {test.content['tcId']}")
            for method in entered:
                self.users.setdefault(method, []).append(i)
        return failures

    def affected(self, bug):
        return sorted({i for method in bug.overrides for i in self.users.get(method, [])})

    def operations_with(self, *bugs):
        """The operations with these bugs. They use the stored results of the computations that the bugs do
        not change, and store the results of the others for themselves."""
        operations = catalog.operations_with(*bugs)
        overrides = {path for bug in bugs for path in catalog.BUGS[bug].overrides}
        for memory in self.memories:
            is_changed = not overrides.isdisjoint(names(memory.entered))
            (Memory(memory.chapter, memory.method) if is_changed else memory).recall_in(operations.scheme)
        return operations

    def row(self, name):
        """The bug, the number of tests that were run, the number that catch it, the number of these that have
        its flag, and its consequence with its signature."""
        bug = catalog.BUGS[name]
        indices = self.affected(bug)
        operations = self.operations_with(name)
        caught, faults = [], []
        for test in (self.tests[i] for i in indices):
            wrong = test.faults(operations)
            is_wrong = wrong[0][1] is not None
            if is_wrong:
                faults.append((test, wrong))
            if is_wrong or not test.exchange_passes(operations.scheme.cancel_order):
                caught.append(test)
        named = sum(bug.flag in test.flags for test in caught)
        cost = (signatures.consequence(bug, faults), signatures.signature(bug, faults))
        return name, len(indices), len(caught), named, cost


matrix = None


def row(name):
    return matrix.row(name)


def rows():
    """Runs every bug against every test. If a test fails without a bug, prints it and returns None."""
    global matrix
    matrix = Matrix()
    failures = matrix.prepare()
    if failures:
        print("the reference fails this test without a bug; correct the test or the reference", len(failures), "tests:", ", ".join(failures[:5]))
        return None
    with ProcessPoolExecutor(max_workers=2) as pool:  # the workers are forked and share the matrix
        return list(pool.map(row, catalog.BUGS))


def main(write=False):
    found = rows()
    if found is None:
        return 1
    flags = {flag for test in matrix.tests for flag in test.flags}
    print(f"{'bug':50} {'run':>5} {'caught by':>9} {'with its flag':>13}  flag")
    missed = 0
    for name, run, caught, named, _ in found:
        flag = catalog.BUGS[name].flag
        problem = "" if named else "  NOT CAUGHT by a vector with its flag" if flag in flags else "  UNKNOWN FLAG"
        missed += not named
        print(f"{name:50} {run:5} {caught:9} {named:13}  {flag}{problem}")
    print(f"{len(found)} bugs, {len(found) - missed} caught by a vector with their flag, {len(matrix.tests)} vectors")
    stale = signatures.write_or_compare({name: signature for name, *_, signature in found}, write)
    return 1 if missed or stale else 0
