# SPDX-License-Identifier: Apache-2.0
"""Find the prose of a file: comments, documents, and the texts that a program prints, each with its line."""

import io
import json
import re
import tokenize
from pathlib import Path

# A comment or a string of Swift, C, Go, Java, Rust or JavaScript. Only multi-line strings and comments in
# /* */ may continue on the next line. So a misread quotation mark affects one line at most.
C_LIKE = re.compile(
    r'//[^\n]*|/\*.*?\*/|(?P<a>\#*)""".*?"""(?P=a)|(?P<b>\#+)"[^\n]*?"(?P=b)|"(?:\\.|[^"\\\n])*"', re.S)
# Code within prose. The rules for prose do not apply to it.
INLINE_CODE = re.compile(r"``?[^`\n]*``?")
FENCED_CODE = re.compile(r"^ *(```|~~~).*?^ *\1", re.M | re.S)
TAGS = re.compile(r"<!--.*?-->|\{\{[^}]*\}\}|<[^>]*>", re.S)

# The members of the vectors' JSON files that people read.
JSON_PROSE = {"advice", "comment", "description", "effect", "note", "notes", "source", "summary", "title"}


class Line:
    """A piece of prose on one line of its file."""

    def __init__(self, number, text, kind):
        self.number = number
        self.text = text
        self.kind = kind  # "comment", "string" or "document"


def language(path, text):
    """The language of a file, from its extension or its #! line; None if the file has no prose."""
    extension = Path(path).suffix
    if extension in (".swift", ".c", ".h", ".go", ".java", ".rs", ".js"):
        return "c-like"
    if extension in (".py", ".md", ".sh", ".toml", ".json", ".mustache"):
        return extension[1:]
    first = text.split("\n", 1)[0]
    if first.startswith("#!"):
        return "py" if "python" in first else "sh"
    return None


def lines(path, text):
    """The prose of a file, line by line."""
    kind = language(path, text)
    return READERS[kind](text) if kind else []


def split(text, start, kind):
    return [Line(start + i, line, kind) for i, line in enumerate(text.split("\n")) if line.strip()]


def blank(match):
    """Replaces a match with spaces, but keeps its line breaks, so that line numbers do not change."""
    return re.sub(r"[^\n]", " ", match[0])


def c_like(text):
    found = []
    for match in C_LIKE.finditer(text):
        start = text.count("\n", 0, match.start()) + 1
        found += split(match[0], start, "comment" if match[0].startswith("/") else "string")
    return found


def python(text):
    found = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        name = tokenize.tok_name[token.type]
        if name in ("COMMENT", "STRING", "FSTRING_MIDDLE"):
            is_docstring = name == "STRING" and token.line.lstrip().startswith('"""')
            found += split(token.string, token.start[0], "comment" if name == "COMMENT" or is_docstring else "string")
    return found


def markdown(text):
    text = TAGS.sub(blank, FENCED_CODE.sub(blank, text))
    return split(text, 1, "document")


def with_hashes(text):
    """The comments, each from its # on, and the strings."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if comment := re.search(r"(?:^|\s)(# .*)", line):
            found.append(Line(number, comment[1], "comment"))
        elif string := re.search(r"""["'](.*)["']""", line):
            found.append(Line(number, string[1], "string"))
    return found


def toml(text):
    """The comments, and the values of the members whose names say that they are prose."""
    return [line for line in with_hashes(text)
            if line.kind == "comment" or re.match(r"(name|why|note) ", text.split("\n")[line.number - 1])]


def json_members(text):
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        for name, value in re.findall(r'"(\w+)": ("(?:\\.|[^"\\])*")', line):
            if name in JSON_PROSE:
                found.append(Line(number, json.loads(value), "string"))
    return found


def page(text):
    return split(TAGS.sub(blank, text), 1, "document")


READERS = {"c-like": c_like, "py": python, "md": markdown, "sh": with_hashes, "toml": toml, "json": json_members,
           "mustache": page}
