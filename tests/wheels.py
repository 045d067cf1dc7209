"""A runtime that is a small wheel: what ``uv`` installs where no registry is."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from pathlib import Path
from typing import Any

from stand_ins import RUN_COPY, write_runner


def of_wheel(folder: Path, **fields: Any) -> Path:
    """The folder of a runner ``thing`` that is the wheel of that name, 1.0.0 when nothing else is said."""
    uv = {"uv": {"packages": ["thing=={version}"]}}
    return write_runner(folder, "thing", provide=uv, version={"default": "1.0.0"}, process={"run": RUN_COPY}, **fields)


def make_wheel(folder: Path, version: str, content: str = "") -> Path:
    """A wheel of ``thing`` with one module."""
    files = {
        "thing.py": f"VERSION = {version!r}\n{content}",
        f"thing-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: thing\nVersion: {version}\n",
        f"thing-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},"
        for name, text in files.items()
    ]
    folder.mkdir(exist_ok=True)
    file = folder / f"thing-{version}-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in {**files, f"thing-{version}.dist-info/RECORD": "\n".join(record) + "\n"}.items():
            archive.writestr(name, text)
    return file
