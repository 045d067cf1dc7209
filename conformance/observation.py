"""What a runtime is handed and what comes back: the ground floor, free of cases and of runtimes alike."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

Grant = Literal["network", "name-lookup", "http", "tls-trust"]
Lane = Literal["process", "worker"]
Input = Literal["pipe", "file", "closed", "terminal"]
Output = Literal["pipe", "closed", "terminal"]

DEFAULT_TIMEOUT_S = 10.0
DEFAULT_OUTPUT_LIMIT = 8 * 1024 * 1024


class Preopen(msgspec.Struct, frozen=True):
    """A host directory that the guest may use under the name ``guest``."""

    host: str
    guest: str
    readonly: bool = False


class Streams(msgspec.Struct, frozen=True, kw_only=True):
    """What the standard streams of the guest's process are. Anything but pipes takes a process of the guest's own."""

    stdin: Input = "pipe"
    file: Path | None = None
    """The file that stdin reads, for ``file``."""
    held: bool = False
    """Whether the writer of stdin stays after the last byte, so that no end comes. That of a terminal always does."""
    after: bytes = b""
    """What must have appeared on stdout before anything is sent to stdin."""
    stdout: Output = "pipe"
    """``closed`` is a pipe whose reader is gone, ``terminal`` a terminal of this stream's own."""
    stderr: Output = "pipe"

    def describe(self) -> str:
        """What a person would have to arrange, to run a bare command likewise."""
        inputs = {"file": f"reads {self.file}", "closed": "is not open", "terminal": "is a terminal"}
        outputs = {"closed": "is a pipe whose reader is gone", "terminal": "is a terminal"}
        said = [f"stdin {inputs[self.stdin]}"] if self.stdin in inputs else []
        said += [f"{name} {outputs[kind]}" for name, kind in self._outputs() if kind in outputs]
        if self.after:
            said.append(f"stdin is sent after {self.after.decode('utf-8', 'backslashreplace')!r} was seen on stdout")
        if self.held:
            said.append("stdin is not closed after its last byte")
        return "; ".join(said)

    def _outputs(self) -> tuple[tuple[str, Output], ...]:
        return ("stdout", self.stdout), ("stderr", self.stderr)


PIPES = Streams()


