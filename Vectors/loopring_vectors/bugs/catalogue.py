# SPDX-License-Identifier: Apache-2.0
"""Known mistakes, each a few methods of the reference overridden.

`flag` is the flag in the vector files that names the mistake: at least one vector with that flag must catch it
(python3 Vectors bug-matrix).
"""

import importlib
from dataclasses import dataclass
from functools import lru_cache

from ..checks import require
from ..reference.operations import Operations
from ..reference.scheme import CHAPTERS, Scheme

BUGS = {}
# What a mistake costs a user, the worst first.
CONSEQUENCES = ("accepts-forgeries", "leaks-keys", "signs-what-is-refused", "refuses-what-it-should-take", "style")
ACCEPTS_FORGERIES, LEAKS_KEYS, SIGNS_WHAT_IS_REFUSED, REFUSES, STYLE = CONSEQUENCES
CLASSES = CHAPTERS | {"operations": Operations}


@dataclass(frozen=True)
class Bug:
    name: str
    flag: str
    description: str
    overrides: dict  # "chapter.method" of ../reference, operations.py included -> the method in its place
    seen_in: str  # a public implementation that has it, or ""
    consequence: str  # one of CONSEQUENCES, or "" where the vectors that fail decide
    any_value: bool  # whether the wrong values stand for others: that they are wrong is the mistake


def bug(name, flag, description, overrides, seen_in="", consequence="", any_value=False):
    require(name not in BUGS, name)
    for path in overrides:
        chapter, method = path.split(".")
        require(callable(getattr(CLASSES[chapter], method)), path)
    BUGS[name] = Bug(name, flag, description, overrides, seen_in, consequence, any_value)


def operations_with(*names):
    """The scheme with these bugs, behind the testee protocol; the last one wins where two override one
    method."""
    changed = {}
    for name in names:
        for path, override in BUGS[name].overrides.items():
            chapter, method = path.split(".")
            base = changed.get(chapter, CLASSES[chapter])
            changed[chapter] = type(base.__name__, (base,), {method: override})
    protocol = changed.pop("operations", Operations)
    return protocol(Scheme(changed))


@lru_cache(maxsize=None)
def remembered_operations_with(name):
    return operations_with(name)


def answer_with(name, op, arguments):
    """The answer of a testee that has this bug."""
    return remembered_operations_with(name).answer(op, arguments)


def print_list():
    for entry in BUGS.values():
        seen = f" (seen in {entry.seen_in})" if entry.seen_in else ""
        print(f"{entry.name}: {entry.description}{seen} [{entry.flag}]")
    return 0


for part in ("encoding", "field", "curve", "poseidon", "signing", "verification", "key", "request", "order", "client"):
    importlib.import_module(f".{part}_bugs", __package__)
