// workerd, the runtime of Cloudflare Workers, as the host of guests: each has a process of its own, which is given its
// modules by a configuration, for code that comes later is no code to it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, linkSync, readdirSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { exited, failed } from "../jco-node/endings.mjs";
import { MODULE } from "../jco-node/transpile.mjs";
import { discard, scratch } from "./scratch.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ENDINGS = fileURLToPath(new URL("../jco-node/endings.mjs", import.meta.url));
const SHIM = "@bytecodealliance/preview2-shim";
const COMPATIBILITY = "2026-11-01";
const SAID = 4096; // characters that are kept of what it says

/** Finds the program; one is started for each guest. */
export async function open({ env, program }) {
    return new Workerd(program, join(env, "node_modules", SHIM, "dist"));
}

class Workerd {
    #program;
    #shim;

    constructor(program, shim) {
        this.#program = program;
        this.#shim = shim;
    }

    async parts() {
        return {}; // runner.yaml asks the program itself
    }

    async cannot() {
        return {};
    }

    async run(component, job) {
        const instance = await this.#start(component, job, "run");
        try {
            return instance.port ? await instance.result() : { ending: instance.ended(), ...NOTHING, trees: job.preopens };
        } finally {
            instance.close();
        }
    }

    /** Serves a proxy component: `{address, stop}`, or `{ending}` when it never came to that. */
    async serve(component, job) {
        const instance = await this.#start(component, job, "serve");
        if (!instance.port) {
            instance.close();
            return { ending: instance.ended() };
        }
        const stop = async () => {
            const ending = instance.alive ? exited(0) : instance.ended();
            instance.close();
            return ending;
        };
        return { address: { host: "127.0.0.1", port: instance.port }, stop };
    }

    async close() {}

    #start(component, job, verb) {
        const folder = scratch();
        const modules = new Modules(folder);
        const cores = readdirSync(component.folder).filter((name) => name.endsWith(".wasm"));
        modules.write("main.mjs", "esModule", mainModule(verb, cores));
        modules.write("job.json", "json", JSON.stringify(job));
        modules.add(`component/${MODULE}`, "esModule", join(component.folder, MODULE));
        for (const name of cores) {
            modules.add(`component/${name}`, "wasm", join(component.folder, name));
        }
        for (const name of ["guest.mjs", "base64.mjs", "trees.mjs"]) {
            modules.add(`harness/${name}`, "esModule", join(HERE, name));
        }
        modules.add("harness/endings.mjs", "esModule", ENDINGS);
        for (const name of readdirSync(join(this.#shim, "browser")).filter((one) => one.endsWith(".js"))) {
            modules.add(`browser/${name}`, "esModule", join(this.#shim, "browser", name));
        }
        // A name without dots is looked up from the folder of whoever says it.
        modules.write(`harness/${SHIM}`, "esModule", 'export * from "../../browser/index.js";');
        modules.add(`harness/${SHIM}/instantiation`, "esModule", join(this.#shim, "common/instantiation.js"));
        modules.write(`harness/${SHIM}/${SHIM}`, "esModule", 'export * from "../../../../browser/index.js";');
        writeFileSync(join(folder, "config.capnp"), modules.config());
        return Instance.start(this.#program, folder);
    }
}

const NOTHING = { stdout: "", stderr: "", stdout_total: 0, stderr_total: 0 };

function mainModule(verb, cores) {
    const imports = cores.map((name, index) => `import core${index} from "component/${name}";`);
    const map = cores.map((name, index) => `[${JSON.stringify(name)}, core${index}]`);
    return `
import * as http from "browser/http.js";
import * as module from "component/${MODULE}";
import job from "job.json";
import { Guest, exportedFunction } from "harness/guest.mjs";
${imports.join("\n")}
const cores = new Map([${map}]);
const component = { module, core: async (name) => cores.get(name), url: "component/${MODULE}" };
const verbs = {
    run: async () => Response.json(await new Guest(job).run(component)),
    serve: async (request) => {
        const exports = await new Guest(job).start(component);
        const handle = exportedFunction(exports, "wasi:http/incoming-handler", "handle");
        return http.handleIncomingRequest(request, handle);
    },
};
export default { fetch: verbs.${verb} };
`;
}

/** The modules of a worker, and the configuration that names them. */
class Modules {
    #folder;
    #entries = [];

    constructor(folder) {
        this.#folder = folder;
    }

    add(name, kind, file) {
        const local = this.#entry(name, kind);
        try {
            linkSync(file, local);
        } catch {
            copyFileSync(file, local); // on another file system
        }
    }

    write(name, kind, text) {
        writeFileSync(this.#entry(name, kind), text);
    }

    #entry(name, kind) {
        const local = `m${this.#entries.length}`;
        this.#entries.push(`(name = ${JSON.stringify(name)}, ${kind} = embed ${JSON.stringify(local)})`);
        return join(this.#folder, local);
    }

    config() {
        return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [${this.#entries.join(",\n        ")}],
      compatibilityDate = "${COMPATIBILITY}",
      globalOutbound = "loopback")),
    (name = "loopback", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
    }
}

/** One workerd with one guest. */
class Instance {
    #child;
    #folder;
    #said = "";
    #left;
    port;

    static async start(program, folder) {
        const instance = new Instance();
        instance.#folder = folder;
        const command = ["serve", "config.capnp", "--control-fd=3"];
        instance.#child = spawn(program, command, { cwd: folder, stdio: ["ignore", "pipe", "pipe", "pipe"] });
        for (const stream of [instance.#child.stdout, instance.#child.stderr]) {
            stream.setEncoding("utf8").on("data", (text) => {
                instance.#said = (instance.#said + text).slice(-SAID);
            });
        }
        instance.#left = once(instance.#child, "close");
        await Promise.race([instance.#listening(), instance.#left]);
        if (instance.port === undefined) {
            await instance.#left;
        }
        return instance;
    }

    get alive() {
        return this.#child.exitCode === null && this.#child.signalCode === null;
    }

    /** What it came to: its outputs, and how it ended; a process that is gone is the guest's end. */
    async result() {
        try {
            return JSON.parse(await fetched(this.port));
        } catch (error) {
            await Promise.race([this.#left, new Promise((resolve) => setTimeout(resolve, 500))]);
            throw new Error(this.alive ? `${error.message}: ${this.#said.trim()}` : this.ended().message);
        }
    }

    /** The ending for a process that is gone. */
    ended() {
        const how = this.#child.signalCode ?? `exit code ${this.#child.exitCode}`;
        return failed(`workerd ended with ${how}: ${this.#said.trim()}`);
    }

    close() {
        this.#child.kill("SIGKILL");
        discard(this.#folder);
    }

    async #listening() {
        let text = "";
        for await (const piece of this.#child.stdio[3].setEncoding("utf8")) {
            text += piece;
            for (const line of text.split("\n").slice(0, -1)) {
                const { event, port } = JSON.parse(line);
                if (event === "listen") {
                    this.port = port;
                    return;
                }
            }
        }
    }
}

/** The body of the answer, whole. Not by fetch(), which gives up waiting after a while of its own. */
function fetched(port) {
    return new Promise((resolve, reject) => {
        get({ host: "127.0.0.1", port, path: "/" }, (response) => {
            let text = "";
            response
                .setEncoding("utf8")
                .on("data", (piece) => {
                    text += piece;
                })
                .on("error", reject)
                .on("end", () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))));
        }).on("error", reject);
    });
}
