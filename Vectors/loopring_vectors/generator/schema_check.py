# SPDX-License-Identifier: Apache-2.0
"""A JSON Schema validator for the keywords that the schemas use, so that it needs no package."""

import re

from ..checks import require

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
KEYWORDS = {"$schema", "$id", "$defs", "$ref", "title", "description", "type", "properties", "required",
            "additionalProperties", "items", "enum", "const", "pattern", "oneOf", "minItems", "maxItems",
            "minimum", "uniqueItems"}

REMOVED = object()


def violations(value, schema, root=None, path="$"):
    """The violations, as a list of texts. It is empty if the value conforms."""
    root = root or schema
    unknown = set(schema) - KEYWORDS
    require(not unknown, f"schema_check.py does not support the schema keyword {unknown}")
    if "$ref" in schema:
        target = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return violations(value, target, root, path)
    found = []
    if "oneOf" in schema:
        results = [violations(value, option, root, path) for option in schema["oneOf"]]
        if sum(not result for result in results) != 1:
            found.append(f"{path}: {sum(not r for r in results)} of the alternatives match: {min(results, key=len)}")
    if "const" in schema and value != schema["const"]:
        found.append(f"{path}: not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{path}: {value!r} is not one of {schema['enum']}")
    if "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if not any(isinstance(value, TYPES[kind]) and (kind == "boolean" or value is not True and value is not False)
                   for kind in kinds):
            return found + [f"{path}: not of type {schema['type']}"]
    if isinstance(value, str):
        if "pattern" in schema and not re.search(schema["pattern"], value):
            found.append(f"{path}: {value!r} does not match {schema['pattern']}")
    if isinstance(value, int) and value is not True and value is not False and value < schema.get("minimum", value):
        found.append(f"{path}: below the minimum")
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            found.append(f"{path}: {len(value)} elements")
        if schema.get("uniqueItems") and len(set(map(repr, value))) != len(value):
            found.append(f"{path}: repeated elements")
        for i, element in enumerate(value):
            found += violations(element, schema.get("items", {}), root, f"{path}[{i}]")
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        found += [f"{path}: {name} is missing" for name in schema.get("required", []) if name not in value]
        for name, member in value.items():
            if name in properties:
                found += violations(member, properties[name], root, f"{path}.{name}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{path}: unknown member {name}")
            elif isinstance(schema.get("additionalProperties"), dict):
                found += violations(member, schema["additionalProperties"], root, f"{path}.{name}")
    return found


def unnoticed(document, schema):
    """The planted faults that the schema does not detect. There must be none."""
    group, test = document["testGroups"][0], document["testGroups"][0]["tests"][0]

    def passes(changed):
        changed = {name: value for name, value in changed.items() if value is not REMOVED}
        return not violations(document | {"testGroups": [group | {"tests": [changed]}]}, schema)

    require(passes(test), "the schema refuses the first test, which is valid")
    faults = [{"surprise": None}, {"tcId": "1"}, {"tcId": 0}, {"flags": []}, {"flags": ["Twice", "Twice"]},
              {"result": "acceptable"}, {"comment": REMOVED}, *({name: None} for name in test)]
    return [fault for fault in faults if passes(test | fault)]
