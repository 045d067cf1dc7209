// A launch as the protocol has it, checked at the edge; inside the driver only checked ones go round.

const DEFAULT_OUTPUT_LIMIT = 8 * 1024 * 1024;
const MOST_OUTPUT_LIMIT = 256 * 1024 * 1024;
const DEFAULT_TIMEOUT_S = 60;
const GRANTS = new Set(["network", "name-lookup", "http"]);

/** A request that the driver cannot act on; `code` is the protocol's. */
export class BadRequest extends Error {
    constructor(code, message) {
        super(message);
        this.code = code;
    }
}

/** A checked launch. Throws {@link BadRequest} naming the field that is wrong. */
export function parseLaunch(request) {
    return {
        component: expect(isText, request.component, "component", "a path"),
        sha256: expect(isSha256, request.sha256 ?? "", "sha256", "64 hexadecimal digits"),
        arguments: expect(isTexts, request.arguments ?? [], "arguments", "a list of strings"),
        environment: expect(isTextMap, request.environment ?? {}, "environment", "an object of strings"),
        preopens: preopens(request.preopens ?? []),
        stdin: Buffer.from(expect(isText, request.stdin ?? "", "stdin", "base64"), "base64"),
        grants: expect(isGrants, request.grants ?? [], "grants", `a list out of ${[...GRANTS].join(", ")}`),
        outputLimit: expect(isLimit, request.output_limit ?? DEFAULT_OUTPUT_LIMIT, "output_limit", "a number of bytes"),
        timeoutS: expect(isPositive, request.timeout_s ?? DEFAULT_TIMEOUT_S, "timeout_s", "a number of seconds"),
        cache: expect(isOptionalText, request.cache ?? undefined, "cache", "a path"),
    };
}

/** Preopens as the shim can have them: an object keyed by the guest's name, which keeps neither twins nor all orders. */
function preopens(value) {
    expect(isPreopens, value, "preopens", "a list of {host, guest, readonly}");
    const names = value.map(({ guest }) => guest);
    if (value.some(({ readonly }) => readonly)) {
        throw new BadRequest("unsupported-launch", "preview2-shim has no read-only preopens");
    }
    if (Object.keys(Object.fromEntries(names.map((name) => [name, 0]))).join("\0") !== names.join("\0")) {
        throw new BadRequest("unsupported-launch", "WASIShim cannot have these preopens in this order, or twice");
    }
    return value;
}

function expect(holds, value, field, what) {
    if (!holds(value)) {
        throw new BadRequest("bad-launch", `${field}: expected ${what}`);
    }
    return value;
}

const isText = (value) => typeof value === "string";
const isOptionalText = (value) => value === undefined || isText(value);
const isTexts = (value) => Array.isArray(value) && value.every(isText);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isTextMap = (value) => isObject(value) && Object.values(value).every(isText);
const isGrants = (value) => isTexts(value) && value.every((grant) => GRANTS.has(grant));
const isPositive = (value) => typeof value === "number" && value > 0;
const isLimit = (value) => Number.isSafeInteger(value) && value >= 0 && value <= MOST_OUTPUT_LIMIT;
// The key becomes a folder's name: nothing else may pass for one.
const isSha256 = (value) => isText(value) && (value === "" || /^[0-9a-f]{64}$/.test(value));
const isPreopens = (value) =>
    Array.isArray(value) && value.every((entry) => isObject(entry) && isText(entry.host) && isText(entry.guest));
