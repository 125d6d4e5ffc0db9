// The types of what users import, rolled up: each entry of package.json gets one file, with what it names and no more. Rules of
// settings, and with them the types of zod, are left behind. It replaces what the compiler has written of every file.
const { mkdirSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
const { dirname, isAbsolute, join, relative, resolve } = require("node:path");
const { rollup } = require("rollup");
const { dts } = require("rollup-plugin-dts");
const { ModuleKind, ModuleResolutionKind, ScriptTarget } = require("typescript");
const { exports: exported } = require("../package.json");

const ROOT = resolve(__dirname, "..");
const DIST = join(ROOT, "dist");
const ENTRIES = Object.values(exported).flatMap(({ types }) => (types === undefined ? [] : [join(ROOT, types)]));

const compilerOptions = {
  module: ModuleKind.Node16,
  moduleResolution: ModuleResolutionKind.Node16,
  target: ScriptTarget.ES2022,
  types: [],
};

async function main() {
  const problems = [];
  const bundle = await rollup({
    input: Object.fromEntries(
      ENTRIES.map((file) => [
        relative(DIST, file)
          .replaceAll("\\", "/")
          .replace(/\.d\.ts$/, ""),
        file,
      ]),
    ),
    external: (id) => !id.startsWith(".") && !isAbsolute(id),
    plugins: [dts({ compilerOptions })],
    onwarn: ({ code, message }) => {
      if (code !== "UNUSED_EXTERNAL_IMPORT") problems.push(message);
    },
  });
  const names = { entryFileNames: "[name].d.ts", chunkFileNames: "types/[name].ts" };
  const rolled = await bundle.generate({ format: "es", ...names });
  for (const name of readdirSync(DIST, { recursive: true })) {
    if (name.endsWith(".d.ts")) rmSync(join(DIST, name));
  }
  for (const { fileName, code } of rolled.output) {
    const file = join(DIST, fileName);
    mkdirSync(dirname(file), { recursive: true });
    // The newest compilers look for types of Node only where they are named.
    writeFileSync(file, /\bNodeJS\./.test(code) ? `/// <reference types="node" />\n${code}` : code);
  }
  const zod = rolled.output.filter(({ code }) => /["']zod["']/.test(code)).map(({ fileName }) => fileName);
  if (zod.length > 0) problems.push(`types must name no type of zod, got some in ${zod.join(", ")}`);
  if (problems.length === 0) return;
  console.error(problems.join("\n"));
  process.exitCode = 1;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
