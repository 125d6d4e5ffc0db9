// Who may import whom. A row lists everything that a file of one place may import; what the list lacks is refused, and
// the comment of the rule says where to go instead. __tests__/architecture/import-matrix.test.ts plants violations.

/** Patterns for what lies in node_modules, by package name (a regular expression). */
const npm = (...names) => names.map((name) => `^node_modules/(@types/)?${name}/`);

const FRAMEWORK = npm("cdktf", "constructs");
const BINDINGS = ["^node_modules/@cdktf/provider-[^/]+/"];
const ZOD = npm("zod");
/** Libraries that know texts and their formats, and nothing of Terraform. A new one is named here. */
const FORMATS = npm(
  "@balena/dockerignore",
  "ajv",
  "ajv-formats",
  "asl-path-validator",
  "asl-validator",
  "jsonata",
  "dockerfile-ast",
  "fastest-levenshtein",
  "ignore",
  "jsonc-parser",
  "yaml",
);
/** Clients of the services that programs talk to at apply time. */
const SDKS = npm("@aws-sdk/[^/]+", "@smithy/[^/]+", "@kubernetes/client-node", "dockerode");
/** What can load a TypeScript file while the program runs. */
const LOADERS = npm("tsx", "typescript");

const SHARED = "^constructs/shared/";
const ZOD_PARTS = "^constructs/shared/zod\\.ts$";
const SCHEMAS = "^constructs/[^/]+/([a-z-]*|[^/]+/[a-z-]*)schema\\.ts$";
const RENDER = "^constructs/[^/]+/(render|[^/]+/render)/";
const READ = "^constructs/[^/]+/read/";
const APPLY = "^constructs/[^/]+/apply/";
/**
 * What a renderer may take of Node. `path`: names are cut and joined (by the rules of POSIX, see source-rules.ts). `crypto`:
 * hashes of what was handed in. All else of Node asks the machine, or is a global too, such as URL and Buffer.
 */
const PURE_NODE = "^(node:)?(path|crypto)$";
const TYPE_ONLY = ["type-only", "type-import"];
/** Programs that Terraform runs are packed as bundles: their sources are left out of the package. */
const NOT_PACKED = require("./package.json")
  .files.filter((each) => each.startsWith("!dist/") && !each.endsWith(".d.ts"))
  .map((each) => `^${each.slice("!dist/".length).replace(/\.js$/, "\\.ts$")}`);
/** What reads environment files. */
const LOAD = "^app/(load|ejected|files|problem|stack-index)\\.ts$";

/** What commands are made of, and which of each other they stand on: only what comes before, so there is no circle. */
const COMMANDS = {
  engine: [],
  sandbox: ["engine"],
  local: ["engine"],
  cli: ["engine", "sandbox", "local"],
  demos: ["engine", "sandbox", "local", "cli"],
};

/** The rooms of a large domain, by its name, and which of each other they stand on. */
const ROOMS = {
  pipelines: {
    cluster: [],
    workflow: ["cluster"],
    database: ["cluster"],
    pachyderm: ["cluster", "workflow"],
    manager: ["cluster", "database", "pachyderm", "workflow"],
    argo: ["cluster", "workflow"],
    cpsign: ["cluster", "workflow", "pachyderm"],
  },
};

/** A rule that refuses an import. */
function rule(name, comment, from, to) {
  return { name, comment, severity: "error", from, to };
}

/** A row of the matrix: every import that is neither listed nor, with `node`, one of Node's own modules is refused. */
function row(name, comment, { from, fromNot, may, node = false }) {
  return rule(
    name,
    comment,
    { path: from, ...(fromNot && { pathNot: fromNot }) },
    { pathNot: may, couldNotResolve: false, ...(node && { dependencyTypesNot: ["core"] }) },
  );
}

