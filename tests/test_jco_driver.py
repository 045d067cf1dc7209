"""The driver and the process lane of ``runners/jco-node``, with one tiny component for each way to end.

They need Node.js and the packages of the folder's lock file: the runtime's own environment, or the
one that JCO_NODE (the program) and JCO_NODE_ENVIRONMENT (the folder with node_modules) name.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from provided import environment_of

from conformance.runtimes.environments import Environment

FOLDER = Path(__file__).parent.parent / "runners" / "jco-node"
RUNNER = yaml.safe_load((FOLDER / "runner.yaml").read_text())
LOCK = FOLDER / "locks" / f"{RUNNER['version']['default']}.json"

# A command; BODY is the body of run, IMPORTS and LOWERED bring what it needs beyond stdout. jco reads text, too.
COMMAND = """
(component
  (import "wasi:io/error@0.2.0" (instance $errors (export "error" (type (sub resource)))))
  (alias export $errors "error" (type $error))
  (import "wasi:io/streams@0.2.0" (instance $streams
    (export "error" (type $err (eq $error)))
    (type $failures (variant (case "last-operation-failed" (own $err)) (case "closed")))
    (export "stream-error" (type $failure (eq $failures)))
    (export "output-stream" (type $out (sub resource)))
    (export "[method]output-stream.blocking-write-and-flush" (func (param "self" (borrow $out))
      (param "contents" (list u8)) (result (result (error $failure)))))
    (export "[method]output-stream.flush" (func (param "self" (borrow $out)) (result (result (error $failure)))))))
  (alias export $streams "output-stream" (type $output))
  (import "wasi:cli/stdout@0.2.0" (instance $stdout (export "output-stream" (type $s (eq $output)))
    (export "get-stdout" (func (result (own $s))))))
  (import "wasi:cli/exit@0.2.0" (instance $exit (export "exit" (func (param "status" (result))))))
  IMPORTS
  (core module $memory (memory (export "memory") 2)
    (data (i32.const 512) "hello\\n"))
  (core instance $m (instantiate $memory))
  (alias core export $m "memory" (core memory $mem))
  (core func $get (canon lower (func $stdout "get-stdout")))
  (core func $write (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory $mem)))
  (core func $flush (canon lower (func $streams "[method]output-stream.flush") (memory $mem)))
  (core func $exit-func (canon lower (func $exit "exit")))
  (core module $main
    (import "host" "memory" (memory 1))
    (import "host" "get" (func $get (result i32)))
    (import "host" "write" (func $write (param i32 i32 i32 i32)))
    (import "host" "flush" (func $flush (param i32 i32)))
    (import "host" "exit" (func $exit (param i32)))
    (func $forever (result i32) (i32.add (call $forever) (i32.const 1)))
    (func (export "run") (result i32) (local $i i32) BODY))
  (core instance $run (instantiate $main (with "host" (instance
    (export "memory" (memory $mem)) (export "get" (func $get)) (export "write" (func $write))
    (export "flush" (func $flush)) (export "exit" (func $exit-func))))))
  (func $run-func (result (result)) (canon lift (core func $run "run")))
  (instance $export (export "run" (func $run-func)))
  (export "wasi:cli/run@0.2.0" (instance $export))
)
"""
HELLO = "(call $write (call $get) (i32.const 512) (i32.const 6) (i32.const 64))"
LOOP = f"{HELLO} (loop (br 0)) (unreachable)"
# A handle that nobody gave out: the shim stumbles over it with a TypeError of its own.
BAD_HANDLE = f"{HELLO} (call $write (i32.const 99) (i32.const 0) (i32.const 0) (i32.const 64)) (i32.const 0)"
# 4096 bytes at a time, 25600 times: 100 MiB.
FLOOD = """
  (loop
    (call $write (call $get) (i32.const 4096) (i32.const 4096) (i32.const 64))
    (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 25600))))
  (i32.const 0)
"""
# An import that no host has; it has to be used, for jco does not look for what nobody calls.
MISSING = """
  (import "test:nowhere/nothing" (instance $nowhere (export "f" (func))))
  (core func $f (canon lower (func $nowhere "f")))
  (core module $user (import "host" "f" (func)))
  (core instance (instantiate $user (with "host" (instance (export "f" (func $f))))))
