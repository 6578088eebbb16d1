# SPDX-License-Identifier: Apache-2.0
"""Writes or checks the generated files."""

import importlib
import json
import subprocess
from concurrent.futures import ProcessPoolExecutor

from ..bugs import implementations, matrix, pairs
from ..checks import require
from ..files import FOLDER
from ..reference import self_test
from . import parameters, schemas
from .schema_check import unnoticed, violations

MODULES = ("field_arithmetic", "scalar_arithmetic", "curve_operations", "poseidon", "poseidon_constants", "eddsa_sign", "eddsa_verify",
           "key_derivation", "request_canonicalization", "order_hash", "cancel_order")


def main(check):
    self_test.main()  # before anything is made from the reference, it must reproduce the published answers
    generated = everything() | {"IMPLEMENTATIONS.md": implementations.text(), "parameters.json": parameters.text()}
    if check:
        return int(compare(generated) or pairs.is_stale())
    (FOLDER / "schemas").mkdir(exist_ok=True)
    for path, text in generated.items():
        (FOLDER / path).write_text(text)
    return 0


def update():
    """Writes everything that depends on a vector, a bug or a requirement, in the order of the
    dependencies."""
    main(check=False)
    if matrix.main(write=True):
        return 1
    pairs.main()
    # IMPLEMENTATIONS.md quotes bug_signatures.json, which the matrix has written.
    (FOLDER / "IMPLEMENTATIONS.md").write_text(implementations.text())
    return subprocess.run([FOLDER.parent / "Scripts/check-spec-flags", "--write"], check=False).returncode


def everything():
    """All generated texts by their paths below Vectors. They do not depend on the existing files."""
    with ProcessPoolExecutor(max_workers=2) as pool:
        documents = dict(pool.map(document, MODULES))
    texts = {}
    total = 0
    for name, content in documents.items():
        schema = schemas.schema(name, content)
        problems = violations(content, schema)
        require(not problems, f"{name}: {problems[:3]}")
        require(not (faults := unnoticed(content, schema)), f"{name}: the schema does not detect these faults: {faults}")
        texts[f"{name}.json"] = as_text(content)
        texts[f"schemas/{name}_schema.json"] = as_text(schema)
        total += content["numberOfTests"]
        print(f"{content['numberOfTests']:6} tests  {len(content['notes']):4} flags  {name}.json")
    print(f"{total:6} tests  in {len(documents)} files")
    return texts


def document(module):
    file = importlib.import_module(f".{module}_vectors", __package__).build()
    return file.name, file.document()


def as_text(content):
    return json.dumps(content, indent=2) + "\n"


def compare(generated):
    present = {str(path.relative_to(FOLDER)) for path in [*FOLDER.glob("*.json"), *FOLDER.glob("schemas/*.json")]}
    stale = present - set(generated) - {"known_answers.json", "circuit_blocks.json", "protocol_lines.json", "bug_signatures.json"}
    different = [path for path, text in generated.items()
                 if not (FOLDER / path).exists() or (FOLDER / path).read_text() != text]
    for path in sorted(stale):
        print(f"not generated any more: Vectors/{path}; delete it")
    for path in sorted(different):
        print(f"out of date: Vectors/{path}; run python3 Vectors generate")
    if not stale and not different:
        print("all files are up to date")
    return 1 if stale or different else 0