const rows = [
  row(
    "constructs-shared",
    "constructs/shared may import its own files, cdktf, constructs, provider bindings, zod, node and libraries for formats. It knows no domain: let the domain pass the value in.",
    {
      from: SHARED,
      fromNot: [APPLY],
      may: [SHARED, ...FRAMEWORK, ...BINDINGS, ...ZOD, ...FORMATS],
      node: true,
    },
  ),
  row(
    "constructs-domain",
    "a domain may import its own files, constructs/shared, cdktf, constructs, provider bindings, node, libraries for formats, and in its schema.ts constructs/shared/zod.ts. What two domains need goes to constructs/shared; values of an organisation go to environments/.",
    {
      from: "^constructs/(?!shared/)([^/]+)/",
      fromNot: [RENDER, READ, APPLY],
      may: ["^constructs/$1/", SHARED, ...FRAMEWORK, ...BINDINGS, ...FORMATS],
      node: true,
    },
  ),
  ...Object.entries(ROOMS).flatMap(([domain, rooms]) =>
    Object.entries(rooms).map(([room, below]) =>
      rule(
        `${domain}-${room}`,
        `${domain}/${room} stands on ${below.join(", ") || "no other room"}: hand the value in, or move what both need to a room below. What puts the rooms together lies beside them.`,
        { path: `^constructs/${domain}/${room}/` },
        { path: `^constructs/${domain}/`, pathNot: [room, ...below].map((each) => `^constructs/${domain}/${each}/`) },
      ),
    ),
  ),
  row(
    "render-is-pure",
    "a renderer turns data into text or an object: it may import renderers of its domain and of constructs/shared, libraries for formats, and types of its domain. Let the construct beside it speak with cdktf and hand the values in.",
    {
      from: "^constructs/([^/]+)/(render|[^/]+/render)/",
      may: ["^constructs/$1/", SHARED, ...FORMATS],
      node: true,
    },
  ),
  rule(
    "render-takes-only-types",
    "beside renderers, its domain's and those of constructs/shared, and lazy.ts, a renderer may import only types (`import type`); what it needs at run time is handed in, or lies in render/.",
    { path: "^constructs/([^/]+)/(render|[^/]+/render)/" },
    {
      path: ["^constructs/$1/", SHARED],
      pathNot: ["^constructs/$1/(render|[^/]+/render)/", "^constructs/shared/(render/|lazy\\.ts$)"],
      dependencyTypesNot: TYPE_ONLY,
    },
  ),
  rule(
    "render-asks-nobody",
    "a renderer asks neither the disk nor the machine, the network or another process: of node it may import path and crypto. Let a file of read/ read what it needs and hand the content in.",
    { path: RENDER },
    { dependencyTypes: ["core"], pathNot: PURE_NODE },
  ),
  row(
    "readers",
    "a reader takes what a renderer needs from the disk: it may import readers and renderers of its domain and of constructs/shared, node, libraries for formats, and types.",
    {
      from: "^constructs/([^/]+)/read/",
      may: ["^constructs/$1/", SHARED, ...FORMATS],
      node: true,
    },
  ),
  rule(
    "readers-take-only-types",
    "a reader is bundled into the programs that Terraform runs: beside read/ and render/ it may import only types (`import type`).",
    { path: "^constructs/([^/]+)/read/" },
    {
      path: ["^constructs/$1/", SHARED],
      pathNot: "^constructs/($1|shared)/(read|render)/",
      dependencyTypesNot: TYPE_ONLY,
    },
  ),
  rule(
    "readers-start-nothing",
    "a reader reads files: it asks no environment, no network and no other process; hand the value in.",
    { path: READ },
    {
      dependencyTypes: ["core"],
      path: "^(node:)?(process|child_process|worker_threads|cluster|net|tls|dgram|dns|https?|http2)(/|$)",
    },
  ),
  row(
    "apply-programs",
    "a program that Terraform runs may import node, SDKs, its own folder, readers and renderers of its domain, and the apply, read and render folders of constructs/shared, with their libraries for formats: it is bundled and runs without this package. What else it must know comes to it as arguments.",
    {
      from: "^constructs/([^/]+)/apply/",
      may: ["^constructs/$1/(apply|read|render)/", "^constructs/shared/(apply|read|render)/", ...SDKS, ...FORMATS],
      node: true,
    },
  ),
  rule(
    "apply-is-named-by-path",
    "a program that Terraform runs is shipped as a file: name the bundle's path, do not import it.",
    { path: "^constructs/", pathNot: APPLY },
    { path: APPLY },
  ),
  row(
    "environment-files",
    "an environment file holds data: it may import the types of its domain's schema.ts, and `_` files beside it or in environments/.",
    {
      from: "^environments/([^/]+)/",
      may: ["^constructs/$1/schema\\.ts$", "^environments/$1/_[^/]+\\.ts$", "^environments/_[^/]+\\.ts$"],
    },
  ),
  rule(
    "environment-files-take-only-types",
    "an environment file takes only types from the schema: `import type`. The app checks the values.",
    { path: "^environments/[^/]+/" },
    { path: "^constructs/", dependencyTypesNot: TYPE_ONLY },
  ),
  row(
    "stacks",
    "a stack may import a domain by its index, its workers.ts, digitalocean.ts or schema.ts, constructs/shared, cdktf, constructs and provider bindings. What two stacks share goes to constructs/shared; the environment is handed in.",
    {
      from: "^stacks/([a-z]+)-stack",
      may: [
        "^stacks/$1-stack-",
        "^constructs/[^/]+/(index|workers|digitalocean)\\.ts$",
        SCHEMAS,
        SHARED,
        ...FRAMEWORK,
        ...BINDINGS,
      ],
    },
  ),
  row(
    "domains",
    "a domain's description may import its own folder, the domain's schema.ts, read and render folders, constructs/shared and node. Its stacks are found by their name: stacks/<domain>-stack.ts.",
    {
      from: "^domains/",
      may: ["^domains/", SCHEMAS, READ, RENDER, SHARED],
      node: true,
    },
  ),
  row(
    "app",
    "the app may import its own folder, domains, stacks, constructs/shared, cdktf, constructs, node and a loader such as tsx. The constructs of a domain are reached through its stack.",
    {
      from: "^app/",
      may: ["^app/", "^domains/", "^stacks/", SHARED, ...FRAMEWORK, ...LOADERS],
      node: true,
    },
  ),
  rule(
    "app-load-makes-no-stack",
    "what reads environment files is loaded by every command: it may import its own files, domains and constructs/shared; what makes stacks is in the other files of app/.",
    { path: LOAD },
    { path: ["^app/", "^stacks/"], pathNot: LOAD },
  ),
  row("main", "main.ts may import app and nothing else; what it needs belongs there.", {
    from: "^main\\.ts$",
    may: ["^app/"],
  }),
  row(
    "testing",
    "the kit for users' tests may import cdktf, constructs, node, its own folder, constructs/shared/lazy.ts, and engine/providers/mirrored.ts, which knows where Terraform finds providers: it works for any stack and knows no domain.",
    {
      from: "^testing/",
      may: ["^testing/", "^constructs/shared/lazy\\.ts$", "^engine/providers/mirrored\\.ts$", ...FRAMEWORK],
      node: true,
    },
  ),
  ...Object.entries(COMMANDS).map(([place, below]) =>
    row(
      place,
      `${place}/ may import its own folder${below.map((each) => `, ${each}/`).join("")}, what reads environment files in app/, domains/, the domains' schema.ts, read, render and apply folders, constructs/shared, node and npm libraries. It reads what was synthesized; stacks and constructs run in a process of their own. No folder imports another in a circle.`,
      {
        from: `^${place}/`,
        may: [
          `^${place}/`,
          ...below.map((each) => `^${each}/`),
          LOAD,
          "^domains/",
          SCHEMAS,
          READ,
          RENDER,
          APPLY,
          SHARED,
          "^package\\.json$",
          // What the installed command starts.
          ...(place === "cli" ? ["^dist/cli/"] : []),
          // One evaluator of policies: that of users' tests, which reads JSON.
          ...(place === "cli" ? ["^testing/(policy/|block-at\\.ts$)"] : []),
          ...(place === "demos" ? ["^examples/"] : []),
          "^node_modules/(?!(cdktf|constructs|@cdktf/provider-[^/]+)/)",
        ],
        node: true,
      },
    ),
  ),
  rule(
    "commands-are-on-top",
    "a file of cli/commands is a command, and stands on all others: cli/program.ts, the command above it and tests import it. What several commands or a demo need goes to a folder of its domain, cli/<domain>/.",
    { pathNot: ["^cli/(commands/|program\\.ts$)", "^__tests__/"] },
    { path: "^cli/commands/" },
  ),
  rule(
    "a-command-imports-those-below",
    "of the commands a command imports its own subcommands alone, which lie in the folder of its name. What two commands need goes to cli/<domain>/.",
    { path: "^cli/commands/(.+)\\.ts$" },
    { path: "^cli/commands/", pathNot: "^cli/commands/$1/[^/]+\\.ts$" },
  ),
  rule(
    "cli-helpers-know-no-domain",
    "what lies in cli/ itself serves all folders of it: it imports none of them, but for the program, which puts the commands together.",
    { path: "^cli/[^/]+\\.ts$", pathNot: "^cli/program\\.ts$" },
    { path: "^cli/[^/]+/" },
  ),
  rule(
    "commands-start-without-cdktf",
    "what a command imports must not lead to cdktf, which takes longer to load than most commands run: split the file of constructs/shared that leads there.",
    { path: `^(domains|${Object.keys(COMMANDS).join("|")})/` },
    { path: [...npm("cdktf"), ...BINDINGS], reachable: true },
  ),
];

