// Folders of one's own, below the system's folder for such. The engine gives each driver a folder of its own there,
// which goes with it, so that nothing is left of one who is killed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A fresh folder. */
export function scratch() {
    return mkdtempSync(join(tmpdir(), "jco-web-"));
}

export function discard(folder) {
    rmSync(folder, { recursive: true, force: true });
}
