// The process lane for Node's own node:wasi: what Node.js says of a component, and a real run of what it accepts.
//
//     node run.mjs [--dir HOST::GUEST]... [--setenv KEY=VALUE]... -- FILE ARGUMENT...
//
// The guest's exit code is the process's. Any other end is one of the codes below *and* a line on stderr that begins
// with `node-wasi runner:`.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { WASI } from "node:wasi";

const CODES = { trapped: 121, refused: 122, crashed: 123 };

const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        dir: { type: "string", multiple: true, default: [] },
        setenv: { type: "string", multiple: true, default: [] },
    },
});

/** The text before the first separator and all that follows it. */
function split(text, separator) {
    const at = text.indexOf(separator);
    return [text.slice(0, at), text.slice(at + separator.length)];
}

function end(ending, error) {
    process.stderr.write(`\nnode-wasi runner: ${ending}: ${error.name}: ${error.message}\n`);
    process.exitCode = CODES[ending];
}

/** The instance and its host; or undefined when Node.js refuses the file, after it was told. */
async function load([file, ...rest]) {
    const bytes = await readFile(file);
    try {
        const wasi = new WASI({
            version: "preview1",
            args: [basename(file), ...rest],
            env: Object.fromEntries(values.setenv.map((text) => split(text, "="))),
            preopens: Object.fromEntries(values.dir.map((text) => split(text, "::").reverse())),
        });
        const module = await WebAssembly.compile(bytes);
        return { wasi, instance: await WebAssembly.instantiate(module, wasi.getImportObject()) };
    } catch (error) {
        end("refused", error);
        return undefined;
    }
}

const loaded = await load(positionals);
if (loaded) {
    try {
        process.exitCode = loaded.wasi.start(loaded.instance);
    } catch (error) {
        end(error instanceof WebAssembly.RuntimeError ? "trapped" : "crashed", error);
    }
}
