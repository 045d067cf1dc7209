// The worker lane's driver for hosts of core modules in Node.js: JSON lines on stdin and stdout, as runners/README.md
// has them.
//
//     node driver.mjs --host node-wasi|wasmer-sdk [--env FOLDER]
//
// Each component is handed to the host, whose refusal is its own and costs no process. What the host takes is run by
// its run.mjs, in a process of its own, as in the process lane.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";

import { BadRequest } from "../jco-node/launch.mjs";
import { PROTOCOL, answer, listen, send } from "../jco-node/wire.mjs";

const CODES = new Map([
    [121, "trapped"],
    [122, "refused"],
    [123, "crashed"],
]);
const SILENT = { stdout: "", stderr: "", stdout_total: 0, stderr_total: 0 };

const { values: options } = parseArgs({ options: { host: { type: "string" }, env: { type: "string" } } });
const { loader, runOptions } = await import(`../${options.host}/load.mjs`);
const RUN = fileURLToPath(new URL(`../${options.host}/run.mjs`, import.meta.url));
let load;

const verbs = {
    async hello({ protocol }) {
        if (protocol !== PROTOCOL) {
            throw new BadRequest("unsupported-protocol", `this driver speaks protocol ${PROTOCOL}`);
        }
        load ??= await loader(options.env);
        return { protocol: PROTOCOL, driver: options.host, parts: {}, cannot: {} };
    },
    async run(launch) {
        const started = performance.now();
        const seen = (await refusal(launch)) ?? (await carriedOut(launch));
        return { observation: { ...SILENT, ...seen, duration_s: (performance.now() - started) / 1000 } };
    },
    async serve(launch) {
        const seen = await refusal(launch);
        if (!seen) {
            throw new BadRequest("unsupported-launch", "this host has no way to serve what it has loaded");
        }
        return { observation: { ...SILENT, ...seen } };
    },
    stop() {
        throw new BadRequest("nothing-served", "there is nothing to stop");
    },
};

/** The host's own words, where it refuses to load the component. */
async function refusal({ component }) {
    if (typeof component !== "string") {
        throw new BadRequest("bad-launch", "component: expected a path");
    }
    let bytes;
    try {
        bytes = await readFile(component);
    } catch (error) {
        throw new BadRequest("bad-launch", error.message);
    }
    load ??= await loader(options.env);
    try {
        await load(bytes);
        return undefined;
    } catch (error) {
        return { ending: "refused", message: `${error.name}: ${error.message}`.split("\n")[0] };
    }
}

/** What comes of a component that the host takes, in a process of its own. */
async function carriedOut(launch) {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", RUN, ...commandLine(launch)], {
        stdio: ["pipe", "pipe", "pipe"],
        env: {},
    });
    const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => kept(stream, launch.output_limit));
    child.stdin.on("error", () => {}).end(Buffer.from(launch.stdin ?? "", "base64"));
    const [code, signal] = await once(child, "close");
    const outputs = {
        stdout: stdout.base64(),
        stderr: stderr.base64(),
        stdout_total: stdout.total,
        stderr_total: stderr.total,
    };
    return { ...ending(code, signal, stderr.text()), ...outputs };
}

function ending(code, signal, said) {
    if (signal) {
        return { ending: "crashed", message: `its process ended with ${signal}` };
    }
    // The code alone could be the guest's own; with the line that run.mjs writes last it is not.
    const told = [...said.matchAll(/^[a-z-]+ runner: ([a-z]+): (.*)/gm)].at(-1);
    return told && CODES.get(code) === told[1] ? { ending: told[1], message: told[2] } : { ending: "exited", code };
}

function commandLine(launch) {
    return [
        ...runOptions(launch, options.env),
        ...Object.entries(launch.environment ?? {}).map(([key, value]) => `--setenv=${key}=${value}`),
        "--",
        launch.component,
        ...(launch.arguments ?? []),
    ];
}

/** A stream's first `limit` bytes, and the number of all. */
function kept(stream, limit) {
    const chunks = [];
    const result = {
        total: 0,
        base64: () => Buffer.concat(chunks).toString("base64"),
        text: () => Buffer.concat(chunks).toString(),
    };
    let room = limit ?? 0;
    stream.on("data", (chunk) => {
        result.total += chunk.length;
        if (room > 0) {
            chunks.push(chunk.subarray(0, room));
            room -= Math.min(room, chunk.length);
        }
    });
    return result;
}

listen(
    async (line) => send(await answer(verbs, line)),
    async (left) => {
        await left;
        process.exit(0); // the SDK has workers that would keep the process alive
    },
);
