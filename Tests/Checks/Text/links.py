# SPDX-License-Identifier: Apache-2.0
"""Find links and file names in documents and comments whose target does not exist."""

import os
import re
from pathlib import Path

# A path below one of the repository's folders, in running text or between backticks.
PATH = re.compile(r"(?<![\w/.$}-])(?:\./)?((?:Sources|Tests|Vectors|Scripts|Benchmarks|\.ci|\.github)/[\w./+*-]*\w)")
# The name of a file of a kind that is frequent in this repository.
NAME = re.compile(r"(?<![\w/.*+>-])([\w+-]+\.(?:swift|mustache|toml|md))\b(?!/)")
LINK = re.compile(r"\]\(([^)\s]+)\)")


class Repository:
    """The files of a repository, by path and by name."""

    def __init__(self, root, paths):
        self.root = root
        self.names = {Path(path).name for path in paths}
        self.headings = {}

    def has(self, path, folder):
        """Whether a path exists, from the root or from a folder; * matches any name."""
        return any(list(base.glob(path)) if "*" in path else (base / path).exists()
                   for base in (self.root, self.root / folder))

    def anchors(self, path):
        """The anchors of a document's headings, as GitHub makes them."""
        if path not in self.headings:
            found, counts = set(), {}
            for heading in re.findall(r"^#+ (.+)$", without_code(path.read_text("utf-8")), re.M):
                heading = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
                anchor = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
                counts[anchor] = counts.get(anchor, -1) + 1
                found.add(f"{anchor}-{counts[anchor]}" if counts[anchor] else anchor)
            self.headings[path] = found
        return self.headings[path]


def without_code(text):
    return re.sub(r"^```.*?^```$", lambda code: re.sub(r"[^\n]", " ", code[0]), text, flags=re.M | re.S)


def dead_links(repository, path, text):
    """The links of a document whose file or heading does not exist, each with its line."""
    text = without_code(text)
    for match in LINK.finditer(text):
        target = match[1]
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        document = repository.root / path
        found = Path(os.path.normpath(document.parent / file)) if file else document
        if not found.exists() or anchor and found.suffix == ".md" and anchor not in repository.anchors(found):
            yield text.count("\n", 0, match.start()) + 1, target


def unknown_files(repository, path, lines):
    """The paths and file names in prose that do not exist, each with its line."""
    for line in lines:
        text = re.sub(r"\w+://\S+", " ", line.text)
        for match in PATH.finditer(text):
            if not repository.has(match[1], Path(path).parent):
                yield line.number, match[1]
        for match in NAME.finditer(text):
            if match[1] not in repository.names:
                yield line.number, match[1]
