#!/usr/bin/env node
// A checkout runs its sources, so that nothing has to be built first; the package holds compiled code only.
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { version } = require("../package.json");

const inCheckout = existsSync(join(__dirname, "main.ts"));
// Environment files are TypeScript everywhere; completion reads none, and somebody waits for it between two keys.
if (inCheckout || process.argv[2] !== "complete") require("tsx/cjs");
const { main } = inCheckout ? require("./main.ts") : require("../dist/cli/main.js");
main(version);
