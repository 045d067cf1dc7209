// The process lane for Wasmer's JavaScript SDK: what it says of a component, and a real run of what it accepts.
//
//     node run.mjs --env FOLDER [--setenv KEY=VALUE]... -- FILE ARGUMENT...
//
// The guest's exit code is the process's. Any other end is one of the codes below *and* a line on stderr that begins
// with `wasmer-sdk runner:`.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const CODES = { refused: 122, crashed: 123 };

const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        env: { type: "string" },
        setenv: { type: "string", multiple: true, default: [] },
    },
});

/** The SDK has workers that keep the process alive: it ends here. */
function end(code, text = "") {
    process.stderr.write(text, () => process.exit(code));
}

function failed(ending, error) {
    end(CODES[ending], `\nwasmer-sdk runner: ${ending}: ${error.name}: ${error.message}\n`);
}

const [file, ...rest] = positionals;
const bytes = await readFile(file);
const { resolve } = createRequire(join(values.env, "package.json"));
const { Wasmer } = await import(pathToFileURL(resolve("@wasmer/sdk/node")).href);

/** Runs what the SDK has taken for a command. */
async function run(wasmer, pack) {
    const sandbox = await wasmer.sandboxes.create({ packages: [pack] });
    const environment = Object.fromEntries(values.setenv.map((text) => text.split(/=(.*)/s)));
    const output = await sandbox.command(pack, rest, { env: environment }).run({ check: false });
    process.stderr.write(output.stderr.bytes);
    process.stdout.write(output.stdout.bytes, () => end(output.exitCode));
}

let pack;
const wasmer = new Wasmer();
try {
    pack = await wasmer.packages.load(bytes);
} catch (error) {
    failed("refused", error);
}
if (pack) {
    try {
        await run(wasmer, pack);
    } catch (error) {
        failed("crashed", error);
    }
}
