# SPDX-License-Identifier: Apache-2.0
"""Known mistakes. Each one replaces a few methods of the reference.

`flag` is the flag of the vector files that names the mistake. At least one vector with this flag must catch
the mistake (python3 Vectors bug-matrix).
"""

import importlib
from dataclasses import dataclass
from functools import lru_cache

from ..checks import require
from ..reference.operations import Operations
from ..reference.scheme import CHAPTERS, Scheme

BUGS = {}
# The harm of a mistake to a user, the worst first.
CONSEQUENCES = ("accepts-forgeries", "leaks-keys", "signs-what-is-refused", "refuses-what-it-should-take", "style")
ACCEPTS_FORGERIES, LEAKS_KEYS, SIGNS_WHAT_IS_REFUSED, REFUSES, STYLE = CONSEQUENCES
CLASSES = CHAPTERS | {"operations": Operations}


@dataclass(frozen=True)
class Bug:
    name: str
    flag: str
    description: str
    overrides: dict  # "chapter.method" of ../reference or operations.py -> the method that replaces it
    seen_in: str  # public implementations that have it, or ""
    consequence: str  # one of CONSEQUENCES, or "" if the failing vectors decide
    any_value: bool  # whether other wrong values show the same mistake


def bug(name, flag, description, overrides, seen_in="", consequence="", any_value=False):
    require(name not in BUGS, name)
    for path in overrides:
        chapter, method = path.split(".")
        require(callable(getattr(CLASSES[chapter], method)), path)
    BUGS[name] = Bug(name, flag, description, overrides, seen_in, consequence, any_value)


def operations_with(*names):
    """The operations of a scheme with these bugs. If two bugs replace the same method, the last one does."""
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
