// What a guest writes, in memory that both threads of the driver see: it survives a thread that had to be
// ended, and a guest that writes without end costs no more than the limit.

const HEADER = 16; // one 64-bit counter of bytes written, and 8 bytes of room that keep the data aligned

/** One output stream's first `limit` bytes, and the count of all. */
export class Capture {
    constructor(shared) {
        this.shared = shared;
        this.#total = new BigUint64Array(shared, 0, 1);
        this.#kept = new Uint8Array(shared, HEADER);
    }

    #total;
    #kept;

    static ofSize(limit) {
        return new Capture(new SharedArrayBuffer(HEADER + limit));
    }

    get limit() {
        return this.#kept.length;
    }

    get total() {
        return Number(this.#total[0]);
    }

    reset() {
        this.#total[0] = 0n;
    }

    add(bytes) {
        const room = this.limit - this.total;
        if (room > 0) {
            this.#kept.set(room < bytes.length ? bytes.subarray(0, room) : bytes, this.total);
        }
        this.#total[0] += BigInt(bytes.length);
    }

    base64() {
        // Buffer.from copies: the next attempt may overwrite what is kept.
        return Buffer.from(this.#kept.subarray(0, Math.min(this.total, this.limit))).toString("base64");
    }
}

/** Sends what is written to a stream of Node.js into a capture instead; the shim's own stdio ends in such a write. */
export function divert(stream, capture) {
    stream.write = (chunk, encoding, callback) => {
        capture().add(typeof chunk === "string" ? Buffer.from(chunk, stringEncoding(encoding)) : chunk);
        const done = typeof encoding === "function" ? encoding : callback;
        if (done) {
            process.nextTick(done);
        }
        return true;
    };
}

function stringEncoding(encoding) {
    return typeof encoding === "string" ? encoding : "utf8";
}