class Launch(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a runtime is told: a component, what its guest may see, and limits. Never which case it is."""

    component: Path
    sha256: str
    arguments: tuple[str, ...] = ()
    environment: dict[str, str] = {}
    preopens: tuple[Preopen, ...] = ()
    stdin: bytes = b""
    streams: Streams = PIPES
    grants: tuple[Grant, ...] = ()
    authority: Path | None = None
    """For the grant ``tls-trust``: the certificate of the authority to trust, in PEM."""
    working_directory: Path
    timeout_s: float = DEFAULT_TIMEOUT_S
    """Seconds from the start of the attempt until it is killed."""
    output_limit: int = DEFAULT_OUTPUT_LIMIT
    """Bytes kept of each of stdout and stderr; what exceeds them is counted and dropped."""


class Captured(msgspec.Struct, frozen=True):
    """The first bytes of an output stream, how many there were in all, and the last ones of a stream that was cut."""

    data: bytes = b""
    total: int = 0
    tail: bytes = b""

    @property
    def truncated(self) -> bool:
        """Whether bytes were dropped."""
        return self.total > len(self.data)

    @property
    def ends(self) -> bytes:
        """What is known of the stream, without the middle of one that was cut."""
        return self.data + self.tail


class Exited(msgspec.Struct, frozen=True, tag_field="ending", tag="exited"):
    """The guest ended by itself with a code: 0 for ``ok``, 1 for ``err``, else what exit-with-code said."""

    code: int


class Trapped(msgspec.Struct, frozen=True, tag_field="ending", tag="trapped"):
    """The guest trapped, and the runtime said so and lived on."""

    message: str


class Refused(msgspec.Struct, frozen=True, tag_field="ending", tag="refused"):
    """The component never started: the runtime could not load, compile or link it."""

    message: str


class Crashed(msgspec.Struct, frozen=True, tag_field="ending", tag="crashed"):
    """The runtime itself died or threw something that is neither a trap nor an exit."""

    message: str
    signal: int | None = None


class TimedOut(msgspec.Struct, frozen=True, tag_field="ending", tag="timed-out"):
    """Nothing had ended when the limit was reached, and everything was killed."""

    limit_s: float


class Broken(msgspec.Struct, frozen=True, tag_field="ending", tag="broken"):
    """Our own machinery failed to observe: a driver talked nonsense, a program could not be started."""

    message: str


Ending = Exited | Trapped | Refused | Crashed | TimedOut | Broken


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """How one attempt ended, what it wrote, how long it took, and the exact command that was run."""

    ending: Ending
    stdout: Captured = Captured()
    stderr: Captured = Captured()
    duration_s: float = 0.0
    command: tuple[str, ...] = ()


AnswerEnd = Literal["complete", "cut", "stalled", "nothing", "closed", "silence", "malformed", "left"]
"""How an answer ended: as HTTP wants it; broken off; no further in time; no response before the connection ended;
the connection had been announced to end before; no response in time; no HTTP; the client left, as it was told to."""


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One HTTP request that a client sent to a served guest, and what came of it."""

    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """Names in lower case, each line apart."""
    body: bytes = b""
    """The content without its framing, as far as it was kept."""
    body_total: int | None = None
    """How many bytes it had, where it was not kept whole."""
    body_sha256: str = ""
    version: str = ""
    framing: str = ""
    trailers: tuple[tuple[str, str], ...] = ()
    informational: tuple[int, ...] = ()
    """The statuses of the responses before the final one."""
    raw: bytes = b""
    """The first bytes as they came."""
    total: int = 0
    """How many bytes came in all."""
    extra: int = 0
    """Bytes that came after the end of the response."""
    closed: bool = False
    """Whether the server had ended the connection before the client left."""
    pushed: int | None = None
    """Bytes that a step ``push`` got rid of."""
    end: AnswerEnd = "complete"
    failure: str | None = None
    """Why there is no complete response, in the client's words."""
    copies: tuple[Exchange, ...] = ()
    """The other copies of a request that was sent several times at once."""


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """One HTTP request as a peer was sent it; or, with a ``problem``, what came in place of one."""

    raw: bytes = b""
    """The first bytes, exactly as they came."""
    total: int = 0
    """How many bytes came in all."""
    line: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    """Names as they were spelt, in their order; the values without the white space around them."""
    body: bytes = b""
    """The first bytes of the content, without its framing."""
    body_total: int = 0
    body_sha256: str = ""
    trailers: tuple[tuple[str, str], ...] = ()
    complete: bool = False
    """Whether the end came that the framing had announced."""
    problem: str | None = None
    """Why it is no HTTP/1.1, in a strict parser's words; what follows on that connection belongs to it."""


def describe(ending: Ending) -> str:
    """One clause for people: ``exited with code 0``, ``trapped: unreachable``."""
    match ending:
        case Exited(code):
            return f"exited with code {code}"
        case Trapped(message):
            return f"trapped: {first_line(message)}" if message else "trapped"
        case Refused(message):
            return f"refused at load: {first_line(message)}"
        case Crashed(message, signal):
            by = f" by signal {signal}" if signal is not None else ""
            return f"the runtime crashed{by}: {first_line(message)}" if message else f"the runtime crashed{by}"
        case TimedOut(limit_s):
            return f"still running after {limit_s:g} s, killed"
        case Broken(message):
            return message


def first_line(text: str, most: int = 300) -> str:
    """The first line of ``text`` with something on it, at most ``most`` characters long."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= most else line[: most - 1] + "…"
