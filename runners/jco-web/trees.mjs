// Folders as the shim's in-memory filesystem has them, and as JSON: a file is base64, a link `{symlink}`, a folder
// `{dir: [[NAME, …]…]}`, for a name may be one that objects have already.
import { decode, encode } from "./base64.mjs";

/** The shim's entries for directories that came as JSON; one may be part of another: `{within: INDEX, path}`. */
export function allFromWire(trees) {
    const roots = trees.map((tree) => (tree.dir ? fromWire(tree) : undefined));
    return trees.map(({ within, path }, index) =>
        within === undefined ? roots[index] : path.reduce((entry, name) => entry.dir[name], roots[within]),
    );
}

/** The shim's entry for what came as JSON. */
function fromWire(entry) {
    if (entry.dir) {
        const dir = Object.create(null);
        for (const [name, child] of entry.dir) {
            dir[name] = fromWire(child);
        }
        return { dir };
    }
    return entry.symlink === undefined ? { source: decode(entry.source) } : { symlink: entry.symlink };
}

/** JSON for an entry of the shim's. */
export function toWire(entry) {
    if (entry.dir) {
        return { dir: Object.entries(entry.dir).map(([name, child]) => [name, toWire(child)]) };
    }
    if (entry.symlink !== undefined) {
        return { symlink: entry.symlink };
    }
    const source = typeof entry.source === "string" ? new TextEncoder().encode(entry.source) : entry.source;
    return { source: encode([source]) };
}
