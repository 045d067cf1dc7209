// Makes jco-node, in both lanes, a faulty host: loaded before its own programs, in their threads too (`node --import`).
//
// Which function is broken, and how, comes with each launch, in a variable of the guest's environment that the guest
// never sees. Most faults take the place of a function in the import object, where values have types. What belongs to
// the Canonical ABI itself (dropping a handle, a trap that is to be swallowed, what `run` returns) is broken at the
// border to the core module, where every import and export has the name that the WIT gives it.
import { Host } from "../../runners/jco-node/host.mjs";
import { Transpiled } from "../../runners/jco-node/transpile.mjs";
import { camelCase, faulty } from "./faults.mjs";

const VARIABLE = "WASI_CONFORMANCE_FAULTS";

const OPTION = `--setenv=${VARIABLE}=`; // how the process lane hands it over

const soundImports = Host.prototype.imports;
const soundInstantiate = Transpiled.prototype.instantiate;
const SoundInstance = WebAssembly.Instance;
let faults = fromArguments();
let undo = [];
let atBorder = [];

function fromArguments() {
    const at = process.argv.findIndex((argument) => argument.startsWith(OPTION));
    return at < 0 ? [] : JSON.parse(process.argv.splice(at, 1)[0].slice(OPTION.length));
}

Host.prototype.imports = function (launch) {
    const { [VARIABLE]: given = "[]", ...environment } = launch.environment;
    faults = JSON.parse(given);
    return soundImports.call(this, { ...launch, environment });
};

Transpiled.prototype.instantiate = function (imports) {
    for (const restore of undo.splice(0).reverse()) {
        restore();
    }
    atBorder = faults.filter(isAtBorder);
    for (const fault of faults.filter((one) => !isAtBorder(one))) {
        breakImport(imports, fault);
    }
    return soundInstantiate.call(this, imports);
};

WebAssembly.Instance = function (module, imports) {
    if (atBorder.length === 0) {
        return new SoundInstance(module, imports);
    }
    const instance = new SoundInstance(module, imports && brokenAtBorder(imports));
    const own = { ...instance.exports };
    for (const [name, sound] of Object.entries(own)) {
        for (const fault of atBorder.filter(({ item }) => item === name.replace(/@[^#]*/, ""))) {
            own[name] = faulty(sound, fault);
        }
    }
    return { exports: own };
};

function isAtBorder({ item, fault, border }) {
    return border || ["swallows", "guards"].includes(fault) || item.includes("#[resource-drop]");
}

/** Puts a faulty function into the import object, or into the class that it has there, until the next launch. */
function breakImport(imports, fault) {
    const [, name, , resource, method] = /^(.*)#(\[(?:method|static)\](.*)\.)?(.*)$/.exec(fault.item);
    const interfaceOf = { ...imports[name] };
    imports[name] = interfaceOf;
    const key = camelCase(method);
    if (fault.error?.tag === "last-operation-failed") {
        fault.error.val = new imports["wasi:io/error"].Error("a fault of the stand-in");
    }
    if (resource === undefined) {
        replace(interfaceOf, key, fault);
        return;
    }
    const kind = interfaceOf[camelCase(`-${resource}`)];
    replace(fault.item.includes("#[static]") ? kind : kind.prototype, key, fault);
    // The driver watches some methods of these two streams, each with a function of the stream's own.
    for (const stream of [imports["wasi:cli/stdout"].getStdout(), imports["wasi:cli/stderr"].getStderr()]) {
        if (stream instanceof kind && Object.hasOwn(stream, key)) {
            replace(stream, key, fault);
        }
    }
}

function replace(owner, key, fault) {
    const sound = owner[key];
    if (typeof sound !== "function" && fault.fault !== "mended") {
        throw new Error(`the faulty host has no function ${fault.item}`);
    }
    owner[key] = faulty(sound, fault);
    undo.push(() => (owner[key] = sound));
}

function brokenAtBorder(imports) {
    const broken = Object.entries(imports).map(([namespace, functions]) => {
        const own = { ...functions };
        for (const fault of atBorder) {
            const [name, method] = fault.item.split("#");
            if (namespace.split("@")[0] === name && method in own) {
                own[method] = faulty(own[method], fault);
            }
        }
        return [namespace, own];
    });
    return Object.fromEntries(broken);
}
