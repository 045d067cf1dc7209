// Values between JSON, as runners/README.md writes them by their types, and what jco's generated code takes and gives.
// A type is compiled once to `{ lower, lift }`. What lifting meets that is no value of the type is told as Garbled.

/** What came out of a guest is no value of its type. */
export class Garbled extends Error {}

/** A value that JavaScript, or jco's mapping to it, has no form for. */
export class Unlowerable extends Error {}

const SMALL = ["u8", "s8", "u16", "s16", "u32", "s32"];
const ARRAYS = {
    u8: Uint8Array,
    s8: Int8Array,
    u16: Uint16Array,
    s16: Int16Array,
    u32: Uint32Array,
    s32: Int32Array,
    u64: BigUint64Array,
    s64: BigInt64Array,
    f32: Float32Array,
    f64: Float64Array,
};

const scratch = new DataView(new ArrayBuffer(8));
const codecs = new Map();

/** The functions for a type. */
export function codec(type) {
    const key = JSON.stringify(type);
    let made = codecs.get(key);
    if (!made) {
        const word = typeof type === "string" ? type : type[0];
        if (!Object.hasOwn(MAKERS, word)) {
            throw new Unlowerable(`a type that this driver does not know: ${word}`);
        }
        made = MAKERS[word](type);
        codecs.set(key, made);
    }
    return made;
}

/** A name of WIT as jco has it in JavaScript. */
export function camel(name) {
    return name
        .split("-")
        .map((word, index) => (index === 0 ? word.toLowerCase() : word[0].toUpperCase() + word.slice(1).toLowerCase()))
        .join("");
}

function expect(holds, value, what) {
    if (!holds) {
        throw new Garbled(`${show(value)} where ${what} belongs`);
    }
    return value;
}

function show(value) {
    try {
        const text = typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
        return `${typeof value} ${String(text).slice(0, 80)}`;
    } catch {
        return typeof value;
    }
}

const bool = () => ({ lower: (value) => value, lift: (value) => expect(typeof value === "boolean", value, "a bool") });

const small = (type) => ({
    lower: (value) => Number(value),
    lift: (value) => expect(Number.isInteger(value), value, type),
});

const big = (type) => ({
    lower: (value) => BigInt(value),
    lift: (value) => String(expect(typeof value === "bigint", value, type)),
});

/** Floats are their bits in hexadecimal. */
const float32 = (type) => ({
    lower(value) {
        scratch.setUint32(0, Number.parseInt(value, 16));
        return scratch.getFloat32(0);
    },
    lift(value) {
        scratch.setFloat32(0, expect(typeof value === "number", value, type));
        return scratch.getUint32(0).toString(16).padStart(8, "0");
    },
});

const float64 = (type) => ({
    lower(value) {
        scratch.setBigUint64(0, BigInt(`0x${value}`));
        return scratch.getFloat64(0);
    },
    lift(value) {
        scratch.setFloat64(0, expect(typeof value === "number", value, type));
        return scratch.getBigUint64(0).toString(16).padStart(16, "0");
    },
});

/** Characters are their numbers. JavaScript can write surrogates, alone too, but nothing above U+10FFFF. */
const char = () => ({
    lower(value) {
        if (!(value >= 0 && value < 0x110000)) {
            throw new Unlowerable(`${value} is no code point, and JavaScript has no string for it`);
        }
        return String.fromCodePoint(value);
    },
    lift(value) {
        const number = typeof value === "string" ? value.codePointAt(0) : undefined;
        expect(number !== undefined && String.fromCodePoint(number) === value, value, "a char");
        return number;
    },
});

/** Strings that are not well-formed are lists of their code units. */
const string = () => ({
    lower: (value) => (typeof value === "string" ? value : String.fromCharCode(...value)),
    lift(value) {
        expect(typeof value === "string", value, "a string");
        return value.isWellFormed() ? value : Array.from({ length: value.length }, (_, index) => value.charCodeAt(index));
    },
});

