// The imports of one guest, put together from preview2-shim's public interface alone.
import { syncBuiltinESMExports } from "node:module";
import { basename } from "node:path";

import { ExitRequest, Refusal } from "./endings.mjs";

const EXTENSION = new URL("./stdin-extension.mjs", import.meta.url);

// The methods of the shim's stdout and stderr that keep state in its I/O thread, where it would outlive the guest.
const KEEPING_STATE = [
    "checkWrite",
    "flush",
    "writeZeroes",
    "blockingWriteZeroesAndFlush",
    "splice",
    "blockingSplice",
    "subscribe",
];

/** The shim's modules that the driver uses. */
export class Host {
    /** Whether a guest has left its traces in a stream that the next guest would have, too. */
    stained = false;

    static async load(parts) {
        const host = new Host();
        const names = ["instantiation", "cli", "sockets", "http", "io-worker"];
        const modules = await Promise.all(names.map((name) => parts.load(`preview2-shim/${name}`)));
        [host.instantiation, host.cli, host.sockets, host.http, host.ioWorker] = modules;
        host.#watch(host.cli.stdout.getStdout());
        host.#watch(host.cli.stderr.getStderr());
        return host;
    }

    /** Notes the calls that stain a stream, and lets them through as they are. */
    #watch(stream) {
        for (const name of KEEPING_STATE) {
            const method = stream[name];
            stream[name] = (...given) => {
                this.stained = true;
                return method.apply(stream, given);
            };
        }
    }

    /** The import object for a launch: everything as the shim has it, but for stdin. */
    imports(launch) {
        const network = launch.grants.includes("network");
        const lookup = launch.grants.includes("name-lookup");
        const http = launch.grants.includes("http");
        const granted = this.#shim(launch, network || lookup || http).getImportObject();
        const instance = granted["wasi:sockets/instance-network"].instanceNetwork();
        // The shim's one switch covers TCP, UDP, names and HTTP; its other functions take back what was not granted.
        if (!network) {
            this.sockets._denyTcp(instance);
            this.sockets._denyUdp(instance);
        }
        if (!lookup) {
            this.sockets._denyDnsLookup(instance);
        }
        if (!http) {
            const denied = this.#shim(launch, false).getImportObject();
            granted["wasi:http/outgoing-handler"] = denied["wasi:http/outgoing-handler"];
        }
        return granted;
    }

    #shim(launch, enableNetwork) {
        return new this.instantiation.WASIShim({
            cli: { ...this.cli, stdin: this.#stdin(launch.stdin) },
            sandbox: {
                preopens: Object.fromEntries(launch.preopens.map(({ guest, host }) => [guest, host])),
                env: launch.environment,
                args: programArguments(launch),
                enableNetwork,
            },
        });
    }

    #stdin(bytes) {
        let stream;
        const getStdin = () => {
            stream ??= this.ioWorker.inputStreamCreate(this.ioWorker.callExtension(EXTENSION, "stdin", bytes));
            return stream;
        };
        return { getStdin };
    }

    /** Resources that are still alive in the shim's I/O thread; throws when that thread is beyond use. */
    resources() {
        return this.ioWorker.callExtension(EXTENSION, "resources", null);
    }
}

/** The guest's arguments: the component's file name first, as a shell would have it. */
export function programArguments(launch) {
    return [basename(launch.component), ...launch.arguments];
}

/** From here on, process.exit unwinds to whoever called the guest. Must be called before the shim is loaded. */
export function interceptExit(exits) {
    process.exit = (code) => {
        const request = new ExitRequest(Number(code ?? process.exitCode ?? 0) & 0xff);
        exits.push(request);
        throw request;
    };
    syncBuiltinESMExports(); // the shim imports `exit` by name
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
