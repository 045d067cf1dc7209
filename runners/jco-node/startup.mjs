// What a start costs inside of Node.js: a driver that measures, for `wasi-conformance bench-runtimes`.
//
//     node startup.mjs --env FOLDER
//
// JSON lines as in runners/README.md, with the verbs `hello`, `measure`, `hold` and `release`. A time is that of all
// turns of a loop together, by process.hrtime. Guests run in this very thread.
import { mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { Capture, divert } from "./capture.mjs";
import { exportedFunction } from "./host.mjs";
import { Parts } from "./parts.mjs";
import { OPTIONS, Transpiled } from "./transpile.mjs";

const PROTOCOL = 1;
const MODULE = "component.mjs";

const { values: options } = parseArgs({ options: { env: { type: "string" } } });
const parts = new Parts(options.env);
const sink = Capture.ofSize(0);
divert(process.stdout, () => sink);
divert(process.stderr, () => sink);
const { WASIShim } = await parts.load("preview2-shim/instantiation");
const { transpileBytes } = await parts.load("jco-transpile");
const workshop = mkdtempSync(join(tmpdir(), "jco-startup-"));
process.once("exit", () => rmSync(workshop, { recursive: true, force: true }));

let editions = 0;
const compiledOnes = new Map();
let held = [];

/** jco's files for a component: the module, and the core modules by name. */
async function transpile(bytes) {
    return Object.entries((await transpileBytes(bytes, { ...OPTIONS })).files);
}

/** What jco made, on disk, at a place where nothing was imported from yet. */
function store(files) {
    editions += 1;
    const base = join(workshop, String(editions));
    return files.map(([name, data]) => {
        const file = name.endsWith(".js") ? `${base}-${MODULE}` : `${base}-${name.replaceAll("/", "_")}`;
        writeFileSync(file, data);
        return { name, file };
    });
}

/** A component ready to be instantiated, from files: the generated module imported, the core modules compiled. */
async function load(stored) {
    const module = stored.find(({ name }) => name.endsWith(".js"));
    const cores = stored
        .filter(({ name }) => name.endsWith(".wasm"))
        .map(({ name, file }) => [name, new WebAssembly.Module(readFileSync(file))]);
    const url = pathToFileURL(module.file).href;
    return new Transpiled(url, await import(url), new Map(cores));
}

async function compiled(path) {
    if (!compiledOnes.has(path)) {
        compiledOnes.set(path, await load(store(await transpile(readFileSync(path)))));
    }
    return compiledOnes.get(path);
}

/** An instance with a WASI of its own, as an embedder has to give it one; its `run`. */
function instance(component) {
    const shim = new WASIShim({ sandbox: { preopens: {}, env: {}, args: ["guest"], enableNetwork: false } });
    return exportedFunction(component.instantiate(shim.getImportObject()), "wasi:cli/run", "run");
}

const now = () => Number(process.hrtime.bigint()) / 1e9;

function timed(action, loops) {
    const started = now();
    for (let turn = 0; turn < loops; turn += 1) {
        action();
    }
    return now() - started;
}

/** The same for what has to be awaited, with something that is prepared before each turn and is not in the time. */
async function timedEach(prepare, action, loops) {
    let seconds = 0;
    for (let turn = 0; turn < loops; turn += 1) {
        const given = await prepare();
        const started = now();
        await action(given);
        seconds += now() - started;
    }
    return seconds;
}

const phases = {
    nothing: (path, loops) => timed(() => undefined, loops),
    async compile(path, loops) {
        const bytes = readFileSync(path);
        const whole = async () => {
            for (const [name, data] of await transpile(bytes)) {
                if (name.endsWith(".wasm")) {
                    new WebAssembly.Module(data);
                }
            }
        };
        return timedEach(() => undefined, whole, loops);
    },
    async load(path, loops) {
        const files = await transpile(readFileSync(path));
        return timedEach(() => store(files), load, loops);
    },
    async "instantiate-first"(path, loops) {
        const files = await transpile(readFileSync(path));
        return timedEach(() => load(store(files)), instance, loops);
    },
    async instantiate(path, loops) {
        const component = await compiled(path);
        instance(component);
        return timed(() => instance(component), loops);
    },
    async "first-call"(path, loops) {
        const component = await compiled(path);
        return timedEach(
            () => instance(component),
            (run) => run(),
            loops,
        );
    },
    async "warm-call"(path, loops) {
        const run = instance(await compiled(path));
        run();
        return timed(run, loops);
    },
};

const verbs = {
    hello: () => ({
        protocol: PROTOCOL,
        driver: "jco-node startup",
        parts: parts.versions(),
        measures: Object.keys(phases),
    }),
    async measure({ phase, component, loops }) {
        if (!Object.hasOwn(phases, phase)) {
            throw new Error(`no such phase: ${phase}`);
        }
        return { measured: { seconds: await phases[phase](component, loops), loops } };
    },
    async hold({ component, instances }) {
        held = [];
        const ready = await compiled(component);
        const seconds = timed(() => held.push(instance(ready)), instances);
        held.forEach((run) => run()); // an instance that never ran has not touched its memory
        return { measured: { seconds, loops: instances } };
    },
    release() {
        held = [];
        return { measured: { seconds: 0, loops: 0 } };
    },
};

async function answer(line) {
    let seq = null;
    try {
        const request = JSON.parse(line);
        seq = request.seq;
        if (!Object.hasOwn(verbs, request.verb)) {
            return { seq, error: { code: "unknown-verb", message: `no such verb: ${JSON.stringify(request.verb)}` } };
        }
        return { seq, ...(await verbs[request.verb](request)) };
    } catch (error) {
        return { seq, refused: String(error?.payload ?? error?.message ?? error) };
    }
}

/** A pipe that is full takes only part of what is written, or asks to come back. */
function send(reply) {
    let left = Buffer.from(`${JSON.stringify(reply)}\n`);
    while (left.length > 0) {
        try {
            left = left.subarray(writeSync(1, left));
        } catch (error) {
            if (error.code !== "EAGAIN") {
                process.exit(0); // nobody listens any more
            }
        }
    }
}

for await (const line of createInterface({ input: process.stdin })) {
    send(await answer(line));
}
process.exit(0);