"""


class Tools(NamedTuple):
    """The Node.js program and the folder that the packages are in."""

    node: str
    folder: str


def find_tools() -> Tools | None:
    """What JCO_NODE and JCO_NODE_ENVIRONMENT name, else the runtime's own environment."""
    if "JCO_NODE_ENVIRONMENT" in os.environ:
        return Tools(os.environ.get("JCO_NODE", "node"), os.environ["JCO_NODE_ENVIRONMENT"])
    environment = environment_of("jco-node")
    return Tools(environment.node, environment.folder) if isinstance(environment, Environment) else None


TOOLS = find_tools()
pytestmark = pytest.mark.skipif(TOOLS is None, reason=str(environment_of("jco-node")))


class Driver:
    """A driver in a process of its own, spoken to line by line."""

    def __init__(self) -> None:
        assert TOOLS is not None
        command = [TOOLS.node, str(FOLDER / "driver.mjs"), f"--env={TOOLS.folder}"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._seq = 0

    def send(self, line: bytes) -> dict[str, Any]:
        """One raw line, and the reply to it."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()
        reply: dict[str, Any] = json.loads(self.process.stdout.readline())
        return reply

    def ask(self, verb: str, **fields: Any) -> dict[str, Any]:
        """A request with the next sequence number; asserts that the reply echoes it."""
        self._seq += 1
        reply = self.send(json.dumps({"seq": self._seq, "verb": verb, **fields}).encode())
        assert reply["seq"] == self._seq
        return reply

    def run(self, launch: dict[str, Any]) -> dict[str, Any]:
        """The observation of a run."""
        observation: dict[str, Any] = self.ask("run", **launch)["observation"]
        return observation

    def close(self) -> None:
        """End of file on stdin must be enough."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        try:
            assert self.process.wait(timeout=30) == 0
        finally:
            self.process.kill()
            self.process.stdout.close()


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    """One driver for all tests: what one guest does must not reach the next."""
    driver = Driver()
    yield driver
    driver.close()


Launcher = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Launcher:
    """Makes a launch for a body of run, or for any file's bytes."""
    folder = tmp_path_factory.mktemp("components")

    def launch(body: str | bytes, imports: str = "", **fields: Any) -> dict[str, Any]:
        data = body if isinstance(body, bytes) else command(body, imports)
        key = hashlib.sha256(data).hexdigest()
        path = folder / f"{key}.wasm"
        path.write_bytes(data)
        return {"component": str(path), "sha256": key, "cache": str(folder / "cache"), "timeout_s": 20, **fields}

    return launch


def command(body: str, imports: str = "") -> bytes:
    """The text of a command component."""
    return COMMAND.replace("BODY", body).replace("IMPORTS", imports).encode()


def stdout(observation: dict[str, Any]) -> bytes:
    """What an observation says that the guest wrote."""
    return base64.b64decode(observation["stdout"])


def test_hello_names_every_part(driver: Driver) -> None:
    reply = driver.ask("hello", protocol=1)
    assert reply["protocol"] == 1
    assert reply["driver"] == "jco-node"
    locked = json.loads(LOCK.read_text())["packages"]
    for part in ("jco-transpile", "preview2-shim"):
        assert reply["parts"][part] == locked[f"node_modules/@bytecodealliance/{part}"]["version"]
    assert set(reply["cannot"]) == {need for need, reason in RUNNER["cannot"].items() if isinstance(reason, str)}


def test_the_lock_file_names_no_place() -> None:
    assert '"resolved"' not in LOCK.read_text()


@pytest.mark.parametrize(
    ("body", "ending", "detail"),
    [
        (f"{HELLO} (i32.const 0)", "exited", 0),
        (f"{HELLO} (i32.const 1)", "exited", 1),
        (f"{HELLO} (call $exit (i32.const 0)) (unreachable)", "exited", 0),
        (f"{HELLO} (call $exit (i32.const 1)) (unreachable)", "exited", 1),
        (f"{HELLO} (unreachable)", "trapped", "unreachable"),
        (f"{HELLO} (call $forever)", "trapped", "call stack"),
        # A discriminant that result does not have, in jco's words a TypeError of its generated code.
        (f"{HELLO} (call $exit (i32.const 7)) (i32.const 0)", "trapped", "discriminant"),
        (BAD_HANDLE, "crashed", "TypeError"),
    ],
)
def test_endings(driver: Driver, launcher: Launcher, body: str, ending: str, detail: int | str) -> None:
    observation = driver.run(launcher(body))
    assert observation["ending"] == ending, observation
    assert stdout(observation) == b"hello\n"
    if isinstance(detail, int):
        assert observation["code"] == detail
    else:
        assert detail in observation["message"]
        assert "file://" not in observation["message"]


@pytest.mark.parametrize(
    ("body", "imports", "message"),
    [
        (b"not wasm", "", "transpiling failed"),
        (b"\0asm\x01\0\0\0", "", "transpiling failed"),
        (b"(component)", "", "exports no wasi:cli/run"),
        ("(i32.const 0)", MISSING, "test:nowhere/nothing"),
    ],
)
def test_what_cannot_be_started_is_refused(
    driver: Driver, launcher: Launcher, body: str | bytes, imports: str, message: str
) -> None:
    observation = driver.run(launcher(body, imports))
    assert observation["ending"] == "refused", observation
    assert message in observation["message"]


def test_what_was_refused_twice_in_the_same_words_is_not_tried_a_third_time(driver: Driver, launcher: Launcher) -> None:
    launch = launcher(b"not wasm, either")
    [said] = {driver.run(launch)["message"] for _ in range(3)}
    [record] = Path(launch["cache"]).glob(f"*/{launch['sha256']}.node-*.refused")
    assert record.read_text() == f"{json.dumps(said)}\n" * 2
    record.write_text('"as before"\n' * 2)
    assert driver.run(launch)["message"] == "as before"
    for unsure in ('"as before"\n', '"as before"\n"out of memory"\n'):
        record.write_text(unsure)
        assert driver.run(launch)["message"] == said


def test_output_is_capped_and_counted(driver: Driver, launcher: Launcher) -> None:
    observation = driver.run(launcher(FLOOD, output_limit=1000))
    assert observation["ending"] == "exited"
    assert stdout(observation) == b"\0" * 1000
    assert observation["stdout_total"] == 100 * 1024 * 1024
    peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{driver.process.pid}/status").read_text())
    assert peak is not None and int(peak[1]) < 700_000  # KiB; V8 and the transpiler alone take a third of it


def test_a_stained_stdout_is_not_handed_on(driver: Driver, launcher: Launcher) -> None:
    """The shim keeps state of its stdout between guests; a guest that changed it has it for itself."""
    flushing = f"{HELLO} (call $flush (call $get) (i32.const 64)) (i32.const 0)"
    for _ in range(3):
        assert stdout(driver.run(launcher(flushing))) == b"hello\n"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"garbage", "bad-request"),
        (b"", "bad-request"),
        (b"\xff\xfe\x00", "bad-request"),
        (b"[]", "bad-request"),
        (b'{"verb":"run"}', "bad-request"),
        (b'{"seq":1,"verb":"fly"}', "unknown-verb"),
        (b'{"seq":1,"verb":"toString"}', "unknown-verb"),
        (b'{"seq":1,"verb":"hello","protocol":99}', "unsupported-protocol"),
        (b'{"seq":1,"verb":"run"}', "bad-launch"),
        (b'{"seq":1,"verb":"run","component":"x","sha256":"../../x"}', "bad-launch"),
        (b'{"seq":1,"verb":"run","component":"x","preopens":[{"host":"/","guest":"/","readonly":true}]}',
         "unsupported-launch"),
        (b'{"seq":1,"verb":"run","component":"/nonexistent"}', "internal"),
        (b'{"seq":1,"verb":"stop"}', "nothing-served"),
    ],
)  # fmt: skip
def test_bad_requests_are_answered_and_survived(driver: Driver, line: bytes, code: str) -> None:
    assert driver.send(line)["error"]["code"] == code
    assert driver.ask("hello", protocol=1)["protocol"] == 1


