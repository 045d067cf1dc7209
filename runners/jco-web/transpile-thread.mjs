// The thread that jco's transpiler works in: a panic of it ends the thread, and nothing else.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";

import { Refusal } from "../jco-node/endings.mjs";
import { Parts } from "../jco-node/parts.mjs";
import { Transpiler } from "../jco-node/transpile.mjs";

const { env } = workerData;
const parts = new Parts(env);
// What may have to wait, as jco itself has it: in a web host only JSPI lets a guest wait.
const waiting = await import(
    pathToFileURL(join(env, "node_modules/@bytecodealliance/jco-transpile/dist/constants.js")).href
);
const transpiler = new Transpiler(parts, {
    instantiation: "async",
    asyncMode: "jspi",
    asyncImports: waiting.ASYNC_WASI_IMPORTS,
    asyncExports: waiting.ASYNC_WASI_EXPORTS,
});

parentPort.on("message", async ({ component, sha256, cache }) => {
    let said;
    try {
        said = { folder: await transpiler.folder(component, sha256, cache) };
    } catch (error) {
        said = error instanceof Refusal ? { refusal: error.message } : { failure: String(error?.message ?? error) };
    }
    parentPort.postMessage({ ...said, poisoned: transpiler.poisoned });
});
