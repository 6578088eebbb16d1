"""Writes or checks the generated files."""

import importlib
import json
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from generator import schemas
from generator.schema_check import violations

MODULES = ("field_arithmetic", "scalar_arithmetic", "curve_operations", "poseidon", "poseidon_constants", "eddsa_sign", "eddsa_verify",
           "key_derivation", "request_canonicalization", "order_hash", "cancel_order")


def main(folder, arguments):
    if arguments not in ([], ["--check"]):
        print(sys.modules["__main__"].__doc__)
        return 0 if arguments in (["--help"], ["-h"]) else 64
    self_test(folder)
    generated = everything()
    if arguments:
        return check(folder, generated)
    (folder / "schemas").mkdir(exist_ok=True)
    for path, text in generated.items():
        (folder / path).write_text(text)
    return 0


def self_test(folder):
    """The reference must reproduce the published answers before anything is made from it."""
    subprocess.run([sys.executable, str(folder / "reference" / "self_test.py")], check=True)


def everything():
    """All generated texts by path below Vectors, independent of what is there."""
    with ProcessPoolExecutor(max_workers=2) as pool:
        documents = dict(pool.map(document, MODULES))
    texts = {}
    total = 0
    for name, content in documents.items():
        schema = schemas.schema(name, content)
        problems = violations(content, schema)
        assert not problems, f"{name}: {problems[:3]}"
        texts[f"{name}.json"] = as_text(content)
        texts[f"schemas/{name}_schema.json"] = as_text(schema)
        total += content["numberOfTests"]
        print(f"{content['numberOfTests']:6} tests  {len(content['notes']):4} flags  {name}.json")
    print(f"{total:6} tests  in {len(documents)} files")
    return texts


def document(module):
    file = importlib.import_module(f"generator.{module}_vectors").build()
    return file.name, file.document()


def as_text(content):
    return json.dumps(content, indent=2) + "\n"


def check(folder, generated):
    present = {str(path.relative_to(folder)) for path in [*folder.glob("*.json"), *folder.glob("schemas/*.json")]}
    stale = present - set(generated) - {"known_answers.json"}
    different = [path for path, text in generated.items()
                 if path not in present or Path(folder / path).read_text() != text]
    for path in sorted(stale):
        print(f"left over: Vectors/{path}")
    for path in sorted(different):
        print(f"not as generated: Vectors/{path}")
    if not stale and not different:
        print("all files are as generated")
    return 1 if stale or different else 0
