// The parts that the driver and the process lane are made of: jco's transpiler and preview2-shim, as they
// lie in the environment (`--env FOLDER`), or beside this file when none is named.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const SCOPE = "@bytecodealliance";
const HERE = fileURLToPath(new URL(".", import.meta.url));

/** Finds modules and versions in one environment. */
export class Parts {
    #folder;
    #require;

    constructor(folder) {
        this.#folder = folder ?? HERE;
        this.#require = createRequire(join(this.#folder, "package.json"));
    }

    /** Imports `jco-transpile`, `preview2-shim`, `preview2-shim/cli`, …; rejects when npm has not installed it. */
    load(name) {
        return import(pathToFileURL(this.#require.resolve(`${SCOPE}/${name}`)).href);
    }

    /** The version of an installed package of jco's scope. */
    version(name) {
        // Read from disk: neither package exports its package.json.
        return JSON.parse(readFileSync(join(this.#folder, "node_modules", SCOPE, name, "package.json"), "utf8")).version;
    }

    /** Every part that can change an outcome, with its version. */
    versions() {
        const { node, v8, deno, bun } = process.versions;
        return {
            "jco-transpile": this.version("jco-transpile"),
            "preview2-shim": this.version("preview2-shim"),
            // Deno and Bun tell the version of Node.js that they are like, which is no part of them.
            ...(deno || bun ? {} : { node, v8 }),
        };
    }
}
