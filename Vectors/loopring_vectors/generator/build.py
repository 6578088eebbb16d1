# SPDX-License-Identifier: Apache-2.0
"""Builds a vector file.

Every test states its expected result. The reference computes the result, and the two must agree.
"""

import json

from ..checks import require
from ..reference.eddsa import FORMS
from ..reference.operations import PROFILED, VERDICTS, Operations
from ..reference.scheme import REFERENCE

SOURCE = {"name": "Independent Python reference (Vectors/loopring_vectors/reference)", "version": "1"}
answer = Operations(REFERENCE).answer


class VectorFile:
    def __init__(self, name, algorithm, header, notes):
        self.name, self.algorithm, self.header, self.notes = name, algorithm, header, notes
        self.groups = []
        self.count = 0
        self.seen = {}

    def group(self, kind, source=SOURCE):
        group = Group(self, kind, source)
        self.groups.append(group)
        return group

    def document(self):
        used = {flag for group in self.groups for test in group.tests for flag in test["flags"]}
        require(used == set(self.notes), f"{self.name}: every flag must have a note, and every note a test, which is not so for {used ^ set(self.notes)}")
        return {
            "algorithm": self.algorithm,
            "schema": self.name + "_schema.json",
            "header": self.header,
            "numberOfTests": self.count,
            "notes": {flag: self.notes[flag] for flag in sorted(self.notes)},
            "testGroups": [
                {"type": group.kind, "source": group.source, "tests": group.tests}
                for group in self.groups
            ],
        }


class Group:
    def __init__(self, file, kind, source):
        self.file, self.kind, self.source, self.tests = file, kind, source, []

    def valid(self, op, arguments, comment, *flags, check=None, intermediates=None):
        """Adds a test whose operation succeeds. `check` is the property that the test exists for. Returns the
        output."""
        out = self.run(op, arguments)
        require(check is None or check(out), f"{self.file.name}: the test does not have the property that it exists for: {comment}")
        members = {**arguments, **(intermediates or {}), **out, **self.both_forms(op, arguments)}
        self.append(op, comment, flags, members, {"result": "valid"})
        return out

    def rejected(self, op, arguments, error, comment, *flags):
        """Adds a test whose input is rejected with this code, under every profile."""
        for profile in profiles(op):
            actual = answer(op, arguments | profile)
            require(actual == {"error": error}, f"{self.file.name}: the reference answers {actual} to the test: {comment}")
        self.append(op, comment, flags, arguments, {"result": "invalid", "error": error})

    def verdict(self, op, arguments, expected, comment, *flags, intermediates=None):
        """Adds a test with a verdict: True, False, or one for each profile."""
        verdicts = {}
        for profile in profiles(op):
            out = self.run(op, arguments | profile)
            verdicts[profile.get("profile")] = out[VERDICTS[op]]
        if not isinstance(expected, dict):
            expected = dict.fromkeys(verdicts, expected)
        require(verdicts == expected, f"{self.file.name}: the reference answers {verdicts} to the test: {comment}")
        words = {name: "valid" if value else "invalid" for name, value in verdicts.items()}
        if len(set(words.values())) == 1:
            outcome = {"result": next(iter(words.values()))}
        else:
            outcome = {"profiles": words}
        self.append(op, comment, flags, {**arguments, **(intermediates or {})}, outcome)

    def run(self, op, arguments):
        result = answer(op, arguments)
        require("out" in result, f"{self.file.name}: {op} {arguments} gives {result}")
        return result["out"]

    def both_forms(self, op, arguments):
        """S and signature of a signing test in both forms, whichever form the test requests."""
        if "form" not in arguments:
            return {}
        forms = {form: self.run(op, arguments | {"form": form})["signature"] for form in FORMS}
        return {
            "S": "0x" + forms["reduced"][-64:], "signature": forms["reduced"],
            "unreducedS": "0x" + forms["unreduced"][-64:], "unreducedSignature": forms["unreduced"],
        }

    def append(self, op, comment, flags, members, outcome):
        require(flags and len(set(flags)) == len(flags), comment)
        for flag in flags:
            require(flag in self.file.notes, f"{self.file.name}: the flag {flag} does not have a note")
        identity = json.dumps([op, members], sort_keys=True)
        if identity in self.file.seen:  # a test may have several flags
            earlier = self.file.seen[identity]
            require(not set(flags) & set(earlier["flags"]), f"{self.file.name}: the file has this test already: {comment}")
            earlier["comment"] += "; " + comment
            earlier["flags"] += flags
            return
        self.file.count += 1
        test = {"tcId": self.file.count, "comment": comment, "flags": list(flags)}
        if op is not None:
            test["op"] = op
        self.tests.append({**test, **members, **outcome})
        self.file.seen[identity] = self.tests[-1]


def profiles(op):
    return [{"profile": "relayer"}, {"profile": "strict"}] if op in PROFILED else [{}]


def note(kind, description, effect, *links):
    return {"bugType": kind, "description": description, "effect": effect, "links": list(links)}
