// The worker lane's driver for jco on Node.js: JSON lines on stdin and stdout, as runners/README.md has them.
//
//     node driver.mjs --env FOLDER
//
// FOLDER is where `npm ci` put the packages of package-lock.json. Guests run in a thread of their own
// (guest-thread.mjs); this one only speaks the protocol.
import { parseArgs } from "node:util";

import { BadRequest, parseLaunch } from "./launch.mjs";
import { Parts } from "./parts.mjs";
import { Gone, Supervisor } from "./supervisor.mjs";
import { temporaryCache } from "./transpile.mjs";
import { PROTOCOL, answer, listen, parse, send, write } from "./wire.mjs";

const STOP_GRACE_S = 2;

const { values: options } = parseArgs({ options: { env: { type: "string" } } });
const parts = new Parts(options.env);
const supervisor = new Supervisor(options.env);

const CANNOT = {
    "readonly-preopens": "preview2-shim has no read-only preopens",
};

// Components after which the driver wants to be replaced; and the transpiler panics over strings in latin1+utf16.
const CALLS = { recycle_after: 2000, encodings: ["utf8", "utf16"] };

const verbs = {
    hello({ protocol }) {
        if (protocol !== PROTOCOL) {
            throw new BadRequest("unsupported-protocol", `this driver speaks protocol ${PROTOCOL}`);
        }
        return { protocol: PROTOCOL, driver: "jco-node", parts: parts.versions(), cannot: CANNOT, calls: CALLS };
    },
    async run(request) {
        refuseWhileServing();
        return { observation: await supervisor.run(accept(request)) };
    },
    async serve(request) {
        refuseWhileServing();
        return supervisor.serve(accept(request));
    },
    async stop() {
        if (!supervisor.serving) {
            throw new BadRequest("nothing-served", "there is nothing to stop");
        }
        return { observation: await supervisor.stop(STOP_GRACE_S) };
    },
};

let ownCache;
let mustEndBy = 0; // performance.now() when the guest of the moment is late

function accept(request) {
    const launch = parseLaunch(request);
    mustEndBy = performance.now() + launch.timeoutS * 1000;
    return { ...launch, cache: launch.cache ?? (ownCache ??= temporaryCache()) };
}

function refuseWhileServing() {
    if (supervisor.serving) {
        throw new BadRequest("busy-serving", "a component is being served: stop it first");
    }
}

/**
 * The reply to a `call`: one object on one line, which goes out piece by piece as outcomes come, so that those before
 * the end of the driver are not lost.
 */
async function call(request) {
    let told = -1;
    const tell = (number, outcome) => {
        write((number === told ? "," : told < 0 ? "[" : "],[") + JSON.stringify(outcome));
        told = number;
    };
    write(`{"seq":${request.seq},"outcomes":[`);
    let rest;
    try {
        refuseWhileServing();
        mustEndBy = performance.now() + (request.timeout_s ?? 60) * 1000;
        rest = await supervisor.call(request, tell);
    } catch (error) {
        if (error instanceof Gone) {
            process.stderr.write(`the guest's thread is gone: ${error.message}\n`, () => process.exit(70));
            await new Promise(() => {});
        }
        rest = { error: { code: "bad-call", message: String(error?.message ?? error) } };
    }
    const more = Object.entries(rest).map(([key, value]) => `,${JSON.stringify(key)}:${JSON.stringify(value)}`);
    write(`${told < 0 ? "]" : "]]"}${more.join("")}}\n`);
}

async function handle(line) {
    const request = called(line);
    if (request) {
        await call(request);
    } else {
        send(await answer(verbs, line));
    }
}

/** The request on a line that is a good `call`; every other line is for `answer`. */
function called(line) {
    try {
        const request = parse(line);
        return request.verb === "call" ? request : null;
    } catch {
        return null;
    }
}

listen(handle, (left) => {
    left.then(() => process.exit(0));
    // A guest that never ends must not outlive whoever started the driver.
    mustEndBy = Math.max(mustEndBy, performance.now() + STOP_GRACE_S * 1000);
    setInterval(() => performance.now() > mustEndBy && process.exit(0), 100);
});
