// The worker lane's driver for jco on a web host: JSON lines on stdin and stdout, as runners/README.md has them.
//
//     node driver.mjs --env FOLDER --host browser|workerd --program FILE [--engine chrome|firefox]
//
// It transpiles, for JSPI, and hands each guest to the host: a page of its own in a headless browser, or a workerd of
// its own. Preopens are read into memory, for there is no other filesystem, and put back when the guest has ended.
import { basename } from "node:path";
import { parseArgs } from "node:util";

import { Refusal, crashed, refused } from "../jco-node/endings.mjs";
import { BadRequest, parseLaunch } from "../jco-node/launch.mjs";
import { Parts } from "../jco-node/parts.mjs";
import { temporaryCache } from "../jco-node/transpile.mjs";
import { PROTOCOL, answer, listen, send } from "../jco-node/wire.mjs";
import { readTrees, writeTree } from "./files.mjs";
import { Transpiling } from "./transpiler.mjs";

const { values: options } = parseArgs({
    options: {
        env: { type: "string" },
        host: { type: "string" },
        program: { type: "string" },
        engine: { type: "string" },
    },
});
const parts = new Parts(options.env);
const { open } = await import(`./${options.host}.mjs`);
const transpiling = new Transpiling(options.env);
let host;
let ownCache;
let serving;

const verbs = {
    async hello({ protocol }) {
        if (protocol !== PROTOCOL) {
            throw new BadRequest("unsupported-protocol", `this driver speaks protocol ${PROTOCOL}`);
        }
        host ??= await open(options);
        const { "jco-transpile": transpile, "preview2-shim": shim } = parts.versions();
        return {
            protocol: PROTOCOL,
            driver: `jco-${options.engine ?? options.host}`,
            parts: { "jco-transpile": transpile, "preview2-shim": shim, ...(await host.parts()) },
            cannot: { ...CANNOT, ...(await host.cannot()) },
        };
    },
    async run(request) {
        const launch = accept(request);
        const started = performance.now();
        const result = await attempt(launch);
        return { observation: { ...result, duration_s: (performance.now() - started) / 1000 } };
    },
    async serve(request) {
        const launch = accept(request);
        if (!host.serve) {
            throw new BadRequest("unsupported-launch", "this host cannot be reached from outside");
        }
        const component = await transpiled(launch);
        if (component.ending) {
            return { observation: { ...component.ending, ...SILENT } };
        }
        serving = await host.serve(component, jobOf(launch, treesOf(launch)));
        return serving.address ? { serving: serving.address } : failedToServe();
    },
    async stop() {
        if (!serving) {
            throw new BadRequest("nothing-served", "there is nothing to stop");
        }
        const ending = await serving.stop();
        serving = undefined;
        return { observation: { ...SILENT, ...ending } };
    },
};

const SILENT = { stdout: "", stderr: "", stdout_total: 0, stderr_total: 0, duration_s: 0 };
const SOCKETS = "preview2-shim's build for browsers has no sockets: a web page cannot have any";
const CANNOT = {
    network: SOCKETS,
    "name-lookup": SOCKETS,
    "readonly-preopens": "preview2-shim has no read-only preopens",
    "tls-trust": "this host has no option that adds an authority for one attempt",
};

function accept(request) {
    if (serving) {
        throw new BadRequest("busy-serving", "a component is being served: stop it first");
    }
    const launch = parseLaunch(request);
    return { ...launch, cache: launch.cache ?? (ownCache ??= temporaryCache()) };
}

function failedToServe() {
    const { ending } = serving;
    serving = undefined;
    return { observation: { ...SILENT, ...ending } };
}

function treesOf(launch) {
    const trees = readTrees(launch.preopens.map(({ host: folder }) => folder));
    return launch.preopens.map(({ guest }, index) => [guest, trees[index]]);
}

/** What the host is told of a launch. */
function jobOf(launch, trees) {
    return {
        arguments: [basename(launch.component), ...launch.arguments],
        environment: launch.environment,
        preopens: trees,
        stdin: launch.stdin.toString("base64"),
        outputLimit: launch.outputLimit,
        http: launch.grants.includes("http"),
    };
}

/** The folder with the component's code, and its name; or the ending, where jco refuses it. */
async function transpiled(launch) {
    try {
        return { folder: await transpiling.folder(launch), key: launch.sha256 };
    } catch (error) {
        if (error instanceof Refusal) {
            return { ending: refused(error) };
        }
        throw error;
    }
}

async function attempt(launch) {
    const component = await transpiled(launch);
    if (component.ending) {
        return { ...SILENT, ...component.ending };
    }
    const trees = treesOf(launch);
    let result;
    try {
        result = await host.run(component, jobOf(launch, trees));
    } catch (error) {
        return { ...SILENT, ...crashed(error) };
    }
    if (!result) {
        throw new Error("the guest could not be begun, several times: this says nothing about it");
    }
    const { ending, trees: after, ...outputs } = result;
    launch.preopens.forEach(({ host: folder }, index) => {
        const before = trees[index][1];
        if (before.dir) {
            writeTree(folder, before, after[index][1]); // one within another is put back with that
        }
    });
    return { ...outputs, ...ending };
}

listen(
    async (line) => send(await answer(verbs, line)),
    async (left) => {
        await left;
        await host?.close();
        process.exit(0);
    },
);
