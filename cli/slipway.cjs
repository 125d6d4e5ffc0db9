#!/usr/bin/env node
// A checkout runs its sources, so that nothing has to be built first; the package holds compiled code only.
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { version } = require("../package.json");

// Environment files are TypeScript everywhere.
require("tsx/cjs");
const inCheckout = existsSync(join(__dirname, "main.ts"));
const { main } = inCheckout ? require("./main.ts") : require("../dist/cli/main.js");
main(version);
