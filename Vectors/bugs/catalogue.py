"""Known mistakes, each a small patch of the reference in ../reference.

A bug replaces one function (rarely two) of the reference modules. `flag` is the flag in the
vector files that names it: at least one vector with that flag must catch it (Scripts/bug-matrix).
"""

import importlib
from contextlib import contextmanager
from dataclasses import dataclass

import testee

MODULES = [importlib.import_module(name) for name in (
    "encoding", "field", "scalar", "curve", "poseidon", "eddsa", "key_derivation",
    "canonicalization", "order_hash", "cancel_order", "testee")]
BUGS = {}


@dataclass(frozen=True)
class Bug:
    name: str
    flag: str
    description: str
    seen_in: str  # a public implementation that has it, or ""
    patch: dict  # "module.function" -> replacement
    touches: frozenset  # functions whose callers are affected


def bug(name, flag, description, patch, seen_in="", touches=None):
    """Registers a bug. `touches` is needed where a patched function is cached."""
    assert name not in BUGS, name
    BUGS[name] = Bug(name, flag, description, seen_in, patch, frozenset(touches or patch))


def clear_caches():
    for module in MODULES:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def install(name):
    """Patches this process; returns what undoes it.

    Modules import some functions by name, so every binding of the original is replaced.
    """
    undo = []
    for target, replacement in BUGS[name].patch.items():
        module_name, attribute = target.split(".")
        original = getattr(importlib.import_module(module_name), attribute)
        for module in MODULES:
            for bound, value in list(vars(module).items()):
                if value is original:
                    setattr(module, bound, replacement)
                    undo.append((module, bound, original))
    clear_caches()
    return undo


def uninstall(undo):
    for module, bound, original in undo:
        setattr(module, bound, original)
    clear_caches()


@contextmanager
def installed(name):
    undo = install(name)
    try:
        yield
    finally:
        uninstall(undo)


def answer_with(name, op, arguments):
    """The answer of a testee that has this bug."""
    with installed(name):
        return testee.answer(op, arguments)


for part in ("encoding_bugs", "field_bugs", "curve_bugs", "poseidon_bugs", "signing_bugs",
             "verification_bugs", "key_bugs", "request_bugs", "order_bugs", "client_bugs"):
    importlib.import_module(part)