function list([, element]) {
    const { lower, lift } = codec(element);
    const Packed = typeof element === "string" ? ARRAYS[element] : undefined;
    return {
        lower(value) {
            if (Packed && typeof value === "string") {
                const bytes = Uint8Array.from(Buffer.from(value, "base64")); // a copy, so that it is aligned
                return new Packed(bytes.buffer);
            }
            return value.map(lower);
        },
        lift(value) {
            if (Packed && value instanceof Packed) {
                return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
            }
            expect(Array.isArray(value), value, "a list");
            return Array.from(value, lift); // `map` would leave holes as they are
        },
    };
}

/** What jco takes for a list of tuples in one version and for a `Map` in another is both; what it gives is either. */
function map([, key, value]) {
    const entry = tuple([null, [key, value]]);
    return {
        lower(data) {
            const entries = data.map(entry.lower);
            return Object.assign(new Map(entries), entries, { length: entries.length });
        },
        lift(data) {
            expect(data instanceof Map || Array.isArray(data), data, "a map");
            return Array.from(data, entry.lift);
        },
    };
}

function tuple([, types]) {
    const parts = types.map(codec);
    return {
        lower: (value) => parts.map((part, index) => part.lower(value[index])),
        lift(value) {
            expect(Array.isArray(value) && value.length === parts.length, value, "a tuple");
            return parts.map((part, index) => part.lift(value[index]));
        },
    };
}

function record([, fields]) {
    const parts = fields.map(([label, type]) => [camel(label), codec(type)]);
    return {
        lower: (value) => Object.fromEntries(parts.map(([key, part], index) => [key, part.lower(value[index])])),
        lift(value) {
            const whole = typeof value === "object" && value !== null && parts.every(([key]) => Object.hasOwn(value, key));
            expect(whole, value, "a record");
            return parts.map(([key, part]) => part.lift(value[key]));
        },
    };
}

/** `{ tag, val }`, for cases of [tag, type or null]. */
function tagged(cases) {
    const parts = cases.map(([tag, type]) => [tag, type === null ? null : codec(type)]);
    const numbers = new Map(parts.map(([tag], index) => [tag, index]));
    return {
        lower([index, payload]) {
            const [tag, part] = parts[index];
            return part === null ? { tag } : { tag, val: part.lower(payload) };
        },
        lift(value) {
            const index = numbers.get(value?.tag);
            expect(index !== undefined, value, "a case");
            const [, part] = parts[index];
            return part === null ? [index] : [index, part.lift(value.val)];
        },
    };
}

function enumeration([, labels]) {
    const numbers = new Map(labels.map((label, index) => [label, index]));
    return {
        lower: (value) => labels[value],
        lift(value) {
            expect(numbers.has(value), value, "a case of an enum");
            return numbers.get(value);
        },
    };
}

/** Whether `null` and `undefined` stand for a case: of an option whose payload has none itself. */
const nullable = (type) => Array.isArray(type) && type[0] === "option" && !nullable(type[1]);

function option(type) {
    const [, some] = type;
    if (!nullable(type)) {
        return tagged([
            ["none", null],
            ["some", some],
        ]);
    }
    const { lower, lift } = codec(some);
    return {
        lower: ([index, payload]) => (index === 0 ? undefined : lower(payload)),
        lift: (value) => (value === undefined || value === null ? [0] : [1, lift(value)]),
    };
}

const result = ([, ok, error]) =>
    tagged([
        ["ok", ok],
        ["err", error],
    ]);

function flags([, labels]) {
    const keys = labels.map(camel);
    return {
        lower: (value) => Object.fromEntries(keys.map((key, index) => [key, Boolean((value >>> index) & 1)])),
        lift(value) {
            const whole = typeof value === "object" && value !== null;
            expect(whole && keys.every((key) => typeof value[key] === "boolean"), value, "flags");
            expect(Object.keys(value).length === keys.length, value, "flags and nothing else");
            return keys.reduce((sum, key, index) => sum + (value[key] ? 2 ** index : 0), 0);
        },
    };
}

const MAKERS = {
    bool,
    ...Object.fromEntries(SMALL.map((type) => [type, small])),
    u64: big,
    s64: big,
    f32: float32,
    f64: float64,
    char,
    string,
    list,
    map,
    tuple,
    record,
    variant: ([, cases]) => tagged(cases),
    enum: enumeration,
    option,
    result,
    flags,
};
