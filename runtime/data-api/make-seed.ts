import { writeSeed } from './seed.ts';

// `node runtime/data-api/make-seed.ts`, after another version of PGlite has been installed.
await writeSeed();
