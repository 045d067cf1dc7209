// The driver protocol of runners/README.md, version 1, on stdin and stdout: JSON lines in, one line out for each.
import { writeSync } from "node:fs";

import { BadRequest } from "./launch.mjs";

export const PROTOCOL = 1;

/** The reply to one line, whatever it holds; `verbs` are functions of a request. */
export async function answer(verbs, line) {
    let seq = null;
    try {
        const request = parse(line);
        seq = request.seq;
        if (typeof request.verb !== "string" || !Object.hasOwn(verbs, request.verb)) {
            throw new BadRequest("unknown-verb", `no such verb: ${JSON.stringify(request.verb ?? null)}`);
        }
        return { seq, ...(await verbs[request.verb](request)) };
    } catch (error) {
        const code = error instanceof BadRequest ? error.code : "internal";
        return { seq, error: { code, message: String(error?.message ?? error) } };
    }
}

/** A request, or a {@link BadRequest}. */
export function parse(line) {
    let request;
    try {
        request = JSON.parse(line);
    } catch (error) {
        throw new BadRequest("bad-request", `not JSON: ${error.message}`);
    }
    if (!Number.isInteger(request?.seq)) {
        throw new BadRequest("bad-request", "expected an object with an integer `seq`");
    }
    return request;
}

/** Writes a whole line. */
export function send(reply) {
    write(`${JSON.stringify(reply)}\n`);
}

/** A pipe that is full takes only part of what is written, or asks to come back. */
export function write(text) {
    let left = Buffer.from(text);
    while (left.length > 0) {
        try {
            left = left.subarray(writeSync(1, left));
        } catch (error) {
            if (error.code === "EPIPE") {
                process.exit(0); // nobody listens any more
            }
            if (error.code !== "EAGAIN") {
                throw error;
            }
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
        }
    }
}

/** Whole lines out of the pieces that arrive. Not by node:readline, which ends a line at U+2028 and U+2029 too. */
function lines(take) {
    let rest = "";
    return (piece) => {
        const whole = (rest + piece).split("\n");
        rest = whole.pop();
        whole.forEach(take);
    };
}

/** Handles line after line, each when the one before is done; `ended` is told what is left when no more will come. */
export function listen(handle, ended) {
    let queue = Promise.resolve();
    const take = lines((line) => {
        queue = queue.then(() => handle(line));
    });
    process.stdin
        .setEncoding("utf8")
        .on("data", take)
        .on("end", () => ended(queue));
}
