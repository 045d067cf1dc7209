// The process lane for jco on Node.js: one command component in one process, on the shim as jco's own
// `jco run` uses it. Nothing is replaced: stdio is inherited, exit ends the process, `environment` is the shim's.
//
//     node run.mjs --env FOLDER --cache FOLDER [--dir HOST::GUEST]... [--setenv KEY=VALUE]... [--allow GRANT]... \
//         -- COMPONENT ARGUMENT...
//
// The guest's exit code is the process's. What is not an exit of the guest ends with one of the codes below *and*
// a line on stderr that begins with `jco-node runner:`: a guest may exit with any code, but it does not say that.
import { parseArgs } from "node:util";

import { Refusal, crashed, endingOf, endingOfStart, exited, refused } from "./endings.mjs";
import { exportedFunction, programArguments } from "./host.mjs";
import { Parts } from "./parts.mjs";
import { Transpiler, temporaryCache } from "./transpile.mjs";

const CODES = { trapped: 121, refused: 122, crashed: 123 };
const USAGE_CODE = 124;

function commandLine() {
    const { values, positionals } = parseArgs({
        allowPositionals: true,
        options: {
            env: { type: "string" },
            cache: { type: "string" },
            dir: { type: "string", multiple: true, default: [] },
            setenv: { type: "string", multiple: true, default: [] },
            allow: { type: "string", multiple: true, default: [] },
        },
    });
    if (positionals.length === 0) {
        throw new Error("expected a component");
    }
    const [component, ...rest] = positionals;
    return {
        environmentFolder: values.env,
        cache: values.cache ?? temporaryCache(),
        component,
        arguments: rest,
        preopens: values.dir.map((text) => split(text, "::")),
        environment: Object.fromEntries(values.setenv.map((text) => split(text, "="))),
        grants: new Set(values.allow),
    };
}

/** The text before the first separator and all that follows it. */
function split(text, separator) {
    const at = text.indexOf(separator);
    if (at < 0) {
        throw new Error(`expected ${separator} in ${JSON.stringify(text)}`);
    }
    return [text.slice(0, at), text.slice(at + separator.length)];
}

/** The imports: the shim's modules as they are, told through their own setters what the guest may see. */
async function configuredImports(parts, launch) {
    const [cli, filesystem, sockets, http] = await Promise.all(
        ["cli", "filesystem", "sockets", "http"].map((name) => parts.load(`preview2-shim/${name}`)),
    );
    cli._setEnv(launch.environment);
    cli._setArgs(programArguments(launch));
    filesystem._clearPreopens();
    for (const [host, guest] of launch.preopens) {
        filesystem._addPreopen(guest, host);
    }
    if (!launch.grants.has("network")) {
        sockets._denyTcp();
        sockets._denyUdp();
    }
    if (!launch.grants.has("name-lookup")) {
        sockets._denyDnsLookup();
    }
    if (!launch.grants.has("http")) {
        http._denyHttp?.(); // before 0.26 the shim had no way to deny it
    }
    const { WASIShim } = await parts.load("preview2-shim/instantiation");
    // Handed in, or WASIShim would make a network of its own that the functions above do not reach.
    return new WASIShim({ sockets }).getImportObject();
}

async function attempt(launch) {
    const parts = new Parts(launch.environmentFolder);
    const imports = await configuredImports(parts, launch);
    let component;
    try {
        component = await new Transpiler(parts).get(launch.component, "", launch.cache);
    } catch (error) {
        if (error instanceof Refusal) {
            return refused(error);
        }
        throw error;
    }
    let exports;
    try {
        exports = component.instantiate(imports);
    } catch (error) {
        return endingOfStart(error, component.url);
    }
    try {
        exportedFunction(exports, "wasi:cli/run", "run")();
        return exited(0);
    } catch (error) {
        return endingOf(error, component.url);
    }
}

let finishing = false;

/** Ends the process when everything that was written has left it. */
async function finish({ ending, code, message }) {
    if (finishing) {
        process.exit(CODES.crashed); // an error on the way out, such as a stderr that nobody reads
    }
    finishing = true;
    if (ending !== "exited") {
        process.stderr.write(`\njco-node runner: ${ending}: ${message}\n`);
    }
    // One turn of the loop, as in `jco run`: it brings what the shim's I/O thread wrote to stdout.
    await new Promise((resolve) => setTimeout(resolve));
    for (const stream of [process.stdout, process.stderr]) {
        await new Promise((resolve) => stream.write("", resolve));
    }
    process.exit(ending === "exited" ? code : CODES[ending]);
}

process.on("uncaughtException", (error) => finish(crashed(error)));
try {
    await finish(await attempt(commandLine()));
} catch (error) {
    process.stderr.write(`jco-node runner: ${error.message}\n`);
    process.exit(USAGE_CODE);
}
