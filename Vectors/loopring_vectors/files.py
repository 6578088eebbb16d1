# SPDX-License-Identifier: Apache-2.0
"""The folder of the vector files, and the files in it with values from other sources."""

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent


def read(name):
    return json.loads((FOLDER / name).read_text("utf-8"))


def flat(value):
    """The value, with the members of each `derived` moved into the entry that contains it."""
    if isinstance(value, list):
        return [flat(element) for element in value]
    if not isinstance(value, dict):
        return value
    members = {name: flat(member) for name, member in value.items() if name != "derived"}
    return members | {name: member for name, member in value.get("derived", {}).items() if name != "by"}


def source_of(entry):
    """The source of an entry, in the format of a group of tests: repository, path and place as the name, and
    the commit as the version."""
    source = entry["source"]
    place = f" ({source['where']})" if "where" in source else ""
    return {"name": f"{source['repository']}, {source['path']}{place}", "version": source["commit"]}


KNOWN = flat(read("known_answers.json"))
CIRCUIT = flat(read("circuit_blocks.json"))
for _order in CIRCUIT["orders"]:
    _order["source"] = CIRCUIT["source"] | {"commit": _order["commit"]}
