// One attempt, inside of a web host: a page of a browser, or an isolate of workerd. The imports are preview2-shim's
// build for browsers, put together by its own means: nothing of it is replaced, and it is told what a launch says.
import * as shim from "@bytecodealliance/preview2-shim";
import { WASIShim } from "@bytecodealliance/preview2-shim/instantiation";

import { Refusal, endingOf, endingOfStart, exited } from "./endings.mjs";
import { decode, encode } from "./base64.mjs";
import { allFromWire, toWire } from "./trees.mjs";

/** What a guest writes to one stream: the first `limit` bytes, and the number of all. */
class Kept {
    #chunks = [];
    #room;
    total = 0;

    constructor(limit) {
        this.#room = limit;
    }

    /** The handler that the shim wants for an output stream. */
    handler() {
        return { write: (bytes) => this.#add(bytes), flush() {}, blockingFlush() {} };
    }

    base64() {
        return encode(this.#chunks);
    }

    #add(bytes) {
        const part = bytes.slice(0, Math.max(0, this.#room)); // a copy: the guest may write to its memory again
        this.#room -= part.byteLength;
        this.total += bytes.byteLength;
        if (part.byteLength > 0) {
            this.#chunks.push(part);
        }
    }
}

/** The handler that the shim wants for stdin: these bytes, and then the end. */
function source(bytes) {
    let at = 0;
    return {
        blockingRead(most) {
            if (at === bytes.byteLength) {
                throw { tag: "closed" };
            }
            const part = bytes.slice(at, at + Number(most));
            at += part.byteLength;
            return part;
        },
    };
}

/** A guest in the making: its imports, and what it writes and leaves behind. */
export class Guest {
    constructor(job) {
        this.#stdout = new Kept(job.outputLimit);
        this.#stderr = new Kept(job.outputLimit);
        const entries = allFromWire(job.preopens.map(([, tree]) => tree));
        this.#trees = job.preopens.map(([name], index) => [name, entries[index]]);
        this.#imports = new WASIShim({
            cli: shim.cli.createCli({
                environment: job.environment,
                arguments: job.arguments,
                stdin: source(decode(job.stdin)),
                stdout: this.#stdout.handler(),
                stderr: this.#stderr.handler(),
            }),
            browserFilesystem: {
                adapter: new shim.filesystem.InMemoryFilesystemAdapter(),
                preopens: Object.fromEntries(this.#trees),
            },
            sandbox: { enableNetwork: job.http },
        }).getImportObject();
    }

    #stdout;
    #stderr;
    #trees;
    #imports;

    /** Runs the component's `wasi:cli/run` to its end, and says how that was and what is there now. */
    async run(component) {
        const ending = await this.#attempt(component);
        return {
            ending,
            stdout: this.#stdout.base64(),
            stderr: this.#stderr.base64(),
            stdout_total: this.#stdout.total,
            stderr_total: this.#stderr.total,
            trees: this.#trees.map(([name, tree]) => [name, toWire(tree)]),
        };
    }

    /** The component's exports. Throws what linking throws. */
    async start({ module, core }) {
        return module.instantiate(core, this.#imports);
    }

    async #attempt(component) {
        let exports;
        try {
            exports = await this.start(component);
        } catch (error) {
            return endingOfStart(error, component.url);
        }
        try {
            await exportedFunction(exports, "wasi:cli/run", "run")();
            return exited(0);
        } catch (error) {
            return endingOf(error, component.url);
        }
    }
}

/** The function of an exported interface, whatever version the component exports it at. Throws {@link Refusal}. */
export function exportedFunction(exports, name, method) {
    const key = Object.keys(exports).find((entry) => entry === name || entry.startsWith(`${name}@`));
    const found = exports[key]?.[method];
    if (typeof found !== "function") {
        throw new Refusal(`the component exports no ${name}`);
    }
    return found;
}
