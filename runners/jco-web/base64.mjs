// Bytes as base64 and back, with what every web host has.

const MOST_AT_ONCE = 0x8000; // arguments that a function can have

/** The chunks, one after another. */
export function encode(chunks) {
    let text = "";
    for (const chunk of chunks) {
        for (let at = 0; at < chunk.byteLength; at += MOST_AT_ONCE) {
            text += String.fromCharCode(...chunk.subarray(at, at + MOST_AT_ONCE));
        }
    }
    return btoa(text);
}

export function decode(base64) {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
