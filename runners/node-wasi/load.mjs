// Node.js as far as the loading of a file: what it throws here is its refusal of a component.

/** A function that loads bytes, or throws. */
export async function loader() {
    return (bytes) => WebAssembly.compile(bytes);
}

/** What run.mjs is told beside environment and arguments. */
export function runOptions({ preopens = [] }) {
    return preopens.map(({ host, guest }) => `--dir=${host}::${guest}`);
}
