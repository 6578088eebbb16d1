# SPDX-License-Identifier: Apache-2.0
"""The wheel: the program, the vectors and a small Python module."""

import base64
import hashlib

import archives
from archives import Entry

METADATA = """Metadata-Version: 2.3
Name: loopsig
Version: {version}
Summary: Signs, verifies and explains Loopring's layer-2 request signatures; test vectors for implementations of them.
License: Apache-2.0
Requires-Python: >=3.9
Classifier: License :: OSI Approved :: Apache Software License
Classifier: Operating System :: POSIX :: Linux
Classifier: Topic :: Security :: Cryptography
Description-Content-Type: text/markdown

"""
WHEEL = """Wheel-Version: 1.0
Generator: Scripts/package
Root-Is-Purelib: false
Tag: {tag}
"""
ENTRY_POINTS = """[console_scripts]
loopsig = loopsig:main
"""


def written(folder, program, files, time):
    """Writes the wheel into `folder`. Returns its path.

    The tag names the oldest glibc that the program supports (PEP 600). The module supports every Python 3.
    """
    tag = f"py3-none-manylinux_{program.glibc.replace('.', '_')}_x86_64"
    information = f"loopsig-{program.version}.dist-info"
    module = files.root / "Scripts" / "packaging" / "loopsig"
    metadata = METADATA.format(version=program.version).encode() + files.entry("Scripts/packaging/README.md").data
    entries = {
        **{f"loopsig/{path.name}": Entry(path.read_bytes()) for path in sorted(module.glob("*.py"))},
        "loopsig/bin/loopsig": Entry(program.path.read_bytes(), is_program=True),
        **{f"loopsig/share/loopsig/{name}": entry for name, entry in sorted(files.vectors().items())},
        f"{information}/licenses/LICENSE": files.documents()["LICENSE"],
        **{f"{information}/{name}": entry for name, entry in sorted(files.licenses().items())},
        f"{information}/entry_points.txt": Entry(ENTRY_POINTS.encode()),
        f"{information}/METADATA": Entry(metadata),
        f"{information}/WHEEL": Entry(WHEEL.format(tag=tag).encode()),
    }
    record = f"{information}/RECORD"
    lines = [f"{name},sha256={digest(entry.data)},{len(entry.data)}\n" for name, entry in entries.items()]
    entries[record] = Entry("".join([*lines, f"{record},,\n"]).encode())
    return archives.zipped(folder / f"loopsig-{program.version}-{tag}.whl", entries, time)


def digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
