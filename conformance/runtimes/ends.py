"""The standard streams of a program: for each, the end that the program is given and the end that the suite keeps."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import termios
from collections.abc import Sequence

from conformance.observation import PIPES, Output, Streams

_OFLAG, _LFLAG = 1, 3
"""Places in the list that ``termios`` calls the attributes of a terminal."""


class Ends:
    """What ``Popen`` is told for each stream, and the descriptors that stay with the suite where it makes no pipe.

    Raises OSError when a file or a terminal cannot be opened.
    """

    def __init__(self, streams: Streams = PIPES, *, interactive: bool) -> None:
        self.kept: dict[str, int] = {}
        """The suite's ends of terminals, by the stream's name; ``typing`` is a second one of that of stdin."""
        self._given: list[int] = []
        try:
            self.stdin = self._input(streams, interactive)
            self.stdout = self._output("stdout", streams.stdout)
            self.stderr = self._output("stderr", streams.stderr)
        except BaseException:
            self.close()
            raise

    def started(self) -> None:
        """The program has its ends by now: let go of them here, or their closing would go unnoticed."""
        while self._given:
            os.close(self._given.pop())

    def close(self) -> None:
        """Let go of everything."""
        self.started()
        for descriptor in self.kept.values():
            with contextlib.suppress(OSError):
                os.close(descriptor)
        self.kept.clear()

    def _input(self, streams: Streams, interactive: bool) -> int:
        if streams.stdin == "terminal":
            theirs = self._terminal("stdin")
            self.kept["typing"] = os.dup(self.kept["stdin"])
            return theirs
        if streams.stdin == "file":
            assert streams.file is not None
            return self._give(os.open(streams.file, os.O_RDONLY))
        return subprocess.PIPE if interactive else subprocess.DEVNULL

    def _output(self, name: str, kind: Output) -> int:
        if kind == "terminal":
            return self._terminal(name)
        if kind == "closed":
            reader, writer = os.pipe()
            os.close(reader)
            return self._give(writer)
        return subprocess.PIPE

    def _give(self, descriptor: int) -> int:
        self._given.append(descriptor)
        return descriptor

    def _terminal(self, name: str) -> int:
        """A pseudo-terminal that hands every byte on as it is and repeats nothing of what is typed, but gathers lines,
        so that control-D at the beginning of one is the end."""
        ours, theirs = os.openpty()
        self.kept[name] = ours
        self._give(theirs)
        attributes = termios.tcgetattr(theirs)
        attributes[_OFLAG] &= ~termios.OPOST
        attributes[_LFLAG] &= ~(termios.ECHO | termios.ECHONL)
        termios.tcsetattr(theirs, termios.TCSANOW, attributes)
        return theirs


def without_stdin(command: Sequence[str]) -> list[str]:
    """``command``, started with descriptor 0 closed: by a shell, because a fork of ours must not run Python code.

    Raises FileNotFoundError as ``Popen`` would: the shell would only exit.
    """
    if shutil.which(command[0]) is None:
        raise FileNotFoundError(2, os.strerror(2), command[0])
    return ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *command]
