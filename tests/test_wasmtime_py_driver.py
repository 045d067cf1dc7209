"""The driver and the process lane of ``runners/wasmtime-py``, with one tiny component for each way to end.

They run in the interpreter that WASMTIME_PY_PYTHON names, else in that of the runtime's own environment.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from provided import environment_of

from conformance.runtimes.environments import Environment

FOLDER = Path(__file__).parent.parent / "runners" / "wasmtime-py"
PROVIDED = environment_of("wasmtime-py")
PYTHON = os.environ.get("WASMTIME_PY_PYTHON", PROVIDED.python if isinstance(PROVIDED, Environment) else sys.executable)
PROBE = subprocess.run([PYTHON, "-c", "import wasmtime"], capture_output=True, text=True, check=False)
pytestmark = pytest.mark.skipif(PROBE.returncode != 0, reason=str(PROVIDED))

# A command whose core module may call exit, exit-with-code and the standard streams; BODY is the body of run.
COMMAND = """
(component
  (import "wasi:io/error@0.2.0" (instance $errors (export "error" (type (sub resource)))))
  (alias export $errors "error" (type $error))
  (import "wasi:io/streams@0.2.0" (instance $streams
    (export "error" (type $err (eq $error)))
    (type $failures (variant (case "last-operation-failed" (own $err)) (case "closed")))
    (export "stream-error" (type $failure (eq $failures)))
    (export "output-stream" (type $out (sub resource)))
    (export "input-stream" (type $in (sub resource)))
    (export "[method]input-stream.blocking-read" (func (param "self" (borrow $in)) (param "len" u64)
      (result (result (list u8) (error $failure)))))
    (export "[method]output-stream.blocking-write-and-flush" (func (param "self" (borrow $out))
      (param "contents" (list u8)) (result (result (error $failure)))))))
  (alias export $streams "output-stream" (type $output))
  (alias export $streams "input-stream" (type $input))
  (import "wasi:cli/stdin@0.2.0" (instance $stdin (export "input-stream" (type $s (eq $input)))
    (export "get-stdin" (func (result (own $s))))))
  (import "wasi:cli/stdout@0.2.0" (instance $stdout (export "output-stream" (type $s (eq $output)))
    (export "get-stdout" (func (result (own $s))))))
  (import "wasi:cli/stderr@0.2.0" (instance $stderr (export "output-stream" (type $s (eq $output)))
    (export "get-stderr" (func (result (own $s))))))
  (import "wasi:cli/terminal-output@0.2.0" (instance $terminal (export "terminal-output" (type (sub resource)))))
  (alias export $terminal "terminal-output" (type $tty))
  (import "wasi:cli/terminal-stdout@0.2.0" (instance $terminal-stdout
    (export "terminal-output" (type $t (eq $tty)))
    (export "get-terminal-stdout" (func (result (option (own $t)))))))
  (import "wasi:cli/exit@0.2.0" (instance $exit (export "exit" (func (param "status" (result))))))
  (import "wasi:cli/environment@0.2.0" (instance $environment
    (export "get-arguments" (func (result (list string))))
    (export "get-environment" (func (result (list (tuple string string)))))))
  (import "wasi:filesystem/types@0.2.0" (instance $files (export "descriptor" (type (sub resource)))))
  (alias export $files "descriptor" (type $descriptor))
  (import "wasi:filesystem/preopens@0.2.0" (instance $preopens
    (export "descriptor" (type $d (eq $descriptor)))
    (export "get-directories" (func (result (list (tuple (own $d) string)))))))
  (core module $memory
    (memory (export "memory") 2)
    (data (i32.const 64) "hello\\n")
    (global $next (mut i32) (i32.const 65536))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (global.get $next)
      (global.set $next (i32.add (global.get $next)
        (i32.and (i32.add (local.get 3) (i32.const 15)) (i32.const -16))))))
  (core instance $m (instantiate $memory))
  (alias core export $m "memory" (core memory $memory))
  (alias core export $m "realloc" (core func $realloc))
  (core func $get-stdin (canon lower (func $stdin "get-stdin")))
  (core func $get-stdout (canon lower (func $stdout "get-stdout")))
  (core func $get-stderr (canon lower (func $stderr "get-stderr")))
  (core func $get-terminal (canon lower (func $terminal-stdout "get-terminal-stdout") (memory $memory)))
  (core func $read (canon lower (func $streams "[method]input-stream.blocking-read")
    (memory $memory) (realloc $realloc)))
  (core func $flush (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory $memory)))
  (core func $exit (canon lower (func $exit "exit")))
  (core func $get-arguments (canon lower (func $environment "get-arguments") (memory $memory) (realloc $realloc)))
  (core func $get-environment (canon lower (func $environment "get-environment")
    (memory $memory) (realloc $realloc)))
  (core func $get-directories (canon lower (func $preopens "get-directories")
    (memory $memory) (realloc $realloc)))
  (core module $main
    (import "wasi" "memory" (memory 1))
    (import "wasi" "get-stdin" (func $get-stdin (result i32)))
    (import "wasi" "get-stdout" (func $get-stdout (result i32)))
    (import "wasi" "get-stderr" (func $get-stderr (result i32)))
    (import "wasi" "get-terminal" (func $get-terminal (param i32)))
    (import "wasi" "read" (func $read (param i32 i64 i32)))
    (import "wasi" "flush" (func $flush (param i32 i32 i32 i32)))
    (import "wasi" "exit" (func $exit (param i32)))
    (import "wasi" "get-arguments" (func $get-arguments (param i32)))
    (import "wasi" "get-environment" (func $get-environment (param i32)))
    (import "wasi" "get-directories" (func $get-directories (param i32)))
    (func $print (param $stream i32) (param $at i32) (param $length i32)
      (call $flush (local.get $stream) (local.get $at) (local.get $length) (i32.const 16)))
    ;; The string at OFFSET of each element of a list, a line each; STRIDE is the size of an element.
    (func $print-strings (param $list i32) (param $stride i32) (param $offset i32)
      (local $stream i32) (local $at i32) (local $left i32)
      (local.set $stream (call $get-stdout))
      (local.set $at (i32.add (i32.load (local.get $list)) (local.get $offset)))
      (local.set $left (i32.load (i32.add (local.get $list) (i32.const 4))))
      (loop $more
        (if (local.get $left) (then
          (call $print (local.get $stream) (i32.load (local.get $at))
            (i32.load (i32.add (local.get $at) (i32.const 4))))
          (call $print (local.get $stream) (i32.const 69) (i32.const 1))
          (local.set $at (i32.add (local.get $at) (local.get $stride)))
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (br $more)))))
    (func (export "run") (result i32) (local $out i32) BODY))
  (core instance $it (instantiate $main (with "wasi" (instance
    (export "memory" (memory $memory)) (export "get-stdin" (func $get-stdin)) (export "get-stdout" (func $get-stdout))
    (export "get-stderr" (func $get-stderr)) (export "get-terminal" (func $get-terminal)) (export "read" (func $read))
    (export "flush" (func $flush)) (export "exit" (func $exit)) (export "get-arguments" (func $get-arguments))
    (export "get-environment" (func $get-environment)) (export "get-directories" (func $get-directories))))))
  (alias core export $it "run" (core func $run))
  (func $lifted (result (result)) (canon lift (core func $run)))
  (instance $exported (export "run" (func $lifted)))
  (export "wasi:cli/run@0.2.0" (instance $exported)))
