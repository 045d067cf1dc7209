// The thread that guests run in. The protocol lives in another one (driver.mjs), so that a guest that loops,
// traps in the middle of a request or makes the shim end the process never takes the protocol with it.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";

import { carryOut } from "./calls.mjs";
import { Capture, divert } from "./capture.mjs";
import { Refusal, crashed, describe, endingOf, endingOfStart, endingOfTrace, exited, refused } from "./endings.mjs";
import { Host, exportedFunction, interceptExit } from "./host.mjs";
import { Parts } from "./parts.mjs";
import { Transpiler } from "./transpile.mjs";

// A thread is replaced after so many launches, or once so many resources of guests that ended abruptly lie
// about in it: each is a file descriptor or a few hundred bytes that only the garbage collector might return.
const MOST_LAUNCHES = 2000;
const MOST_ABRUPT = 100;
const MOST_LEFT_OVER = 200;
const MOST_CALLED = 200; // components that were called: each leaves most of a megabyte, whatever is collected

const collectGarbage = garbageCollector();

const exits = [];
const realExit = process.exit.bind(process);
interceptExit(exits);
// Where the shim cannot throw into the guest, it traces the error and ends the process: the error tells what it was.
let traced;
const trace = console.trace.bind(console);
console.trace = (error, ...more) => {
    traced ??= error;
    trace(error, ...more);
};
let streams = { stdout: Capture.ofSize(0), stderr: Capture.ofSize(0) }; // what is said while no guest runs is dropped
divert(process.stdout, () => streams.stdout);
divert(process.stderr, () => streams.stderr);

const parts = new Parts(workerData.environment);
const host = await Host.load(parts);
const transpiler = new Transpiler(parts);
let launches = 0;
let abrupt = 0;
let server;

/** Bun has a function for it; V8 is asked for one, in Node.js and Deno. */
function garbageCollector() {
    if (globalThis.Bun) {
        return () => globalThis.Bun.gc(true);
    }
    setFlagsFromString("--expose-gc");
    return runInNewContext("gc");
}

/** Brings a component to life, or tells why not: `{exports, url}` or `{ending}`. */
async function start(launch) {
    exits.length = 0;
    traced = undefined;
    launches += 1;
    let component;
    try {
        component = await transpiler.get(launch.component, launch.sha256, launch.cache);
    } catch (error) {
        if (error instanceof Refusal) {
            return { ending: refused(error) };
        }
        throw error; // an unreadable file or a full disk says nothing about the runtime
    }
    const started = process.hrtime.bigint();
    try {
        return { exports: component.instantiate(host.imports(launch)), url: component.url, started };
    } catch (error) {
        return { ending: exitAsked() ?? endingOfStart(error, component.url), started };
    }
}

async function run(launch) {
    const result = await attempt(launch);
    // What the shim's I/O thread wrote to stdout on the guest's behalf arrives with the next turns of the loop.
    await turn();
    await turn();
    return { ...result, retire: await worn(result.ending) };
}

/** In a function of its own, so that nothing keeps the guest alive when `worn` lets the garbage collector look. */
async function attempt(launch) {
    const guest = await start(launch);
    const ending = guest.ending ?? callRun(guest);
    return { ending, duration: guest.started ? Number(process.hrtime.bigint() - guest.started) / 1e9 : 0 };
}

function callRun({ exports, url }) {
    try {
        exportedFunction(exports, "wasi:cli/run", "run")();
        return exitAsked() ?? exited(0);
    } catch (error) {
        return exitAsked() ?? endingOf(error, url);
    }
}

/** The exit that was asked for: it ends the guest even where the shim caught the exception on its way. */
function exitAsked() {
    if (exits.length === 0) {
        return undefined;
    }
    return traced === undefined ? exited(exits[0].code) : endingOfTrace(traced);
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Why this thread should not run another guest, or undefined. */
async function worn(ending) {
    abrupt += ending.ending === "exited" && exits.length === 0 ? 0 : 1;
    if (transpiler.poisoned) {
        return "the transpiler panicked";
    }
    if (host.stained) {
        return "the guest changed the state of the shim's stdout or stderr";
    }
    try {
        return (await leftOver()) ?? (launches >= MOST_LAUNCHES || abrupt >= MOST_ABRUPT ? "it is old" : undefined);
    } catch (error) {
        return `the shim's I/O thread is beyond use: ${error}`;
    }
}

/** What guests left open, once the garbage collector has had its chance: jco closes nothing when a guest ends. */
async function leftOver() {
    if (counts(host.resources())) {
        collectGarbage();
        await turn();
        await turn();
    }
    return counts(host.resources());
}

function counts({ sockets, futures, streams: open }) {
    if (sockets > 0 || futures > 0) {
        return "a guest left sockets or requests open";
    }
    return open > MOST_LEFT_OVER ? "guests left streams open" : undefined;
}

async function serve(launch) {
    const guest = await start(launch);
    if (guest.ending) {
        return { ending: guest.ending, duration: 0, retire: await worn(guest.ending) };
    }
    try {
        const handle = exportedFunction(guest.exports, "wasi:http/incoming-handler", "handle");
        server = new host.http.HTTPServer({ handle: guarded(handle, guest.url) });
        server.listen(0, "127.0.0.1");
        return { serving: { host: "127.0.0.1", port: server.address().port } };
    } catch (error) {
        return { ending: exitAsked() ?? endingOf(error, guest.url), duration: 0, retire: "it could not serve" };
    }
}

/**
 * The guest's handler. One that throws ends the server, with all connections, as it ends `jco serve`: the thread
 * tells why and goes.
 */
function guarded(handle, url) {
    return (request, out) => {
        parentPort.postMessage({ busy: true });
        try {
            handle(request, out);
        } catch (error) {
            parentPort.postMessage({ ended: exitAsked() ?? endingOf(error, url) });
            realExit(0);
        }
        parentPort.postMessage({ busy: false });
    };
}

async function stop() {
    server.stop();
    server = undefined;
    await turn();
    await turn();
    // A fresh thread for the next: what clients left half-read belongs to this one.
    return { ending: exited(0), retire: "it has served" };
}

let called = 0;

/** Calls of exported functions, with values. */
async function call(request) {
    called += 1;
    const tell = (number, outcome) => parentPort.postMessage({ told: [number, outcome] });
    const rest = await carryOut(request, transpiler, tell);
    const old = called >= MOST_CALLED ? "it is old" : undefined;
    return { rest, retire: transpiler.poisoned ? "the transpiler panicked" : old };
}

const verbs = { run, serve, stop, call };

// An exception in one of the shim's callbacks, outside any call into the guest. A command runs without a turn of the
// loop, so a trap told here is about what an earlier guest left behind (a finalizer that finds children alive, for one).
process.on("uncaughtException", (error) => {
    if (!server && /^wasi-io trap: /.test(error?.message)) {
        return;
    }
    parentPort.postMessage({ ended: exitAsked() ?? crashed(error) });
    realExit(1);
});

parentPort.on("message", async ({ verb, launch, request, stdout, stderr }) => {
    parentPort.postMessage({ begun: true });
    if (launch) {
        streams = { stdout: new Capture(stdout), stderr: new Capture(stderr) };
    }
    try {
        const done = await verbs[verb](launch ?? request);
        parentPort.postMessage({ done });
    } catch (error) {
        parentPort.postMessage({ done: { failure: describe(error) } });
    }
});
parentPort.postMessage({ ready: true });
