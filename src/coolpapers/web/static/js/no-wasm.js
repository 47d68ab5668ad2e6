// The pages' policy allows no WebAssembly. PDF.js has everything in JavaScript as well, and takes
// that without a word when it finds no WebAssembly at all.
delete globalThis.WebAssembly;
