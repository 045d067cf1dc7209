// Functions that preview2-shim lacks, or gets so wrong that a guest which calls them tells nothing more: done rightly,
// in terms of functions that it gets right. The fault `mended` puts them in their place, so that there is something to break.

const INPUT = "wasi:io/streams#[method]input-stream.";
const OUTPUT = "wasi:io/streams#[method]output-stream.";
const MOST_WRITTEN = 4096; // what the text lets one blocking-write-and-flush take

/** Item → the function, which is given `self`, where there is one, and then its arguments. */
export const MENDS = {
    [`${INPUT}skip`]: (stream, len) => BigInt(stream.read(len).length),
    [`${INPUT}blocking-skip`]: (stream, len) => BigInt(stream.blockingRead(len).length),
    [`${OUTPUT}splice`]: (stream, source, len) => written(stream, source.read(atMost(len))),
    [`${OUTPUT}blocking-splice`]: (stream, source, len) => written(stream, source.blockingRead(atMost(len))),
    [`${OUTPUT}write-zeroes`]: (stream, len) => void written(stream, new Uint8Array(Number(len))),
    [`${OUTPUT}blocking-write-zeroes-and-flush`]: (stream, len) => void written(stream, new Uint8Array(Number(len))),
    // One that sends none, which the text allows.
    "wasi:http/types#[method]response-outparam.send-informational": (_, status) => {
        throw status < 100 || status > 199 ? { tag: "HTTP-protocol-error" } : { tag: "internal-error" };
    },
    "wasi:clocks/timezone#display": () => ({ utcOffset: 0, name: "UTC", inDaylightSavingTime: false }),
    "wasi:clocks/timezone#utc-offset": () => 0,
    "wasi:http/types#http-error-code": () => undefined,
};

function atMost(len) {
    return len < MOST_WRITTEN ? len : BigInt(MOST_WRITTEN);
}

function written(stream, bytes) {
    stream.blockingWriteAndFlush(bytes);
    return BigInt(bytes.length);
}
