const { exports: exported, scripts } = require("./package.json");

/** The sources of what users import. */
const imported = Object.values(exported).flatMap(({ types }) =>
  types === undefined ? [] : [types.replace(/^\.\/dist\/(.*)\.d\.ts$/, "$1.ts")],
);

/** The programs that Terraform runs, which the build bundles. */
const applied = scripts["build:apply"].match(/\S+\.ts\b/g);

/** @type {import("knip").KnipConfig} */
module.exports = {
  entry: [
    "main.ts",
    "cli/main.ts",
    ...imported,
    ...applied,
    // Environments, the domains' stacks and small programs are found by their path, not imported.
    "{examples/,}environments/*/*.ts",
    "stacks/*-stack.ts",
    "**/*.{cjs,mjs}",
  ],
  project: ["**/*.{ts,cjs,mjs}"],
  // Programs of the machine, such as terraform, come from no package; `slipway doctor` checks them.
  exclude: ["binaries"],
  compilers: {
    // Knip follows imports alone: what lazy(…) loads is a namespace for it, of which it sees the parts that are used.
    ts: (text) =>
      text
        .replace(
          /\bconst (\w+) = lazy<typeof import\("([^"]+)"\)>\(\(\) =>\s*require\("[^"]+"\),?\s*\);/g,
          'import * as $1 from "$2";',
        )
        .replace(/\brequire\(/g, "await import("),
  },
};
