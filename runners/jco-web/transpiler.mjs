// jco's transpiler, from the outside: it has a thread of its own, which is replaced when the transpiler has panicked,
// because after that it refuses whatever it is given.
import { once } from "node:events";
import { Worker } from "node:worker_threads";

import { Refusal } from "../jco-node/endings.mjs";

const THREAD = new URL("./transpile-thread.mjs", import.meta.url);

/** Transpiles for a web host, one component at a time. */
export class Transpiling {
    #env;
    #thread;

    constructor(env) {
        this.#env = env;
    }

    /** The folder with the transpiled form of a component. Throws {@link Refusal} when jco rejects it. */
    async folder({ component, sha256, cache }) {
        // What it prints must not come between the lines of the protocol.
        this.#thread ??= new Worker(THREAD, { workerData: { env: this.#env }, stdout: true });
        const answered = once(this.#thread, "message"); // rejects when the thread falls over
        this.#thread.postMessage({ component, sha256, cache });
        const [{ folder, refusal, failure, poisoned }] = await answered.catch((error) => {
            this.#discard();
            throw error;
        });
        if (poisoned) {
            this.#discard();
        }
        if (failure !== undefined) {
            throw new Error(failure);
        }
        if (refusal !== undefined) {
            throw new Refusal(refusal);
        }
        return folder;
    }

    #discard() {
        void this.#thread.terminate();
        this.#thread = undefined;
    }
}
