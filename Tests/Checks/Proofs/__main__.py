# SPDX-License-Identifier: Apache-2.0
"""Prove what the optimized code assumes. The proofs read the code as it is now.

    Scripts/prove              run every proof
    Scripts/prove --controls   run every proof, and check that the proofs find every planted error

The first argument is the file with the output of ProofTables, which Scripts/prove makes.
"""

import json
import sys
from pathlib import Path

import bounds  # noqa: F401: each module registers its proofs
import controls
import formulas  # noqa: F401
import montgomery  # noqa: F401
import points  # noqa: F401
import poseidon  # noqa: F401
import primes  # noqa: F401
import tiny  # noqa: F401
import verification  # noqa: F401
from proof import PROOFS, failures
from source import Facts, Source

ROOT = Path(__file__).resolve().parents[3]


def show(proof, failure, seconds):
    print(f"{'FAILED' if failure else 'proven'}  {proof.statement}  ({proof.method}; {seconds:.1f} s)", flush=True)
    if failure:
        print(f"        {failure}", flush=True)


def main(arguments):
    if len(arguments) not in (1, 2) or arguments[1:] not in ([], ["--controls"]):
        sys.exit(__doc__)
    tables = json.loads(Path(arguments[0]).read_text("utf-8"))
    failed = failures(Facts(Source(ROOT), tables), report=show)
    missed = 0
    if arguments[1:]:
        statements = {proof.statement: proof for proof in PROOFS}
        for what, statement, edits, changed in controls.planted(tables):
            found = failures(Facts(Source(ROOT, edits), changed), [statements[statement]])
            print(f"{'found ' if found else 'MISSED'}  {what}", flush=True)
            missed += not found
    if failed or missed:
        sys.exit(f"{len(failed)} statements do not hold, {missed} planted errors were not found")
    print(f"{len(PROOFS)} statements proven")


if __name__ == "__main__":
    main(sys.argv[1:])
