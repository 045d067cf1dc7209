// How an attempt ended, told from what was thrown out of the guest. Both lanes use it, so that they agree.

const STACK_LINES = 6;

/** Thrown through the guest when `wasi:cli/exit` asks for the end, or when the shim itself calls process.exit. */
export class ExitRequest extends Error {
    constructor(code) {
        super(`exit with code ${code}`);
        this.code = code;
    }
}

/** A component that cannot be started: the message says why. */
export class Refusal extends Error {}

export const exited = (code) => ({ ending: "exited", code });
export const refused = (error) => ({ ending: "refused", message: describe(error) });
export const crashed = (error) => ({ ending: "crashed", message: describe(error) });
export const failed = (message) => ({ ending: "crashed", message });

// What jco's generated code throws for a value of the guest that the Canonical ABI says must trap. It throws
// plain TypeErrors and RangeErrors for many of them, and the same classes when the *host* hands it a value
// that it cannot lower or when its own bookkeeping is broken: only messages tell these apart. Whatever is not
// on the list counts as the host's failure, so a new wording shows up as `crashed` and not as a silent pass.
const LIFTING_TRAPS = [
    /^invalid variant discriminant for /,
    /^list pointer \[.*\] is not aligned/,
    /^(string|result|return) pointer .* not aligned/,
    /^pointer .* (not aligned|out of bounds)/,
    /^invalid enum discriminant/,
    /^(invalid|not a valid) (char|unicode scalar)/i,
    /^The encoded data was not valid/, // TextDecoder in its fatal mode
    // an address beyond the end of memory, in the words of V8
    /outside the bounds of the (DataView|buffer)/,
    /^Invalid typed array length/,
    /^Invalid handle$/, // a handle that is dropped and is none, in the words of transpiler 0.10 and its forerunners
    /^offset is out of bounds/i,
    /^Length out of range of buffer/,
    // … of JavaScriptCore (Bun)
    /^Out of bounds access/,
    /^byteOffset exceeds source ArrayBuffer byteLength/,
    // … and of SpiderMonkey (Firefox)
    /^invalid or out-of-range index/,
    /^attempting to construct out-of-bounds \w+ on ArrayBuffer/,
    /^size of buffer is too small for/,
];

// A stack that is full inside of wasm, which is no RuntimeError: in the words of V8 and JavaScriptCore, and of
// SpiderMonkey, whose error has a class of its own.
const STACK_FULL = /^(Maximum call stack size exceeded|too much recursion)/;

// The shim's own idiom for "this must trap", where it throws and does not end the process; and what its build for
// browsers throws on purpose where WASI says that a call traps.
const SHIM_TRAP = new RegExp(
    [
        "^wasi-io trap: ",
        "^write exceeds the permit returned by checkWrite$",
        "^blockingWrite(Zeroes)?AndFlush accepts at most 4096 bytes$",
        "^poll list (must not be empty|length exceeds u32 index range)$",
        "^pollable('s parent resource)? has been disposed$",
    ].join("|"),
);

/**
 * The ending for an error that left the guest's `run` or `handle`.
 *
 * `generated` is the URL of the module that jco generated: an error raised there is about the guest's values,
 * one raised in the shim is the host's.
 */
export function endingOf(error, generated) {
    if (error instanceof ExitRequest) {
        return exited(error.code);
    }
    if (error instanceof Refusal) {
        return refused(error);
    }
    if (error?.exitError === true) {
        return exited(error.code); // the shim's own, in its build for browsers
    }
    // jco wraps what an exported function returned as `err`; for wasi:cli/run that is exit code 1.
    if (error?.constructor?.name === "ComponentError") {
        return exited(1);
    }
    return isTrap(error, generated) ? { ending: "trapped", message: describe(error) } : crashed(error);
}

/** The same, for an error that the shim traced before it called process.exit. */
export function endingOfTrace(error) {
    const trap = error instanceof Error && SHIM_TRAP.test(error.message);
    return trap ? { ending: "trapped", message: describe(error) } : crashed(error);
}

/** The same, for an error raised while the component was being instantiated: what cannot be linked is refused. */
export function endingOfStart(error, generated) {
    const fromLinking =
        error instanceof WebAssembly.LinkError ||
        error instanceof WebAssembly.CompileError ||
        // a missing import: reading it out of the import object fails in the generated module itself
        (!(error instanceof WebAssembly.RuntimeError) && raisedIn(error)?.includes(placeOf(generated)) && !enteredWasm(error));
    return fromLinking ? refused(error) : endingOf(error, generated);
}

function isTrap(error, generated) {
    if (error instanceof WebAssembly.RuntimeError) {
        return true;
    }
    if (!(error instanceof Error)) {
        return false;
    }
    if (SHIM_TRAP.test(error.message)) {
        return true;
    }
    const frame = raisedIn(error);
    if (STACK_FULL.test(error.message)) {
        return true;
    }
    return Boolean(frame?.includes(placeOf(generated))) && LIFTING_TRAPS.some((wording) => wording.test(error.message));
}

/** What a URL of a module has in common with a stack frame: Bun's frames have paths, all others URLs. */
function placeOf(url) {
    return url.replace(/^file:\/\//, "");
}

/** The innermost stack frame that lies in a file or in wasm: engine internals such as TypedArray.set are skipped. */
function raisedIn(error) {
    return stackFrames(error).find((line) => /file:|https?:|wasm:|wasm-function\[|\.m?js:\d+:\d+/.test(line));
}

function enteredWasm(error) {
    return stackFrames(error).some((line) => /wasm:\/\/|wasm-function\[/.test(line));
}

/** Frames as V8 and JavaScriptCore write them, `at f (place)`, or SpiderMonkey, `f@place`. */
function stackFrames(error) {
    return String(error?.stack ?? "").split("\n").filter((line) => /^\s+at |@\S+:\d+(:\d+)?$/.test(line));
}

/** An error in a few lines: its name and message, and the innermost frames. */
export function describe(error) {
    if (error instanceof Refusal) {
        return error.message;
    }
    if (!(error instanceof Error)) {
        return `thrown value: ${safeText(error)}`;
    }
    const head = `${error.name}: ${error.message}`;
    return [head, ...stackFrames(error).slice(0, STACK_LINES).map(withoutPlace)].join("\n");
}

/** A stack frame without the part of its path that differs from machine to machine. */
function withoutPlace(frame) {
    const folders = /(^|[\s(@])(file:\/\/|https?:\/\/[^\s/]+)?\/(?:[^\s:]*\/node_modules\/|[^\s:]*\/)/;
    return frame.replace(folders, "$1");
}

function safeText(value) {
    try {
        return typeof value === "object" ? JSON.stringify(value) : String(value);
    } catch {
        return Object.prototype.toString.call(value);
    }
}
