// Host directories for a host that has none: read into memory before a guest runs, and what it left in memory put
// back when it has run. Nothing is read through a link, and nothing is written but inside of the directory.
import {
    lstatSync,
    mkdirSync,
    readFileSync,
    readdirSync,
    readlinkSync,
    realpathSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { join, relative, sep } from "node:path";

// ENOENT is a link to the empty path.
const IMPOSSIBLE = new Set(["ENAMETOOLONG", "ENOENT", "EINVAL", "EILSEQ", "ERR_INVALID_ARG_VALUE"]);

/**
 * What is in directories, each as `readTree` has it; but one that lies in another of them, or is the same, is part of
 * that one in memory, too: `{within: INDEX, path: [NAME…]}`.
 */
export function readTrees(folders) {
    const places = folders.map((folder) => realpathSync(folder));
    return places.map((place, index) => {
        const around = places
            .map((other, at) => [other, at])
            .filter(([other, at]) => (other === place ? at < index : place.startsWith(other + sep)))
            .sort(([a], [b]) => a.length - b.length);
        if (around.length === 0) {
            return readTree(place);
        }
        const [[outermost, within]] = around;
        return { within, path: relative(outermost, place).split(sep).filter(Boolean) };
    });
}

/** What is in a directory, as trees.mjs has it on the wire. What is neither file, folder nor link is left out. */
function readTree(folder) {
    const dir = [];
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isSymbolicLink()) {
            dir.push([entry.name, { symlink: readlinkSync(path) }]);
        } else if (entry.isDirectory()) {
            dir.push([entry.name, readTree(path)]);
        } else if (entry.isFile()) {
            dir.push([entry.name, { source: readFileSync(path).toString("base64") }]);
        }
    }
    return { dir };
}

/**
 * Makes a directory what it became in memory, but for entries that it cannot have: memory has room for names that are
 * too long or hold a NUL. That a guest could make them, its own checks tell.
 */
export function writeTree(folder, before, after) {
    const were = new Map(before.dir);
    const are = new Map(after.dir);
    for (const [name, entry] of are) {
        if (name !== "" && name !== "." && name !== ".." && !/[/\0]/.test(name)) {
            try {
                put(join(folder, name), were.get(name), entry);
            } catch (error) {
                if (!IMPOSSIBLE.has(error.code)) {
                    throw error;
                }
            }
        }
    }
    for (const name of were.keys()) {
        if (!are.has(name)) {
            rmSync(join(folder, name), { recursive: true });
        }
    }
}

function put(path, before, after) {
    if (after.dir && before?.dir) {
        writeTree(path, before, after);
    } else if (JSON.stringify(before) !== JSON.stringify(after)) {
        if (lstatSync(path, { throwIfNoEntry: false })) {
            rmSync(path, { recursive: true });
        }
        make(path, after);
    }
}

function make(path, entry) {
    if (entry.dir) {
        mkdirSync(path);
        writeTree(path, { dir: [] }, entry);
    } else if (entry.symlink !== undefined) {
        symlinkSync(entry.symlink, path);
    } else {
        writeFileSync(path, Buffer.from(entry.source, "base64"), { flag: "wx" });
    }
}
