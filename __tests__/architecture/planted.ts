import * as source from "./source-rules";
import * as tree from "./tree-rules";

type File = readonly [path: string, text: string];
type TextRule = (path: string, text: string) => string[];

const later = ["TO", "DO"].join("");
const host = ["registry", "npmjs", "org"].join(".");

/** Each rule of one text: what breaks it, and what does not. */
export const TEXT_RULES: readonly [rule: TextRule, breaks: File[], holds: File[]][] = [
  [
    source.environmentIsReadInItsPlaces,
    [
      ["stacks/a.ts", "export const a = process.env.HOME;"],
      ["constructs/model/a.ts", 'export const a = process["env"];'],
      ["testing/a.ts", "export const a = globalThis.process.env;"],
      ["environments/model/a.ts", "const { env } = process;"],
      ["main.ts", "const { env: { HOME } } = globalThis.process;"],
    ],
    [
      ["app/a.ts", "export const a = process.env.HOME;"],
      ["constructs/model/apply/a.ts", "export const a = process.env.HOME;"],
      ["stacks/a.ts", '// process.env\nexport const a = "process.env", b = process.cwd();'],
    ],
  ],
  [
    source.nothingDependsOnTimeOrChance,
    [
      ["constructs/model/a.ts", "export const a = new Date();"],
      ["constructs/model/a.ts", "export const a = Date.now();"],
      ["environments/model/a.ts", "export const a = Math.random();"],
      ["constructs/model/render/a.ts", "const { random } = Math;"],
      ["constructs/model/render/a.ts", "export const a = Date.now();"],
      ["constructs/model/read/a.ts", "export const a = new Date();"],
      ["environments/model/a.ts", "export const a = performance.now();"],
      ["constructs/shared/a.ts", 'import { randomUUID } from "node:crypto";'],
      ["constructs/shared/a.ts", "export const a = globalThis.Date.now();"],
    ],
    [
      ["constructs/model/apply/a.ts", "export const a = Date.now();"],
      ["cli/a.ts", "export const a = Date.now();"],
      [
        "constructs/model/a.ts",
        "export interface A { Date: string; at: Date }\nexport const a = { performance: Math.max(1, 2) };",
      ],
    ],
  ],
  [
    source.frameworkIsAskedNotCompared,
    [
      [
        "stacks/a.ts",
        'import { TerraformStack } from "cdktf";\nexport const a = (x: unknown) => x instanceof TerraformStack;',
      ],
      ["stacks/a.ts", 'import { Construct as C } from "constructs";\nexport const a = (x: unknown) => x instanceof C;'],
      ["testing/a.ts", 'import * as cdktf from "cdktf";\nexport const a = (x: unknown) => x instanceof cdktf.App;'],
      [
        "app/a.ts",
        'import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";\nexport const a = (x: {}) => x instanceof S3Bucket;',
      ],
    ],
    [["stacks/a.ts", "export const a = (x: unknown) => x instanceof Error;"]],
  ],
  [
    source.aspectsAreAppliedByTheApp,
    [["constructs/shared/a.ts", 'import { Aspects } from "cdktf";\nAspects.of(scope).add(x);']],
    [["app/a.ts", 'import { Aspects } from "cdktf";\nAspects.of(scope).add(x);']],
  ],
  [
    source.stacksAreOfLoadedFiles,
    [
      ["stacks/a.ts", "class A extends TerraformStack { constructor() { super(); } }"],
      ["constructs/model/a.ts", "markLoaded(this);"],
      ["app/a.ts", "checks.markLoaded(stack);"],
    ],
    [["stacks/a.ts", "class A extends TerraformStack { constructor() { super(); markLoaded(this); } }"]],
  ],
  [
    source.rulesAreNotCast,
    [
      ["constructs/model/a.ts", "checkProps(this, props, rules as never);"],
      ["constructs/model/a.ts", "checkProps(this, props as Other, rules);"],
      ["constructs/model/a.ts", "checkSettings(this, settings, rules as never);"],
      ["constructs/model/schema.ts", "export const a = b as unknown as Rule<ModelEnvironment>;"],
      ["constructs/shared/schema.ts", "export const a = b as z.ZodType<Backend>;"],
    ],
    [
      ["constructs/shared/zod.ts", "export const a = b as ObjectRules<T, Rules>;"],
      ["constructs/model/a.ts", "checkProps(this, props, rules, () => problems(known as Known));"],
    ],
  ],
  [
    source.indexNamesExports,
    [
      ["constructs/model/index.ts", 'export * from "./a";'],
      ["constructs/model/index.ts", 'export * as a from "./a";'],
      ["constructs/model/index.ts", 'import "./a";'],
      ["app/index.ts", "export const a = 1;"],
      ["app/index.ts", "export {};"],
    ],
    [
      [
        "constructs/model/index.ts",
        'export { A } from "./a";\nexport type { B } from "./b";\nexport { type C, D as E } from "./c";',
      ],
    ],
  ],
  [
    source.filesAndConstructorsAreShort,
    [
      ["constructs/model/a.ts", "export const a = 1;\n".repeat(251)],
      ["cli/a.ts", `export class A { constructor() {\n${"f();\n".repeat(40)}} }`],
    ],
    [
      ["constructs/model/a.ts", `${"export const a = 1;\n".repeat(250)}${"// why\n\n/** why */\n".repeat(99)}`],
      ["cli/a.ts", `export class A { constructor() {\n${"f();\n// why\n\n".repeat(38)}} }`],
    ],
  ],
  [
    source.noTestIsSwitchedOff,
    [
      ["__tests__/a.test.ts", 'test.only("a", () => {});'],
      ["__tests__/a.test.ts", 'describe.skip.each([1])("a", () => {});'],
      ["__tests__/a.test.ts", 'it.concurrent.only("a", async () => {});'],
      ["__tests__/a.test.ts", 'it.todo("a");'],
      ["__tests__/a.test.ts", 'xit("a", () => {});'],
      ["__tests__/a.test.ts", 'fdescribe.each([1])("a", () => {});'],
    ],
    [["__tests__/a.test.ts", 'test.each([1])("it.only(", () => { list.skip(1); });']],
  ],
  [
    source.importsAreWrittenOut,
    [
      ["stacks/a.ts", 'export const a = (name: string) => import("./" + name);'],
      ["stacks/a.ts", "export const a = (name: string) => require(name);"],
      ["cli/a.ts", 'import { createRequire } from "node:module";\nexport const a = createRequire(__filename);'],
    ],
    [
      ["stacks/a.ts", 'export const a = () => import("./b"), b = require(`./c`);'],
      ["app/load.ts", "export const a = (path: string) => import(path);"],
      ["cli/a.ts", 'export const a = createRequire(__filename).resolve("cdktf-cli/package.json");'],
    ],
  ],
  [
    source.lateModulesAreLoadedByTheHelper,
    [
      ["cli/commands/a.ts", 'export const a = require("./b");'],
      ["cli/commands/a.ts", 'export const a = () => require("./b") as typeof import("./b");'],
      ["cli/commands/a.ts", 'export const a = lazy<typeof import("./b")>(() => require("./c"));'],
      ["cli/commands/a.ts", 'export const a = lazy<import("./b").B>(() => require("./b"));'],
      ["cli/commands/a.ts", 'export const a = lazy(() => require("./b"));'],
      ["cli/commands/a.ts", 'export const a = late<typeof import("./b")>(() => require("./b"));'],
      ["engine/a.ts", 'export const a = lazy<typeof import("./b")>(() => { return require("./b"); });'],
      ["app/a.ts", "export const load = require;"],
      ["constructs/model/a.ts", 'export const a = globalThis.require("./b");'],
    ],
    [
      ["cli/commands/a.ts", 'export const a = lazy<typeof import("./b")>(() => require("./b"));'],
      ["cli/commands/a.ts", 'import b = require("b");\nexport const a = b, c = require.resolve("b");'],
      ["engine/a.ts", "delete require.cache[__filename];"],
      ["app/load.ts", "export const a = (path: string) => require(path);"],
      ["constructs/model/render/a.ts", 'export const a = () => require("b");'],
      [".ci/a.ts", 'export const a = require("b");'],
    ],
  ],
  [
    source.renderersAskNobody,
    [
      ["constructs/model/render/a.ts", "export const a = process.cwd();"],
      ["constructs/pipelines/argo/render/a.ts", "export const a = process.cwd();"],
      ["constructs/model/render/a.ts", "export const a = globalThis.process.env;"],
      ["constructs/model/render/a.ts", 'export const a = globalThis["process"];'],
      ["constructs/model/render/a.ts", "const { process: it } = globalThis;"],
      ["constructs/model/render/a.ts", "export const a = global.process;"],
      ["constructs/model/render/a.ts", "export const a = __dirname;"],
      ["constructs/model/render/a.ts", 'export const a = () => fetch("http://lab");'],
      ["constructs/model/render/a.ts", "export const a = new Intl.NumberFormat();"],
      ["constructs/model/render/a.ts", "export const a = (x: string[]) => x.sort((y, z) => y.localeCompare(z));"],
    ],
    [
      ["constructs/model/render/a.ts", "export const a = (x: { process: string }) => x.process;"],
      ["constructs/model/read/a.ts", "export const a = process.cwd();"],
    ],
  ],
  [
    source.renderersTakeThePurePartsOfNode,
    [
      ["constructs/model/render/a.ts", 'import { resolve } from "node:path";'],
      ["constructs/model/render/a.ts", 'import * as path from "node:path";'],
      ["constructs/model/render/a.ts", 'import path from "node:path";'],
      ["constructs/model/render/a.ts", 'import { join as posix } from "node:path";'],
      ["constructs/model/render/a.ts", 'export { resolve } from "node:path";'],
      ["constructs/model/render/a.ts", 'import { posix } from "node:path";\nexport const a = posix.resolve("b");'],
      [
        "constructs/model/render/a.ts",
        'import { posix } from "node:path";\nexport const a = posix["relative"]("b", "c");',
      ],
      ["constructs/model/render/a.ts", 'import { createHash, generateKeySync } from "node:crypto";'],
      ["constructs/model/render/a.ts", 'export const a = require("node:path");'],
      ["constructs/model/render/a.ts", 'export const a = () => import("node:crypto");'],
    ],
    [
      [
        "constructs/model/render/a.ts",
        'import { createHash } from "node:crypto";\nimport { posix } from "node:path";\nexport const a = posix.basename("a/b");',
      ],
      ["constructs/model/read/a.ts", 'import { join, resolve } from "node:path";'],
    ],
  ],
  [
    tree.filesAreSmall,
    [["docs/a.md", "a".repeat(200_001)]],
    [
      ["package-lock.json", "a".repeat(200_001)],
      ["docs/a.md", "a"],
    ],
  ],
  [
    tree.nothingIsLeftForLater,
    [
      ["docs/a.md", `a\n${later}: b`],
      ["cli/a.ts", "// FIX".concat("ME")],
    ],
    [["docs/a.md", `${later}S and x${later}`]],
  ],
  [
    tree.noPackageRegistryIsNamed,
    [
      ["docs/a.md", `from https://${host}/x`],
      [".npmrc", "registry=https://example.org"],
      [".npmrc", "@a:registry = b"],
    ],
    [
      ["docs/a.md", "registry.terraform.io/hashicorp/aws"],
      [".npmrc", "omit-lockfile-registry-resolved=true"],
    ],
  ],
  [
    tree.lockNamesNoHost,
    [["package-lock.json", JSON.stringify({ packages: { a: { resolved: "https://example.org/a.tgz" } } })]],
    [["package-lock.json", JSON.stringify({ packages: { a: {}, b: { resolved: "examples/b" } } })]],
  ],
];

/** Each rule of the whole tree: paths that break it, one by one, and paths that do not. */
export const TREE_RULES: readonly [rule: (paths: readonly string[]) => string[], breaks: string[], holds: string[]][] =
  [
    [
      tree.filesLieInKnownPlaces,
      ["lib/a.ts", "constructs/a.ts", "tools.ts"],
      ["app/a.ts", "jest.config.cjs", "docs/a.md"],
    ],
    [tree.constructsHasNoIndex, ["constructs/index.ts"], ["constructs/model/index.ts"]],
    [
      tree.domainsAreSpelledOneWay,
      [
        "constructs/models/a.ts",
        "environments/plugin/a.ts",
        "stacks/pipeline-stack.ts",
        "__tests__/constructs/observatories/a.ts",
      ],
      [
        "constructs/shared/a.ts",
        "constructs/model/a.ts",
        "stacks/services-stack.ts",
        "__tests__/stacks/model-stack.test.ts",
      ],
    ],
  ];
