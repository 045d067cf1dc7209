// The vocabulary of faults: what can be wrong with one function of the host. README.md lists it for people.
//
// A fault is `{item, fault, …}`. It works on values as preview2-shim has them: u64 and s64 are BigInts (in a fault: text
// such as "7n"), records are objects with camelCase names, an `err` is a thrown value, resources are objects.

import { MENDS } from "./mends.mjs";

const FAULTS = {
    /** Answers without doing anything. */
    returns: ({ value }) => () => value,
    drops: () => () => undefined,
    fails: ({ error }) => () => {
        throw error;
    },
    traps: () => () => {
        throw new Error("wasi-io trap: a fault of the stand-in");
    },
    /** Does what was asked, and turns an error into a success. */
    succeeds: ({ value }) => (call, given) => {
        try {
            return call(...given);
        } catch (error) {
            return passOn(error) ?? value;
        }
    },
    /** Does what was asked twice. */
    repeats: () => (call, given) => {
        call(...given);
        return call(...given);
    },
    /** Gives its first answer again and again. */
    remembers: () => {
        let first;
        return (call, given) => (first ??= { answer: call(...given) }).answer;
    },
    /** Does what was asked and tells something else. */
    result: (how) => (call, given) => changed(call(...given), how),
    /** Does something else than was asked. */
    argument: (how) => (call, given) => call(...given.with(how.argument, changed(given[how.argument], how))),
    /** Does what another function of the same object does, with the same arguments. */
    calls: ({ other }) => (_, given, receiver) => receiver[camelCase(other)](...given),
    /** No fault: what preview2-shim gets wrong, done rightly. */
    mended: ({ item }) => (_, given, receiver) => MENDS[item](receiver, ...given),
    /** No fault: where jco fails over a value of the guest that the Canonical ABI refuses, it traps. */
    guards: () => (call, given) => {
        try {
            return call(...given);
        } catch (error) {
            throw error instanceof TypeError ? new WebAssembly.RuntimeError(error.message) : error;
        }
    },
    /** No fault: where the shim throws what it did not foresee, it answers the error `error`. */
    catches: ({ error }) => (call, given) => {
        try {
            return call(...given);
        } catch (thrown) {
            throw thrown instanceof Error && !("payload" in thrown) ? error : thrown;
        }
    },
    /** Where it ought to trap, nothing happens. */
    swallows: ({ value }) => (call, given) => {
        try {
            return call(...given);
        } catch {
            return value;
        }
    },
};

/** The faulty function that takes the place of `original`. */
export function faulty(original, fault) {
    const { call: only, from = 1, ...how } = revived(fault);
    const act = FAULTS[how.fault](how);
    let calls = 0;
    return function (...given) {
        const call = (...others) => Reflect.apply(original, this, others);
        if (carriesReport(given)) {
            return call(...given);
        }
        calls += 1;
        return calls < from || (only ?? calls) !== calls ? call(...given) : act(call, given, this);
    };
}

/** Whether a call writes a line of the guest's report, which has to arrive whatever is broken. */
function carriesReport([first]) {
    return first instanceof Uint8Array && first[0] === 0x7b && first[1] === 0x22; // {"
}

/** A trap or an exit is no `err` and goes on its way. */
function passOn(error) {
    if (error instanceof Error && !("payload" in error)) {
        throw error;
    }
}

/** `value` with the part at the path `at` (such as "size" or "0.type") changed. */
function changed(value, { at = "", ...change }) {
    const [, step, rest = ""] = /^([^.]*)\.?(.*)$/s.exec(String(at));
    if (step === "") {
        return CHANGES.reduce((now, [name, apply]) => (name in change ? apply(now, change[name]) : now), value);
    }
    if (step === "*") {
        return value.map((part) => changed(part, { at: rest, ...change }));
    }
    if (!(step in Object(value))) {
        throw new Error(`the fault's path does not exist: ${at}`);
    }
    const part = changed(value[step], { at: rest, ...change });
    return "with" in value ? value.with(step, part) : { ...value, [step]: part };
}

const CHANGES = Object.entries({
    value: (now, value) => like(now, value),
    add: (now, by) => now + like(now, by),
    truncate: (now, length) => now.slice(0, length),
    skip: (now, count) => now.slice(count),
    flip: (now) => now.map((byte) => byte ^ 0xff),
    fill: (now, byte) => now.map(() => byte),
    reverse: (now) => now.toReversed(),
    append: (now, more) => (typeof now === "string" ? now + more : now.constructor.from([...now, ...more])),
});

const like = (now, value) => (typeof now === "bigint" && typeof value === "number" ? BigInt(value) : value);

/** A fault as it came from YAML: "7n" is a BigInt, {bytes: "text"} a list of bytes. */
function revived(value) {
    if (typeof value === "string" && /^-?\d+n$/.test(value)) {
        return BigInt(value.slice(0, -1));
    }
    if (Array.isArray(value)) {
        return value.map(revived);
    }
    if (value === null || Object.getPrototypeOf(Object(value)) !== Object.prototype) {
        return value;
    }
    if (typeof value.bytes === "string") {
        return new TextEncoder().encode(value.bytes);
    }
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, revived(part)]));
}

/** A name of the WIT as jco has it in JavaScript. */
export function camelCase(name) {
    return name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}
