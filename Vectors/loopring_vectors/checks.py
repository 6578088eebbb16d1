# SPDX-License-Identifier: Apache-2.0
"""Conditions that must hold in every run, also under `python3 -O`, which removes `assert` statements."""


class Inconsistency(Exception):
    """A figure is not what it must be. Nothing may be generated or reported from it."""


def require(condition, message="a figure is not what this test exists for"):
    if not condition:
        raise Inconsistency(message)
