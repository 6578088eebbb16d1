# SPDX-License-Identifier: Apache-2.0
"""What a proof is here: a function that ends, or raises ProofError with what does not hold.

A proof is handed Facts: the constants and formulas as they stand in the Swift sources, and the tables that the compiled
code made. So it is about the code, and fails where the code changes its form.
"""

import time
import traceback

PROOFS = []


class ProofError(Exception):
    """A statement does not hold, or the code is not of the form that the proof is about."""


def require(condition, otherwise):
    if not condition:
        raise ProofError(otherwise)


def proves(statement, method):
    """Registers a proof under the statement that it proves; `method` names the argument."""

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
        except Exception:  # noqa: BLE001: a proof that breaks is no proof
            failed[proof.statement] = traceback.format_exc(limit=-3)
        if report:
            report(proof, failed.get(proof.statement), time.monotonic() - start)
    return failed
