"""The folder of the vector files, and the published answers in it."""

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
KNOWN = json.loads((FOLDER / "known_answers.json").read_text("utf-8"))
