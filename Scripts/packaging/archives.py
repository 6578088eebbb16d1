# SPDX-License-Identifier: Apache-2.0
"""Archives whose bytes depend only on names, contents and one time."""

import io
import tarfile
import zipfile
from time import gmtime
from typing import NamedTuple


class Entry(NamedTuple):
    """A file of an archive."""

    data: bytes
    is_program: bool = False

    @property
    def mode(self):
        return 0o755 if self.is_program else 0o644


def tarball(path, folder, entries, time):
    """Writes the entries, a dictionary from names to entries, below `folder`. Returns the path."""
    with tarfile.open(path, "w:xz", preset=9, format=tarfile.PAX_FORMAT) as archive:
        for name in sorted(parents(entries)):
            archive.addfile(member(f"{folder}/{name}", time, tarfile.DIRTYPE, 0o755))
        for name, entry in sorted(entries.items()):
            archive.addfile(member(f"{folder}/{name}", time, tarfile.REGTYPE, entry.mode, len(entry.data)),
                            io.BytesIO(entry.data))
    return path


def parents(names):
    """The folders that contain the names."""
    return {"/".join(parts[:length]) for parts in (name.split("/") for name in names) for length in range(len(parts))}


def member(name, time, kind, mode, size=0):
    """An entry with fixed owner, so that it does not depend on the user."""
    info = tarfile.TarInfo(name.rstrip("/"))
    info.type, info.mode, info.mtime, info.size = kind, mode, time, size
    info.uname = info.gname = "root"
    return info


def zipped(path, entries, time):
    """Writes the entries in their order. Returns the path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, entry in entries.items():
            info = zipfile.ZipInfo(name, gmtime(time)[:6])
            info.create_system = 3  # Unix, because external_attr has Unix file modes
            info.external_attr = (0o100000 | entry.mode) << 16
            archive.writestr(info, entry.data, zipfile.ZIP_DEFLATED, 9)
    return path