def test_many_abrupt_endings_leak_no_descriptors(driver: Driver, launcher: Launcher) -> None:
    launch = launcher(f"{HELLO} (unreachable)")
    folder = Path(f"/proc/{driver.process.pid}/fd")
    driver.run(launch)
    before = len(list(folder.iterdir()))
    for _ in range(250):
        assert driver.run(launch)["ending"] == "trapped"
    assert len(list(folder.iterdir())) < before + 20


def test_two_drivers_share_a_cache(launcher: Launcher) -> None:
    drivers = [Driver(), Driver()]
    launches = [launcher(f"{HELLO} (drop (i32.const {i})) (i32.const 0)") for i in range(10)]
    try:
        with ThreadPoolExecutor(len(drivers)) as pool:
            seen = list(pool.map(lambda one: [one.run(launch) for launch in launches], drivers))
        assert all(stdout(observation) == b"hello\n" for each in seen for observation in each)
    finally:
        for one in drivers:
            one.close()


def test_a_driver_whose_caller_is_gone_does_not_outlive_its_guest(launcher: Launcher) -> None:
    driver = Driver()
    assert driver.process.stdin is not None
    driver.process.stdin.write(json.dumps({"seq": 1, "verb": "run", **launcher(LOOP, timeout_s=1)}).encode() + b"\n")
    driver.close()