"""

BODIES = {
    "ok": "i32.const 0",
    "err": "i32.const 1",
    "exit-ok": "(call $exit (i32.const 0)) i32.const 1",
    "exit-err": "(call $exit (i32.const 1)) i32.const 0",
    "trap": "(call $print (call $get-stdout) (i32.const 64) (i32.const 6)) unreachable",
    "bad-discriminant": "i32.const 2",
    "bad-handle": "(call $print (i32.const 77) (i32.const 64) (i32.const 6)) i32.const 0",
    "hello": "(call $print (call $get-stdout) (i32.const 64) (i32.const 6))"
    " (call $print (call $get-stderr) (i32.const 64) (i32.const 5)) i32.const 0",
    "arguments": "(call $get-arguments (i32.const 32))"
    " (call $print-strings (i32.const 32) (i32.const 8) (i32.const 0)) i32.const 0",
    "environment": "(call $get-environment (i32.const 32))"
    " (call $print-strings (i32.const 32) (i32.const 16) (i32.const 0))"
    " (call $print-strings (i32.const 32) (i32.const 16) (i32.const 8)) i32.const 0",
    "preopens": "(call $get-directories (i32.const 32))"
    " (call $print-strings (i32.const 32) (i32.const 12) (i32.const 4)) i32.const 0",
    "echo": "(call $read (call $get-stdin) (i64.const 4096) (i32.const 32))"
    " (call $print (call $get-stdout) (i32.load (i32.const 36)) (i32.load (i32.const 40))) i32.const 0",
    "closed": "(call $read (call $get-stdin) (i64.const 4096) (i32.const 32))"
    " (i32.eqz (i32.and (i32.load8_u (i32.const 32)) (i32.load8_u (i32.const 36))))",
    "flood": "(local.set $out (call $get-stdout)) (loop $more"
    " (call $print (local.get $out) (i32.const 64) (i32.const 4096)) (br $more)) unreachable",
    "pour": "(local $n i32) (local.set $out (call $get-stdout)) (loop $more"
    " (call $print (local.get $out) (i32.const 64) (i32.const 4096))"
    " (br_if $more (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 16384))))"
    " i32.const 0",
    "spin": "(loop $more (br $more)) i32.const 0",
    "terminal": "(call $get-terminal (i32.const 32)) (i32.eqz (i32.load8_u (i32.const 32)))",
}
OTHERS = {
    "missing-import": '(component (import "wasi:nothing/here@0.2.0" (instance (export "f" (func)))))',
    "no-run": "(component)",
    "start-trap": "(component (core module $m (func $f unreachable) (start $f)) (core instance (instantiate $m)))",
    "other-run": '(component (core module $m (func (export "run") (result i32) i32.const 0))'
    ' (core instance $i (instantiate $m)) (func $r (result u32) (canon lift (core func $i "run")))'
    ' (instance $x (export "run" (func $r))) (export "wasi:cli/run@0.2.0" (instance $x)))',
    "core-module": "(module)",
}
ASSEMBLE = """
import json, sys, wasmtime
for path, text in json.load(sys.stdin).items():
    open(path, "wb").write(wasmtime.wat2wasm(text))
