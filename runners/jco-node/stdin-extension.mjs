// Loaded into preview2-shim's I/O thread through its extension door: a guest's stdin as a stream of the shim's
// own making, because the driver's real stdin carries the protocol.
import { Readable } from "node:stream";

export default function create(context) {
    return (operation, bytes) => {
        if (operation === "stdin") {
            const source = new Readable({ read() {} });
            source.push(bytes.length > 0 ? Buffer.from(bytes) : null);
            if (bytes.length > 0) {
                source.push(null);
            }
            return context.createReadableStream(source);
        }
        return context.resourceCounts();
    };
}