def test_serving_refuses_what_is_no_proxy(driver: Driver, launcher: Launcher) -> None:
    observation = driver.ask("serve", **launcher(f"{HELLO} (i32.const 0)"))["observation"]
    assert observation["ending"] == "refused"
    assert "wasi:http/incoming-handler" in observation["message"]


# A handler that never sets a response: it traps (or loops) instead, after it was called.
HANDLER = """
(component
  (import "wasi:http/types@0.2.0" (instance $types
    (export "incoming-request" (type (sub resource))) (export "response-outparam" (type (sub resource)))))
  (alias export $types "incoming-request" (type $request))
  (alias export $types "response-outparam" (type $outparam))
  (core module $main (func (export "handle") (param i32 i32) BODY))
  (core instance $m (instantiate $main))
  (func $handle (param "request" (own $request)) (param "response-out" (own $outparam))
    (canon lift (core func $m "handle")))
  (component $inner
    (import "request" (type $request (sub resource))) (import "outparam" (type $outparam (sub resource)))
    (import "handle" (func $f (param "request" (own $request)) (param "response-out" (own $outparam))))
    (export "handle" (func $f)))
  (instance $export (instantiate $inner (with "request" (type $request)) (with "outparam" (type $outparam))
    (with "handle" (func $handle))))
  (export "wasi:http/incoming-handler@0.2.0" (instance $export))
)
"""


@pytest.mark.parametrize(("body", "ending"), [("(unreachable)", "trapped"), ("(loop (br 0))", "crashed")])
def test_a_served_guest_that_fails_leaves_the_driver_alive(
    driver: Driver, launcher: Launcher, body: str, ending: str
) -> None:
    serving = driver.ask("serve", **launcher(HANDLER.replace("BODY", body).encode()))["serving"]
    connection = http.client.HTTPConnection(serving["host"], serving["port"], timeout=1)
    connection.request("GET", "/")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError, TimeoutError)):
        connection.getresponse()
    assert driver.ask("run", **launcher("(i32.const 0)"))["error"]["code"] == "busy-serving"
    assert driver.ask("stop")["observation"]["ending"] == ending
    connection.close()
    assert driver.run(launcher("(i32.const 0)"))["code"] == 0


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"{HELLO} (i32.const 0)", 0),
        (f"{HELLO} (i32.const 1)", 1),
        (f"{HELLO} (call $exit (i32.const 1)) (unreachable)", 1),
        (f"{HELLO} (unreachable)", "trapped"),
        (b"not wasm", "refused"),
        (BAD_HANDLE, "crashed"),
    ],
)
def test_the_process_lane_tells_endings_apart(launcher: Launcher, body: str | bytes, expected: int | str) -> None:
    assert TOOLS is not None
    launch = launcher(body)
    command = [TOOLS.node, str(FOLDER / "run.mjs"), f"--env={TOOLS.folder}", f"--cache={launch['cache']}", "--"]
    done = subprocess.run([*command, launch["component"]], capture_output=True, text=True, timeout=60, check=False)
    rules = [rule for rule in RUNNER["process"]["endings"] if done.returncode in rule["exit"]]
    matching = [rule["is"] for rule in rules if re.search(rule["stderr"], done.stderr, re.MULTILINE)]
    assert (matching[0] if matching else done.returncode) == expected, done
    assert done.stdout == ("" if expected == "refused" else "hello\n")