"""


@pytest.fixture(scope="module")
def components(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with NAME.wasm for every text above, and two files that are no WebAssembly."""
    folder = tmp_path_factory.mktemp("components")
    texts = {name: COMMAND.replace("BODY", body) for name, body in BODIES.items()}
    work = {str(folder / f"{name}.wasm"): text for name, text in {**texts, **OTHERS}.items()}
    subprocess.run([PYTHON, "-c", ASSEMBLE], input=json.dumps(work), text=True, check=True, timeout=60)
    whole = (folder / "ok.wasm").read_bytes()
    (folder / "truncated.wasm").write_bytes(whole[: len(whole) // 2])
    (folder / "text.wasm").write_text("(component)")
    (folder / "empty.wasm").write_bytes(b"")
    return folder


class Client:
    """A started driver and the requests that it is sent."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.sequence = 0
        self.process = subprocess.Popen(
            [PYTHON, "-Es", str(FOLDER / "driver.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def send(self, line: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def receive(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def ask(self, verb: str, **fields: Any) -> Any:
        self.sequence += 1
        self.send(json.dumps({"seq": self.sequence, "verb": verb, **fields}).encode())
        reply = self.receive()
        assert reply.pop("seq") == self.sequence
        return reply

    def launch(self, program: Path, **fields: Any) -> dict[str, Any]:
        return {
            "component": str(program),
            "sha256": hashlib.sha256(program.read_bytes()).hexdigest(),
            "arguments": [],
            "environment": {},
            "preopens": [],
            "stdin": "",
            "grants": [],
            "output_limit": 65536,
            "timeout_s": 10,
            "cache": str(self.cache),
            **fields,
        }

    def run(self, component: Path, **fields: Any) -> Any:
        observation = self.ask("run", **self.launch(component, **fields))["observation"]
        for name in ("stdout", "stderr"):
            observation[name] = base64.b64decode(observation[name])
        assert 0 <= observation.pop("duration_s") < 60
        return observation

    def close(self) -> int:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        code = self.process.wait(10)
        self.process.stdout.close()
        return code


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    client = Client(tmp_path_factory.mktemp("cache"))
    yield client
    assert client.close() == 0


def test_hello_says_who_and_what_was_measured(client: Client) -> None:
    reply = client.ask("hello", protocol=1)
    assert reply["protocol"] == 1 and reply["driver"] == "wasmtime-py"
    assert set(reply["parts"]) == {"wasmtime", "python"}
    assert "http-incoming" in reply["cannot"]
    assert set(reply["cannot"]) <= {"network", "name-lookup", "http-outgoing", "http-incoming"}


@pytest.mark.parametrize(
    ("name", "code"),
    [("ok", 0), ("err", 1), ("exit-ok", 0), ("exit-err", 1), ("hello", 0), ("closed", 0), ("terminal", 1)],
)
def test_exits(client: Client, components: Path, name: str, code: int) -> None:
    observation = client.run(components / f"{name}.wasm")
    assert (observation["ending"], observation.get("code")) == ("exited", code)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("trap", "unreachable"),
        ("bad-discriminant", "discriminant"),
        ("bad-handle", "handle"),
        ("start-trap", "unreachable"),
    ],
)
def test_traps(client: Client, components: Path, name: str, words: str) -> None:
    observation = client.run(components / f"{name}.wasm")
    assert observation["ending"] == "trapped"
    assert words in observation["message"].splitlines()[0]


@pytest.mark.parametrize("name", ["missing-import", "no-run", "other-run", "core-module", "truncated", "text", "empty"])
def test_refusals(client: Client, components: Path, name: str) -> None:
    observation = client.run(components / f"{name}.wasm")
    assert observation["ending"] == "refused"
    assert observation["message"]


def test_http_is_linked_only_when_it_is_granted(client: Client, components: Path) -> None:
    if "http-outgoing" in client.ask("hello", protocol=1)["cannot"]:
        pytest.skip("this version has no wasi:http")
    text = '(component (import "wasi:http/types@0.2.0" (instance (export "fields" (type (sub resource))))))'
    component = components / "http.wasm"
    work = json.dumps({str(component): text})
    subprocess.run([PYTHON, "-c", ASSEMBLE], input=work, text=True, check=True, timeout=60)
    assert "wasi:http/types" in client.run(component)["message"]
    assert "wasi:cli/run" in client.run(component, grants=["http"])["message"]


def test_output_arrives_whole_and_apart(client: Client, components: Path) -> None:
    observation = client.run(components / "hello.wasm")
    assert (observation["stdout"], observation["stderr"]) == (b"hello\n", b"hello")
    assert (observation["stdout_total"], observation["stderr_total"]) == (6, 5)
    assert client.run(components / "trap.wasm")["stdout"] == b"hello\n"


def test_arguments_begin_with_the_file_name(client: Client, components: Path) -> None:
    observation = client.run(components / "arguments.wasm", arguments=["a b", "", "--", "é"])
    assert observation["stdout"].decode() == "arguments.wasm\na b\n\n--\né\n"


def test_the_environment_is_what_was_sent_and_nothing_else(client: Client, components: Path) -> None:
    assert client.run(components / "environment.wasm")["stdout"] == b""
    observation = client.run(components / "environment.wasm", environment={"B": "x=y", "A": ""})
    assert observation["stdout"] == b"B\nA\nx=y\n\n"


def test_preopens_keep_their_order(client: Client, components: Path, tmp_path: Path) -> None:
    preopens = [{"host": str(tmp_path), "guest": name, "readonly": name == "/a"} for name in ("/z", "/a", "m")]
    assert client.run(components / "preopens.wasm", preopens=preopens)["stdout"] == b"/z\n/a\nm\n"


def test_stdin_is_what_was_sent(client: Client, components: Path) -> None:
    sent = b"\0\xff line"
    assert client.run(components / "echo.wasm", stdin=base64.b64encode(sent).decode())["stdout"] == sent


def test_output_beyond_the_limit_is_counted_but_not_kept(client: Client, components: Path) -> None:
    client.run(components / "hello.wasm")
    before = _resident_kb(client.process.pid)
    observation = client.run(components / "pour.wasm", output_limit=1000)
    assert len(observation["stdout"]) == 1000
    assert observation["stdout_total"] == 64 << 20
    assert _resident_kb(client.process.pid) - before < 16 * 1024


def _resident_kb(pid: int) -> int:
    match = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert match is not None
    return int(match[1])


@pytest.mark.parametrize("name", ["spin", "flood"])
def test_an_endless_guest_can_be_killed_from_outside(components: Path, tmp_path: Path, name: str) -> None:
    doomed = Client(tmp_path)
    component = components / f"{name}.wasm"
    doomed.send(json.dumps({"seq": 1, "verb": "run", **doomed.launch(component)}).encode())
    time.sleep(1)
    assert doomed.process.poll() is None
    doomed.process.send_signal(signal.SIGTERM)
    assert doomed.close() == -signal.SIGTERM


@pytest.mark.parametrize(
    ("line", "sequence", "code"),
    [
        (b"not json", None, "bad-json"),
        (b"\xff\xfe", None, "bad-json"),
        (b"[" * 100_000, None, "bad-json"),
        (b"[1]", None, "bad-request"),
        (b'{"seq":7}', 7, "unknown-verb"),
        (b'{"seq":8,"verb":"dance"}', 8, "unknown-verb"),
        (b'{"seq":9,"verb":["run"]}', 9, "unknown-verb"),
        (b'{"seq":10,"verb":"run"}', 10, "bad-request"),
        (b'{"seq":11,"verb":"hello","protocol":2}', 11, "unsupported-protocol"),
        (b'{"seq":12,"verb":"serve"}', 12, "cannot"),
        (b'{"seq":13,"verb":"stop"}', 13, "nothing-served"),
    ],
)
def test_nonsense_gets_an_error_and_the_driver_lives_on(
    client: Client, components: Path, line: bytes, sequence: int | None, code: str
) -> None:
    client.send(line)
    reply = client.receive()
    assert (reply["seq"], reply["error"]["code"]) == (sequence, code)
    assert client.run(components / "ok.wasm")["code"] == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"preopens": [{"host": "/does/not/exist", "guest": "/", "readonly": False}]},
        {"arguments": ["a\0b"]},
        {"sha256": "00"},
        {"component": "/does/not/exist", "sha256": "11"},
    ],
)
def test_a_launch_that_cannot_be_set_up_is_an_error_not_an_observation(
    client: Client, components: Path, fields: dict[str, Any]
) -> None:
    reply = client.ask("run", **client.launch(components / "ok.wasm", **fields))
    assert reply["error"]["code"] == "bad-launch"


def test_compiled_code_is_kept_but_damaged_code_is_not_run(components: Path, tmp_path: Path) -> None:
    for damage in (False, True, False):
        fresh = Client(tmp_path)
        assert fresh.run(components / "ok.wasm")["code"] == 0
        assert fresh.close() == 0
        (stored,) = tmp_path.glob("*/*.compiled")
        if damage:
            content = stored.read_bytes()
            stored.write_bytes(content[:-1000] + bytes(1000))


def test_many_cached_runs_are_fast(client: Client, components: Path) -> None:
    component = components / "hello.wasm"
    client.run(component)
    started = time.monotonic()
    for _ in range(200):
        client.run(component)
    assert time.monotonic() - started < 4  # the aim is one second; a loaded machine has a margin


def process(
    component: Path, *arguments: str, stdin: bytes = b"", stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    options = [argument for argument in arguments if argument.startswith(("--dir-", "--env="))]
    command = [PYTHON, "-Es", str(FOLDER / "run.py"), *options, str(component), *arguments[len(options) :]]
    return subprocess.run(command, input=stdin, stdout=stdout, stderr=subprocess.PIPE, timeout=30, check=False)


def ending(done: subprocess.CompletedProcess[bytes]) -> str | int:
    """What ``runner.yaml`` makes of an exit code and standard error; the code where it has no rule."""
    rules = yaml.safe_load((FOLDER / "runner.yaml").read_text())["process"]["endings"]
    text = done.stderr.decode("utf-8", "replace")
    for rule in rules:
        if done.returncode in rule["exit"] and re.search(rule["stderr"], text, re.MULTILINE):
            return str(rule["is"])
    return done.returncode


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ok", 0),
        ("err", 1),
        ("exit-ok", 0),
        ("exit-err", 1),
        ("trap", "trapped"),
        ("bad-handle", "trapped"),
        ("missing-import", "refused"),
        ("no-run", "refused"),
        ("truncated", "refused"),
        ("absent", "crashed"),
    ],
)
def test_endings_of_the_process_lane(components: Path, name: str, expected: str | int) -> None:
    assert ending(process(components / f"{name}.wasm")) == expected


def test_streams_and_arguments_of_the_process_lane(components: Path) -> None:
    done = process(components / "hello.wasm")
    assert (done.stdout, done.stderr) == (b"hello\n", b"hello")
    assert process(components / "echo.wasm", stdin=b"\0line").stdout == b"\0line"
    assert process(components / "environment.wasm", "--env=A=b=c").stdout == b"A\nb=c\n"
    assert process(components / "preopens.wasm", "--dir-rw=/::/z", "--dir-ro=/::a").stdout == b"/z\na\n"
    done = process(components / "arguments.wasm", "a b", "--", "--http")
    assert done.stdout == b"arguments.wasm\na b\n--\n--http\n"


def test_a_terminal_is_seen_in_the_process_lane(components: Path) -> None:
    ours, theirs = pty.openpty()
    try:
        assert process(components / "terminal.wasm", stdout=theirs).returncode == 0
        assert process(components / "terminal.wasm").returncode == 1
    finally:
        os.close(ours)
        os.close(theirs)
