// The driver's verb `call`, on the side of the guest's thread: exported functions of a component, called with values,
// on imports of our making. A trap ends an instance; what follows it has a fresh one.
import { describe, endingOf, endingOfStart, Refusal } from "./endings.mjs";
import { camel, codec, Garbled, Unlowerable } from "./values.mjs";

/** A request that cannot be carried out, whatever the component. */
export class BadCall extends Error {}

// What jco's generated code throws for a value of the host's that it cannot lower: the binding's refusal, before any
// code of the guest sees it. Whatever is neither on this list nor a trap counts as the host's failure.
const REFUSALS = [
    /^invalid (bool|[us](8|16|32|64)|f(32|64)) value/,
    /^expected a string, received/,
    /^must be a string/,
    /^invalid variant (specified|tag value)/,
    /is not one of the cases of/,
    /^Cannot convert .* to a BigInt/,
    /^invalid char/,
];
// Values of the guest's that generated code refuses to lift, rightly or not, beside those that commands meet
// (endings.mjs).
const TRAPS = [
    /^must be between -?\d+ and \d+$/,
    /^flags have extraneous bits set/,
    /^Invalid code point /,
    /^invalid discriminant specified for /,
    /^(start offset|byte length) of \w+ should be a multiple of/,
    /^Start offset .* is outside the bounds of the buffer/,
    /^Invalid typed array length/,
];

/** Types of a function, compiled. */
class Signature {
    constructor({ params, result }) {
        this.params = params.map(codec);
        // jco gives a result's payload, and throws its error: what is between JSON and that is made here.
        this.throws = Array.isArray(result) && result[0] === "result";
        this.payloads = this.throws ? result.slice(1).map((type) => (type === null ? null : codec(type))) : [];
        this.result = result === null ? null : codec(result);
    }

    liftReturned(value) {
        if (this.throws) {
            return this.#payload(0, value);
        }
        return this.result === null ? null : this.result.lift(value);
    }

    liftThrown(error) {
        return this.#payload(1, error.payload);
    }

    #payload(index, value) {
        const part = this.payloads[index];
        return part === null ? [index] : [index, part.lift(value)];
    }

    /** What an import returns for an answer, or throws. */
    answer(data) {
        if (!this.throws) {
            return this.result === null ? undefined : this.result.lower(data);
        }
        const [index, payload] = data;
        const value = this.payloads[index] === null ? undefined : this.payloads[index].lower(payload);
        if (index === 1) {
            throw Object.assign(new Error("the answer of an import"), { payload: value });
        }
        return value;
    }
}

/** A component, its imports, and the instance of the moment. */
class Session {
    #component;
    #imports = {};
    #exports;
    #answers = {};
    #taken = [];
    #failure;

    constructor(component, imports) {
        this.#component = component;
        for (const [path, fields] of Object.entries(imports)) {
            this.#define(path, new Signature(fields));
        }
    }

    /** Root functions by their names, as the default of a module; those of an instance as `INSTANCE#NAME`. */
    #define(path, signature) {
        const [where, name] = path.includes("#") ? path.split("#") : [path, "default"];
        this.#imports[where] ??= {};
        this.#imports[where][name === "default" ? name : camel(name)] = (...given) => this.#import(path, signature, given);
    }

    #import(path, signature, given) {
        let data;
        try {
            const liftable = given.length === signature.params.length;
            if (!liftable) {
                throw new Garbled(`${given.length} arguments of ${path}, which has ${signature.params.length}`);
            }
            this.#taken.push([path, given.map((value, index) => signature.params[index].lift(value))]);
            if (signature.result !== null) {
                data = this.#answers[path]?.shift();
                if (data === undefined) {
                    throw new BadCall(`${path} was called once more than there are answers`);
                }
            }
        } catch (error) {
            this.#failure ??= error;
            throw error;
        }
        return signature.answer(data);
    }

    call(path, signature, given, answers) {
        this.#answers = Object.fromEntries(Object.entries(answers).map(([name, values]) => [name, [...values]]));
        this.#taken = [];
        this.#failure = undefined;
        const outcome = this.#outcome(path, signature, given);
        if (this.#taken.length > 0) {
            outcome.taken = this.#taken;
        }
        if (!Object.hasOwn(outcome, "returned")) {
            this.#exports = undefined;
        }
        return outcome;
    }

    #outcome(path, signature, given) {
        let values;
        try {
            values = signature.params.map((part, index) => part.lower(given[index]));
            this.#exports ??= this.#instantiate();
        } catch (error) {
            return this.#ended(error, true);
        }
        let returned;
        try {
            returned = this.#exported(path)(...values);
        } catch (error) {
            if (this.#failure || error?.constructor?.name !== "ComponentError" || !signature.throws) {
                return this.#ended(this.#failure ?? error, false);
            }
            return this.#lifted(() => signature.liftThrown(error));
        }
        return this.#lifted(() => signature.liftReturned(returned));
    }

    #lifted(lift) {
        try {
            return { returned: lift() };
        } catch (error) {
            return this.#ended(error, false);
        }
    }

    #instantiate() {
        try {
            return this.#component.instantiate(this.#imports);
        } catch (error) {
            const ending = endingOfStart(error, this.#component.url);
            throw ending.ending === "refused" ? new Refusal(ending.message) : error;
        }
    }

    #exported(path) {
        const [where, name] = path.includes("#") ? path.split("#") : [null, path];
        const found = (where === null ? this.#exports : this.#exports[where])?.[camel(name)];
        if (typeof found !== "function") {
            throw new BadCall(`the component exports no function ${path}`);
        }
        return found;
    }

    /** How a call ended that did not return. `ours`: the error comes from before the generated code. */
    #ended(error, ours) {
        const message = String(error?.message ?? error);
        if (error instanceof Refusal || error instanceof BadCall) {
            throw error;
        }
        if (error instanceof Garbled) {
            return { garbled: message };
        }
        if (error instanceof Unlowerable || ours || REFUSALS.some((wording) => wording.test(message))) {
            return { rejected: describe(error) };
        }
        const known = error instanceof Error && TRAPS.some((wording) => wording.test(message));
        const ending = known ? { ending: "trapped" } : endingOf(error, this.#component.url);
        return { [ending.ending === "trapped" ? "trapped" : "crashed"]: describe(error) };
    }
}

/**
 * Carries out a request: `tell` is given each outcome with the number of its sequence, and what is returned ends the
 * reply. Throws BadCall.
 */
export async function carryOut(request, transpiler, tell) {
    try {
        const component = await transpiler.called(request.bytes, request.component, request.sha256);
        const session = new Session(component, request.imports ?? {});
        const signatures = new Map(Object.entries(request.exports).map(([name, types]) => [name, new Signature(types)]));
        request.sequences.forEach((sequence, number) => sequenceOf(session, signatures, sequence, number, tell));
        return {};
    } catch (error) {
        if (error instanceof Refusal) {
            return { refused: error.message };
        }
        throw error;
    }
}

/** One sequence; what follows a call that did not return is left out. */
function sequenceOf(session, signatures, sequence, number, tell) {
    for (const { call, arguments: given = [], answers = {} } of sequence) {
        if (!signatures.has(call)) {
            throw new BadCall(`no types are given for ${call}`);
        }
        const outcome = session.call(call, signatures.get(call), given, answers);
        tell(number, outcome);
        if (!Object.hasOwn(outcome, "returned")) {
            return;
        }
    }
}
