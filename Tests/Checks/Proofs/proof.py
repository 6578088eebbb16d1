# SPDX-License-Identifier: Apache-2.0
"""Proofs. A proof is a function that returns if its statement holds, and raises ProofError if not.

Its argument is Facts: the constants and formulas that are read from the Swift sources, and the tables that
the compiled code made. A proof is therefore about the code itself, and fails if the code changes its form.
"""

import time
import traceback

PROOFS = []


class ProofError(Exception):
    """A statement does not hold, or the code does not have the form that the proof is about."""


def require(condition, otherwise):
    if not condition:
        raise ProofError(otherwise)


def proves(statement, method):
    """Registers a proof of this statement. `method` names the argument that the proof uses."""

    def register(function):
        function.statement, function.method = statement, method
        PROOFS.append(function)
        return function

    return register


def failures(facts, proofs=None, report=None):
    """The statements that do not hold, each with the reason."""
    failed = {}
    for proof in proofs or PROOFS:
        start = time.monotonic()
        try:
            proof(facts)
        except ProofError as error:
            failed[proof.statement] = str(error)
        except Exception:  # noqa: BLE001: a proof that crashes proves nothing
            failed[proof.statement] = traceback.format_exc(limit=-3)
        if report:
            report(proof, failed.get(proof.statement), time.monotonic() - start)
    return failed
