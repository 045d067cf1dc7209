// Keeps the thread that guests run in: starts it, hands it one job at a time, ends and replaces it.
import { Worker } from "node:worker_threads";

import { Capture } from "./capture.mjs";
import { crashed, exited, failed } from "./endings.mjs";

const MOST_STARTS = 3;
const THREAD = new URL("./guest-thread.mjs", import.meta.url);

/** The thread is gone in the middle of what it was asked. */
export class Gone extends Error {}

/** A thread, from the outside: at most one job at a time, and a record of how a server in it ended. */
class GuestThread {
    #worker;
    #job;
    #begun = false;
    busy = false;
    tell;
    ended;
    gone;

    constructor(environment) {
        // Its stdio would otherwise end up in the driver's own stdout, between the lines of the protocol.
        this.#worker = new Worker(THREAD, { workerData: { environment }, stdout: true, stderr: true });
        this.#worker.stdout.pipe(process.stderr, { end: false });
        this.#worker.stderr.pipe(process.stderr, { end: false });
        this.ready = new Promise((resolve) => {
            this.#worker.on("message", (message) => this.#hear(message, resolve));
            this.#worker.on("error", (error) => this.#end(crashed(error)));
            this.gone = new Promise((left) => this.#worker.on("exit", (code) => left(this.#leave(code, resolve))));
        });
    }

    /**
     * Asks for one job; resolves to what the thread replied, or to how it died over it. `untouched` in the result
     * says that it died before the job was begun: that tells nothing about the guest.
     */
    async ask(message) {
        await this.ready;
        if (this.ended) {
            return { ending: this.ended, retire: "it is gone", untouched: message.verb !== "stop" };
        }
        return new Promise((resolve) => {
            this.#job = resolve;
            this.#begun = message.verb === "stop";
            this.#worker.postMessage(message);
        });
    }

    async terminate() {
        this.#job = undefined;
        await this.#worker.terminate();
    }

    #hear(message, ready) {
        if (message.ready) {
            ready();
        } else if (message.told) {
            this.tell?.(...message.told);
        } else if (message.done) {
            this.#settle(message.done);
        } else if (message.begun) {
            this.#begun = true;
        } else if (message.ended) {
            this.#end(message.ended);
        } else {
            this.busy = message.busy;
        }
    }

    #end(ending) {
        this.ended ??= ending;
        this.#settle({ ending: this.ended, retire: "it is gone", untouched: !this.#begun });
    }

    #leave(code, ready) {
        this.#end(failed(`the guest's thread ended with code ${code}`));
        ready();
    }

    #settle(result) {
        const job = this.#job;
        this.#job = undefined;
        job?.(result);
    }
}

/** Runs and serves guests, one at a time, in a thread that is replaced as often as it takes. */
export class Supervisor {
    #environment;
    #thread;
    #streams = { stdout: Capture.ofSize(0), stderr: Capture.ofSize(0) };
    serving = false;

    constructor(environment) {
        this.#environment = environment;
        this.#thread = new GuestThread(environment);
    }

    /** Runs a command component to its end and gives the protocol's observation. */
    async run(launch) {
        return this.#observe(await this.#start("run", launch));
    }

    /** Serves a proxy component: `{serving}`, or `{observation}` when it never got that far. */
    async serve(launch) {
        const result = await this.#start("serve", launch);
        this.serving = Boolean(result.serving);
        return this.serving ? { serving: result.serving } : { observation: this.#observe(result) };
    }

    /**
     * Calls exported functions of a component. `tell` is given each outcome; what is returned ends the reply. A thread
     * that dies over it takes the driver with it, for what it had been told last is not known here.
     */
    async call(request, tell) {
        const ask = () => {
            this.#thread.tell = tell;
            return this.#thread.ask({ verb: "call", request });
        };
        let result = await ask();
        for (let again = 1; result.untouched && again < MOST_STARTS; again += 1) {
            this.#replace();
            result = await ask();
        }
        if (result.failure) {
            throw new Error(result.failure);
        }
        if (result.ending) {
            throw new Gone(result.ending.message);
        }
        if (result.retire) {
            this.#replace();
        }
        return result.rest;
    }

    /**
     * Ends what is served and gives the observation. A server that is still in the middle of a request after
     * `grace_s` seconds is ended all the same, and the observation says so.
     */
    async stop(graceS) {
        this.serving = false;
        const patience = new Promise((resolve) => setTimeout(resolve, graceS * 1000, undefined).unref());
        const result = await Promise.race([this.#thread.ask({ verb: "stop" }), patience]);
        return this.#observe(result ?? this.#unstopped(graceS));
    }

    #unstopped(graceS) {
        // Idle but not stopped: a client has left a connection open, which is no fault of the guest.
        const ending = this.#thread.busy
            ? failed(`still busy with a request ${graceS} s after it was told to stop`)
            : exited(0);
        return { ending, retire: "it did not stop" };
    }

    async #start(verb, launch) {
        let result = await this.#ask(verb, launch);
        for (let again = 1; result.untouched && again < MOST_STARTS; again += 1) {
            this.#replace(); // what ended it was left by an earlier guest: the job has not been begun
            result = await this.#ask(verb, launch);
        }
        if (result.failure || result.untouched) {
            throw new Error(result.failure ?? `no guest can be started: ${result.ending.message}`);
        }
        return result;
    }

    #ask(verb, launch) {
        const { outputLimit } = launch;
        for (const name of ["stdout", "stderr"]) {
            if (this.#streams[name].limit !== outputLimit) {
                this.#streams[name] = Capture.ofSize(outputLimit);
            }
            this.#streams[name].reset();
        }
        const { stdout, stderr } = this.#streams;
        return this.#thread.ask({ verb, launch, stdout: stdout.shared, stderr: stderr.shared });
    }

    #observe({ ending, duration, retire }) {
        const { stdout, stderr } = this.#streams;
        const observation = {
            ...ending,
            stdout: stdout.base64(),
            stderr: stderr.base64(),
            stdout_total: stdout.total,
            stderr_total: stderr.total,
            duration_s: duration ?? 0,
        };
        if (retire) {
            this.#replace();
        }
        return observation;
    }

    #replace() {
        const old = this.#thread;
        // The old one may still be writing what nobody asked for: the next attempt gets memory of its own.
        this.#streams = { stdout: Capture.ofSize(0), stderr: Capture.ofSize(0) };
        this.#thread = new GuestThread(this.#environment);
        void old.terminate();
    }
}