const everywhere = [
  rule(
    "zod-in-schema",
    "constructs/shared/zod.ts is imported in schema.ts and <part>-schema.ts (in constructs/shared also in rules.ts); export a schema or a rule from there.",
    {
      path: "^constructs/",
      pathNot: [SCHEMAS, "^constructs/shared/rules\\.ts$"],
    },
    { path: ZOD_PARTS },
  ),
  rule(
    "zod-by-its-parts",
    "import constructs/shared/zod.ts, which holds the parts of zod that are used: zod as a whole takes 50 ms to load.",
    { pathNot: [ZOD_PARTS, "^__tests__/"] },
    { path: ZOD },
  ),
  rule(
    "not-the-own-index",
    "inside a domain import the file, not the index: the index is for others, and makes cycles.",
    { path: "^constructs/([^/]+)/" },
    { path: "^constructs/$1/index\\.ts$" },
  ),
  rule(
    "provider-by-resource",
    "import a binding by its resource (`@cdktf/provider-aws/lib/lambda-function`): the provider's index loads every resource, 1.5 s and 550 MB for aws.",
    {},
    { path: "^(node_modules/)?@cdktf/provider-[^/]+(/package\\.json|/lib/index\\.(d\\.ts|js)|/lib/?|/?)$" },
  ),
  rule(
    "cdktf-by-name",
    "import `cdktf`, not its inner files: they move from release to release. Tests may import cdktf/lib/testing/adapters/jest.",
    {},
    { path: "^node_modules/cdktf/lib/.", pathNot: "^node_modules/cdktf/lib/(index|testing/adapters/jest)\\." },
  ),
  rule(
    "cdktf-jest-adapter-in-tests",
    "cdktf's matchers are for tests.",
    { pathNot: "^__tests__/" },
    { path: "^node_modules/cdktf/lib/testing/" },
  ),
  rule(
    "no-process-module",
    "only the app, commands and programs read the process; hand the value in.",
    { path: "^(constructs|environments|stacks|testing)/", pathNot: APPLY },
    { dependencyTypes: ["core"], path: "^(node:)?process$" },
  ),
  rule(
    "programs-are-started-in-one-place",
    "a program is started by engine/process.ts, which knows how it is interrupted and what it says; import from there. (A program that Terraform runs starts its own.)",
    {
      path: "^(app|cli|constructs|demos|domains|engine|local|sandbox|stacks)/",
      pathNot: ["^engine/process\\.ts$", APPLY],
    },
    { dependencyTypes: ["core"], path: "^(node:)?child_process$", dependencyTypesNot: TYPE_ONLY },
  ),
  rule(
    "tests-import-nothing-back",
    "tests, demos, examples and .ci import the product, never the other way around.",
    { pathNot: "^(__tests__|demos|examples|\\.ci)/" },
    { path: "^(__tests__|demos|examples|\\.ci)/" },
  ),
  rule(
    "no-dev-dependency",
    "a user does not have our dev dependencies: move the library to dependencies, or import only its types. (A program that Terraform runs is bundled with what it imports, and so is constructs/shared/zod.ts.)",
    {
      path: "^(app|cli|constructs|domains|engine|environments|local|sandbox|stacks|testing)/",
      pathNot: [APPLY, ZOD_PARTS],
    },
    { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm", "npm-peer", "npm-optional", ...TYPE_ONLY] },
  ),
  rule(
    "not-packed",
    "the package has the bundle of this program, and not its sources (`files` in package.json): move what a command needs too to render/, read/ or a file beside the program.",
    { path: "^(cli|engine|local|sandbox|demos)/" },
    { path: NOT_PACKED },
  ),
  rule(
    "no-undeclared-dependency",
    "package.json must name every package that is imported; a dependency of a dependency may vanish.",
    {},
    {
      dependencyTypes: ["npm-no-pkg", "npm-unknown"],
      dependencyTypesNot: ["npm", "npm-dev", "npm-peer", "npm-optional"],
    },
  ),
  rule(
    "no-cycle",
    "two files that need each other are one concept or lack a third: move what both need to a file of its own.",
    {},
    { circular: true },
  ),
  rule(
    "not-resolvable",
    "the imported file or package does not exist.",
    { pathNot: ["^examples/", "^cli/slipway\\.cjs$"] },
    { couldNotResolve: true },
  ),
];

module.exports = {
  forbidden: [...rows, ...everywhere],
  options: {
    moduleSystems: ["cjs", "es6"],
    tsPreCompilationDeps: true,
    exoticRequireStrings: ["module.require", "globalThis.require", "jest.requireActual"],
    detectProcessBuiltinModuleCalls: true,
    doNotFollow: { path: ["(^|/)node_modules/", "^dist/"] },
    exclude: { path: ["^(coverage|\\.git)/", "(^|/)(cdktf\\.out|\\.sandbox)/"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["node", "require", "import", "types", "default"],
      extensions: [".ts", ".mts", ".cts", ".d.ts", ".js", ".cjs", ".mjs", ".json"],
    },
  },
};
