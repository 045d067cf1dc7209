// Components as JavaScript: transpiled once, kept on disk by their SHA-256, and in memory for as long as the
// process lives. Two processes may share the folder: an entry appears complete, by a rename, or not at all.
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { appendFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";

import { Refusal, describe } from "./endings.mjs";

export const MODULE = "component.mjs";
const MOST_CALLED = 8;
const REFUSALS = 2; // once could be a machine short of memory
// What jco makes of a component is the same everywhere; that it fails may be the fault of what runs it.
const [HOST] = ["bun", "deno", "node"]
    .filter((name) => name in process.versions)
    .map((name) => `${name}-${process.versions[name]}`);

// `noComponentErrorWrapping: false` makes an `err` that the guest returned a ComponentError: otherwise the bare
// payload is thrown, and `undefined` from the guest looks the same as `undefined` from a fault in the shim.
export const OPTIONS = {
    name: "component",
    instantiation: "sync",
    emitTypescriptDeclarations: false,
    nodejsCompat: false,
    noComponentErrorWrapping: false,
};

/** A cache folder for where the engine names none: gone when the process, whose main thread must ask, ends. */
export function temporaryCache() {
    const folder = mkdtempSync(join(tmpdir(), "jco-node-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

/** A component ready to be instantiated: call `instantiate(imports)` once per attempt. */
export class Transpiled {
    constructor(url, module, cores) {
        this.url = url;
        this.#instantiate = module.instantiate;
        this.#cores = cores;
    }

    #instantiate;
    #cores;

    /** A fresh instance's exports. Throws whatever linking or a core start function throws. */
    instantiate(imports) {
        return this.#instantiate((name) => this.#core(name), imports);
    }

    #core(name) {
        const kept = this.#cores.get(name);
        if (kept instanceof WebAssembly.Module) {
            return kept;
        }
        const module = new WebAssembly.Module(kept);
        this.#cores.set(name, module);
        return module;
    }
}

/** Transpiles and caches. After a panic of the transpiler, `poisoned` is true and the process should be replaced. */
export class Transpiler {
    #parts;
    #memory = new Map();
    #called = new Map();
    poisoned = false;

    /** `more` are options of the transpiler beside those that every host has. */
    constructor(parts, more = {}) {
        this.#parts = parts;
        this.#options = { ...OPTIONS, ...more };
    }

    #options;

    /** The transpiled form of the file; `sha256` may be left out. Throws {@link Refusal} when jco rejects it. */
    async get(file, sha256, cache) {
        const key = sha256 || createHash("sha256").update(await readFile(file)).digest("hex");
        const kept = this.#memory.get(key);
        if (kept) {
            return kept;
        }
        const made = await load(await this.folder(file, key, cache));
        this.#memory.set(key, made);
        return made;
    }

    /** The folder with the transpiled form of the file, for who loads it elsewhere. Throws {@link Refusal}. */
    async folder(file, sha256, cache) {
        const folder = join(cache, this.#edition(), sha256);
        if (!existsSync(folder)) {
            const files = await this.#unlessRefused(`${folder}.${HOST}.refused`, file);
            const entries = Object.entries(files).map(([name, data]) => [name.endsWith(".js") ? MODULE : name, data]);
            await store(folder, entries);
        }
        return folder;
    }

    /**
     * The transpiled form of bytes (base64), or of a file, that are to be called: on no disk, and kept in memory for a
     * few components only, for there are thousands of them. Throws {@link Refusal}.
     */
    async called(base64, file, sha256) {
        let made = this.#called.get(sha256);
        if (!made) {
            const bytes = base64 === undefined ? await readFile(file) : Buffer.from(base64, "base64");
            if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
                throw new Error(`the component does not have the hash ${sha256}`);
            }
            made = evaluate(await this.#transpile(bytes), sha256);
            this.#called.set(sha256, made);
            if (this.#called.size > MOST_CALLED) {
                this.#called.delete(this.#called.keys().next().value);
            }
        }
        return made;
    }

    /** A folder name that changes with everything that changes the generated code. */
    #edition() {
        const options = createHash("sha256").update(JSON.stringify(this.#options)).digest("hex").slice(0, 8);
        return `jco-transpile-${this.#parts.version("jco-transpile")}-${options}`;
    }

    /** jco's files for the file; what jco has refused twice, in the same words, it is not given a third time. */
    async #unlessRefused(record, file) {
        const said = existsSync(record) ? (await readFile(record, "utf8")).trimEnd().split("\n") : [];
        if (said.length >= REFUSALS && new Set(said).size === 1) {
            throw new Refusal(JSON.parse(said[0]));
        }
        try {
            return await this.#transpile(await readFile(file));
        } catch (error) {
            if (error instanceof Refusal && said.length < REFUSALS) {
                await mkdir(dirname(record), { recursive: true });
                await appendFile(record, `${JSON.stringify(error.message)}\n`);
            }
            throw error;
        }
    }

    /** jco's files for a component, by name. Throws {@link Refusal}. */
    async #transpile(bytes) {
        const { transpileBytes } = await this.#parts.load("jco-transpile");
        try {
            // a copy of the options: the transpiler writes into what it is given
            return (await transpileBytes(bytes, { ...this.#options })).files;
        } catch (error) {
            this.poisoned = error instanceof WebAssembly.RuntimeError;
            throw new Refusal(`transpiling failed: ${this.poisoned ? describe(error) : rejection(error)}`);
        }
    }
}

/** jco's own words for what is wrong with a component: an Error's message, or a thrown text. */
function rejection(error) {
    return String(error?.payload ?? error?.message ?? error);
}

/**
 * A component out of files in memory. Modules that were imported are never let go of, so the generated one, which
 * imports nothing, is evaluated as a script.
 */
function evaluate(files, sha256) {
    const url = `file:///called/${sha256}.mjs`;
    const cores = new Map(Object.entries(files).filter(([name]) => name.endsWith(".wasm")));
    const [, source] = Object.entries(files).find(([name]) => name.endsWith(".js"));
    const text = new TextDecoder().decode(source).replaceAll(/^export (?=(async )?function|const|class)/gm, "");
    const script = new Script(`(() => {${text}\nreturn { instantiate };})()`, { filename: url });
    return new Transpiled(url, script.runInThisContext(), cores);
}

/** The entry in `folder`. */
async function load(folder) {
    const names = await readdir(folder);
    const cores = new Map();
    for (const name of names.filter((entry) => entry.endsWith(".wasm"))) {
        cores.set(name, await readFile(join(folder, name)));
    }
    const url = pathToFileURL(join(folder, MODULE)).href;
    return new Transpiled(url, await import(url), cores);
}

async function store(folder, entries) {
    const temporary = `${folder}.${process.pid}.${randomBytes(4).toString("hex")}.part`;
    await mkdir(temporary, { recursive: true });
    try {
        for (const [name, data] of entries) {
            await writeFile(join(temporary, name), data);
        }
        await rename(temporary, folder);
    } catch (error) {
        await rm(temporary, { recursive: true, force: true });
        // Another process was faster: what it made is the same.
        if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") {
            throw error;
        }
    }
}
