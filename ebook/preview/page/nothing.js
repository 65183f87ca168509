// Stands for the polyfill that fixed-layout.js asks for: every browser of today has what it mends.
