// Wasmer's JavaScript SDK as far as the loading of a file: what it throws here is its refusal of a component.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A function that loads bytes, or throws. `env` is the folder that npm has put the SDK in. */
export async function loader(env) {
    const { resolve } = createRequire(join(env, "package.json"));
    const { Wasmer } = await import(pathToFileURL(resolve("@wasmer/sdk/node")).href);
    const wasmer = new Wasmer();
    return (bytes) => wasmer.packages.load(bytes);
}

/** What run.mjs is told beside environment and arguments. */
export function runOptions(_, env) {
    return [`--env=${env}`];
}
