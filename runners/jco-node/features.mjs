// What the parts in an environment can do that not every version can: a line each, for `features` in runner.yaml.
//
//     node features.mjs --env FOLDER
import { parseArgs } from "node:util";

import { Parts } from "./parts.mjs";

const { values: options } = parseArgs({ options: { env: { type: "string" } } });
const parts = new Parts(options.env);

// The door to the shim's I/O thread, through which the driver makes a stdin of a guest's own.
try {
    const { callExtension } = await parts.load("preview2-shim/io-worker");
    if (typeof callExtension === "function") {
        console.log("io-worker");
    }
} catch (error) {
    console.error(String(error.message));
}
process.exit(0); // the shim has threads
