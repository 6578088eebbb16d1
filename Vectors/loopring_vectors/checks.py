# SPDX-License-Identifier: Apache-2.0
"""Conditions that must hold in every run, even under `python3 -O`, which removes `assert` statements."""


class Inconsistency(Exception):
    """A value is wrong. Nothing may be generated or reported from it."""


def require(condition, message="a value does not have the property that it must have; see the traceback"):
    if not condition:
        raise Inconsistency(message)
