# SPDX-License-Identifier: Apache-2.0
"""A vector file under construction.

Every test states what it expects; the reference computes it, and the two must agree.
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
        require(used == set(self.notes), f"{self.name}: flags and notes differ: {used ^ set(self.notes)}")
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
        """The operation succeeds; `check` asserts what the test exists for. Returns the output."""
        out = self.run(op, arguments)
        require(check is None or check(out), f"{self.file.name}: not what it exists for: {comment}")
        members = {**arguments, **(intermediates or {}), **out, **self.both_forms(op, arguments)}
        self.append(op, comment, flags, members, {"result": "valid"})
        return out

    def rejected(self, op, arguments, error, comment, *flags):
        """The input is rejected with this code, under every profile."""
        for profile in profiles(op):
            actual = answer(op, arguments | profile)
            require(actual == {"error": error}, f"{self.file.name}: {actual} for {comment}")
        self.append(op, comment, flags, arguments, {"result": "invalid", "error": error})

    def verdict(self, op, arguments, expected, comment, *flags, intermediates=None):
        """A verdict: True, False, or one for each profile."""
        verdicts = {}
        for profile in profiles(op):
            out = self.run(op, arguments | profile)
            verdicts[profile.get("profile")] = out[VERDICTS[op]]
        if not isinstance(expected, dict):
            expected = dict.fromkeys(verdicts, expected)
        require(verdicts == expected, f"{self.file.name}: {verdicts} for {comment}")
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
        """S and signature of a signing test in both forms, whichever it asks for."""
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
            require(flag in self.file.notes, f"{self.file.name}: no note for {flag}")
        identity = json.dumps([op, members], sort_keys=True)
        if identity in self.file.seen:  # one test may exist for several reasons
            earlier = self.file.seen[identity]
            require(not set(flags) & set(earlier["flags"]), f"{self.file.name}: twice: {comment}")
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
