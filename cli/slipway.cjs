#!/usr/bin/env node
// A checkout runs its sources, so that nothing has to be built first; the package holds compiled code only.
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { version } = require("../package.json");

const inCheckout = existsSync(join(__dirname, "main.ts"));
if (inCheckout) require("tsx/cjs");
const { main } = inCheckout ? require("./main.ts") : require("../dist/cli/main.js");
// Environment files are TypeScript everywhere; what reads it looks at each file that is loaded, and so comes behind the commands.
// Completion reads no environment, and somebody waits for it between two keys.
if (process.argv[2] !== "complete") require("tsx/cjs");
main(version);
