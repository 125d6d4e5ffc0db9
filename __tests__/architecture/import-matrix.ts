/** Every way to write an import. The first five also exist at run time. */
export const KINDS = {
  static: (from: string) => `import * as it from "${from}";\nexport const value = it;\n`,
  "side effect": (from: string) => `import "${from}";\n`,
  dynamic: (from: string) => `export const value = () => import("${from}");\n`,
  "re-export": (from: string) => `export * from "${from}";\n`,
  require: (from: string) => `export const value = require("${from}");\n`,
  "import equals": (from: string) => `import it = require("${from}");\nexport const value = it;\n`,
  "type only": (from: string) => `import type * as it from "${from}";\nexport type Value = typeof it;\n`,
  "inline type": (from: string) => `import { type It } from "${from}";\nexport type Value = It;\n`,
  "type re-export": (from: string) => `export type { It } from "${from}";\n`,
  "import type": (from: string) => `export type Value = import("${from}").It;\n`,
};
export type Kind = keyof typeof KINDS;
export const ALL = Object.keys(KINDS) as Kind[];
export const AT_RUN_TIME: Kind[] = ["static", "side effect", "dynamic", "re-export", "require", "import equals"];
export const TYPES = ALL.filter((kind) => !AT_RUN_TIME.includes(kind));

/** Files that stand for what a file can import; what is no path is a package. */
export const TARGETS = [
  "constructs/shared/index.ts",
  "constructs/shared/arn.ts",
  "constructs/shared/lazy.ts",
  "constructs/shared/zod.ts",
  "constructs/shared/apply/program.ts",
  "constructs/shared/read/path.ts",
  "constructs/shared/render/host.ts",
  "constructs/model/index.ts",
  "constructs/model/schema.ts",
  "constructs/model/function.ts",
  "constructs/model/render/definition.ts",
  "constructs/model/read/definition.ts",
  "constructs/model/apply/placeholder-image.ts",
  "constructs/model/apply/push.ts",
  "constructs/plugins/index.ts",
  "constructs/plugins/schema.ts",
  "constructs/plugins/read/task.ts",
  "constructs/plugins/render/task.ts",
  "constructs/plugins/apply/sync.ts",
  "constructs/pipelines/cluster/pod.ts",
  "constructs/pipelines/database/my-sql.ts",
  "constructs/pipelines/database/render/dump.ts",
  "constructs/pipelines/manager/schema.ts",
  "constructs/pipelines/schema.ts",
  "environments/_account.ts",
  "environments/model/_organisation.ts",
  "environments/model/paris.ts",
  "environments/plugins/testbed.ts",
  "stacks/model-stack.ts",
  "domains/model.ts",
  "app/load.ts",
  "app/synthesize.ts",
  "main.ts",
  "testing/kit.ts",
  "testing/policy/policy.ts",
  "cli/logs.ts",
  "demos/model.ts",
  "engine/project.ts",
  "engine/providers/mirrored.ts",
  "local/run.ts",
  "sandbox/start.ts",
  "examples/first/main.ts",
  "__tests__/helper.ts",
];

interface Place {
  /** A file of the place; `#` is replaced by a number. */
  readonly file: string;
  /** The rule that refuses, and what it refuses. */
  readonly refuses: Readonly<Record<string, readonly string[]>>;
  /** What only types may be imported of, by the rule that refuses the rest. */
  readonly onlyTypes?: Readonly<Record<string, readonly string[]>>;
  readonly allows: readonly string[];
}

const BINDING = "@cdktf/provider-aws/lib/lambda-function";
const FRAMEWORK = ["cdktf", "constructs"];
const ABOVE_CONSTRUCTS = [
  "environments/model/paris.ts",
  "stacks/model-stack.ts",
  "domains/model.ts",
  "app/load.ts",
  "app/synthesize.ts",
  "main.ts",
];
const BESIDE = [
  "testing/kit.ts",
  "cli/logs.ts",
  "demos/model.ts",
  "engine/project.ts",
  "local/run.ts",
  "sandbox/start.ts",
  "examples/first/main.ts",
  "__tests__/helper.ts",
];
const FOR_COMMANDS = [
  "domains/model.ts",
  "app/load.ts",
  "constructs/model/schema.ts",
  "constructs/pipelines/manager/schema.ts",
  "constructs/model/render/definition.ts",
  "constructs/pipelines/database/render/dump.ts",
  "constructs/model/read/definition.ts",
  "constructs/model/apply/placeholder-image.ts",
  "constructs/shared/arn.ts",
  "commander",
  "node:fs",
];
const NOT_FOR_COMMANDS = [
  ...FRAMEWORK,
  BINDING,
  "stacks/model-stack.ts",
  "app/synthesize.ts",
  "main.ts",
  "constructs/model/index.ts",
  "constructs/model/function.ts",
  "environments/model/paris.ts",
  "testing/kit.ts",
];

/** What asks the environment, the network or another process. */
const ELSEWHERE = [
  "process",
  "child_process",
  "worker_threads",
  "cluster",
  "net",
  "tls",
  "dgram",
  "dns",
  "http",
  "http2",
];
/** Of all else that Node has, what somebody might miss in a renderer. */
const MACHINE = ["fs", "fs/promises", "os", "perf_hooks", "timers", "module", "vm", "v8", "buffer", "url", "util"];
const node = (modules: readonly string[]) => modules.map((name) => `node:${name}`);

export const PLACES: Readonly<Record<string, Place>> = {
  "constructs/shared": {
    file: "constructs/shared/planted#.ts",
    refuses: {
      "constructs-shared": [
        "constructs/model/index.ts",
        "constructs/model/schema.ts",
        ...ABOVE_CONSTRUCTS,
        ...BESIDE,
        "commander",
      ],
      "zod-in-schema": ["constructs/shared/zod.ts"],
      "zod-by-its-parts": ["zod"],
      "not-the-own-index": ["constructs/shared/index.ts"],
    },
    allows: [
      "constructs/shared/arn.ts",
      ...FRAMEWORK,
      BINDING,
      "node:fs",
      "ajv",
      "ajv-formats",
      "asl-path-validator",
      "asl-validator",
      "jsonata",
    ],
  },
  "constructs/<domain>": {
    file: "constructs/model/planted#.ts",
    refuses: {
      "constructs-domain": [
        "constructs/plugins/index.ts",
        "constructs/plugins/schema.ts",
        ...ABOVE_CONSTRUCTS,
        ...BESIDE,
        "commander",
      ],
      "zod-in-schema": ["constructs/shared/zod.ts"],
      "zod-by-its-parts": ["zod"],
      "not-the-own-index": ["constructs/model/index.ts"],
      "apply-is-named-by-path": ["constructs/model/apply/push.ts", "constructs/plugins/apply/sync.ts"],
    },
    allows: [
      "constructs/model/function.ts",
      "constructs/model/render/definition.ts",
      "constructs/model/read/definition.ts",
      "constructs/shared/index.ts",
      ...FRAMEWORK,
      BINDING,
      "node:fs",
      "ajv",
      "ajv-formats",
      "asl-path-validator",
      "asl-validator",
      "jsonata",
    ],
  },
  "constructs/*/render": {
    file: "constructs/model/render/planted#.ts",
    refuses: {
      "render-is-pure": [
        ...FRAMEWORK,
        BINDING,
        "zod",
        "constructs/plugins/render/task.ts",
        ...ABOVE_CONSTRUCTS,
        ...BESIDE,
      ],
      "render-asks-nobody": ["fs", ...node(MACHINE), ...node(ELSEWHERE), "node:https", "node:dns/promises"],
    },
    onlyTypes: {
      "render-takes-only-types": [
        "constructs/model/schema.ts",
        "constructs/model/function.ts",
        "constructs/model/read/definition.ts",
        "constructs/shared/arn.ts",
        "constructs/shared/read/path.ts",
      ],
    },
    allows: [
      "constructs/model/render/definition.ts",
      "constructs/shared/render/host.ts",
      "node:path",
      "node:crypto",
      "ajv",
      "ajv-formats",
      "asl-path-validator",
      "asl-validator",
      "jsonata",
    ],
  },
  "constructs/*/read": {
    file: "constructs/model/read/planted#.ts",
    refuses: {
      readers: [
        ...FRAMEWORK,
        BINDING,
        "zod",
        "constructs/plugins/read/task.ts",
        "@aws-sdk/client-ecr",
        ...ABOVE_CONSTRUCTS,
        ...BESIDE,
      ],
      "readers-start-nothing": node(ELSEWHERE),
    },
    onlyTypes: {
      "readers-take-only-types": [
        "constructs/model/schema.ts",
        "constructs/model/function.ts",
        "constructs/shared/arn.ts",
      ],
    },
    allows: [
      "constructs/model/read/definition.ts",
      "constructs/model/render/definition.ts",
      "constructs/shared/read/path.ts",
      "constructs/shared/render/host.ts",
      "node:fs",
      "node:path",
      "ajv",
      "ajv-formats",
      "asl-path-validator",
      "asl-validator",
      "jsonata",
    ],
  },
  "constructs/*/apply": {
    file: "constructs/model/apply/planted#.ts",
    refuses: {
      "apply-programs": [
        ...FRAMEWORK,
        BINDING,
        "zod",
        "constructs/model/function.ts",
        "constructs/plugins/read/task.ts",
        "constructs/shared/arn.ts",
        ...ABOVE_CONSTRUCTS,
        ...BESIDE,
      ],
    },
    allows: [
      "constructs/model/apply/push.ts",
      "constructs/shared/apply/program.ts",
      "constructs/model/read/definition.ts",
      "constructs/model/render/definition.ts",
      "constructs/shared/read/path.ts",
      "constructs/shared/render/host.ts",
      "node:process",
      "@aws-sdk/client-ecr",
    ],
  },
  "environments/<domain>": {
    file: "environments/model/planted#.ts",
    refuses: {
      "environment-files": [
        ...FRAMEWORK,
        "zod",
        "node:fs",
        "constructs/model/index.ts",
        "constructs/model/function.ts",
        "constructs/plugins/schema.ts",
        "constructs/shared/arn.ts",
        ...ABOVE_CONSTRUCTS,
        "environments/plugins/testbed.ts",
        ...BESIDE,
      ],
    },
    onlyTypes: { "environment-files-take-only-types": ["constructs/model/schema.ts"] },
    allows: ["environments/model/_organisation.ts", "environments/_account.ts"],
  },
  stacks: {
    file: "stacks/plugins-stack-planted#.ts",
    refuses: {
      stacks: [
        "stacks/model-stack.ts",
        "constructs/model/function.ts",
        "constructs/model/render/definition.ts",
        "constructs/model/read/definition.ts",
        "constructs/model/apply/push.ts",
        "environments/model/paris.ts",
        "app/load.ts",
        "app/synthesize.ts",
        "main.ts",
        ...BESIDE,
      ],
    },
    allows: [
      "constructs/model/index.ts",
      "constructs/model/schema.ts",
      "constructs/shared/arn.ts",
      ...FRAMEWORK,
      BINDING,
    ],
  },
  domains: {
    file: "domains/planted#.ts",
    refuses: {
      domains: [
        "constructs/model/index.ts",
        "constructs/model/function.ts",
        "constructs/model/apply/push.ts",
        "stacks/model-stack.ts",
        "app/load.ts",
        "environments/model/paris.ts",
        ...BESIDE,
      ],
    },
    allows: [
      "domains/model.ts",
      "constructs/model/schema.ts",
      "constructs/model/render/definition.ts",
      "constructs/shared/arn.ts",
      "node:fs",
    ],
  },
  app: {
    file: "app/planted#.ts",
    refuses: {
      app: [
        "constructs/model/index.ts",
        "constructs/model/function.ts",
        "constructs/model/schema.ts",
        BINDING,
        "environments/model/paris.ts",
        "main.ts",
        ...BESIDE,
      ],
    },
    allows: [
      "domains/model.ts",
      "app/load.ts",
      "stacks/model-stack.ts",
      "app/synthesize.ts",
      "constructs/shared/arn.ts",
      ...FRAMEWORK,
      "node:fs",
      "tsx",
    ],
  },
  "main.ts": {
    file: "main.ts",
    refuses: {
      main: [
        ...FRAMEWORK,
        "node:fs",
        "constructs/model/index.ts",
        "environments/model/paris.ts",
        "stacks/model-stack.ts",
        ...BESIDE,
      ],
    },
    allows: ["app/synthesize.ts"],
  },
  testing: {
    file: "testing/planted#.ts",
    refuses: {
      testing: [
        BINDING,
        "zod",
        "constructs/model/index.ts",
        "constructs/shared/arn.ts",
        ...ABOVE_CONSTRUCTS,
        ...BESIDE.slice(1),
      ],
    },
    allows: ["testing/kit.ts", "constructs/shared/lazy.ts", "engine/providers/mirrored.ts", ...FRAMEWORK, "node:fs"],
  },
  engine: commands("engine", [], ["sandbox/start.ts", "local/run.ts", "cli/logs.ts"]),
  sandbox: commands("sandbox", ["engine/project.ts"], ["local/run.ts", "cli/logs.ts"]),
  local: commands("local", ["engine/project.ts"], ["sandbox/start.ts", "cli/logs.ts"]),
  cli: commands("cli", ["engine/project.ts", "sandbox/start.ts", "local/run.ts", "testing/policy/policy.ts"], []),
  demos: {
    file: "demos/planted#.ts",
    refuses: { demos: NOT_FOR_COMMANDS },
    allows: [
      ...FOR_COMMANDS,
      "engine/project.ts",
      "sandbox/start.ts",
      "local/run.ts",
      "cli/logs.ts",
      "examples/first/main.ts",
      "fast-check",
    ],
  },
  "constructs/pipelines/cluster": {
    file: "constructs/pipelines/cluster/planted#.ts",
    refuses: {
      "pipelines-cluster": [
        "constructs/pipelines/database/my-sql.ts",
        "constructs/pipelines/manager/schema.ts",
        "constructs/pipelines/schema.ts",
      ],
    },
    allows: ["constructs/pipelines/cluster/pod.ts", "constructs/shared/arn.ts"],
  },
  ...Object.fromEntries(
    ["workflow", "database", "pachyderm", "argo", "cpsign"].map((room) => [
      `constructs/pipelines/${room}`,
      {
        file: `constructs/pipelines/${room}/planted#.ts`,
        refuses: {
          [`pipelines-${room}`]: ["constructs/pipelines/manager/schema.ts", "constructs/pipelines/schema.ts"],
        },
        allows: ["constructs/pipelines/cluster/pod.ts"],
      },
    ]),
  ),
  "constructs/pipelines/manager": {
    file: "constructs/pipelines/manager/planted#.ts",
    refuses: { "pipelines-manager": ["constructs/pipelines/schema.ts"] },
    allows: ["constructs/pipelines/cluster/pod.ts", "constructs/pipelines/database/my-sql.ts"],
  },
  "constructs/*/*/render": {
    file: "constructs/pipelines/database/render/planted#.ts",
    refuses: {
      "render-is-pure": [...FRAMEWORK, BINDING, "zod", "constructs/plugins/render/task.ts", ...ABOVE_CONSTRUCTS],
    },
    onlyTypes: {
      "render-takes-only-types": ["constructs/pipelines/database/my-sql.ts", "constructs/pipelines/cluster/pod.ts"],
    },
    allows: [
      "constructs/pipelines/database/render/dump.ts",
      "node:path",
      "ajv",
      "ajv-formats",
      "asl-path-validator",
      "asl-validator",
      "jsonata",
    ],
  },
  "the schema": { file: "constructs/observatory/schema.ts", refuses: {}, allows: ["constructs/shared/zod.ts"] },
  "the parts of zod": { file: "constructs/shared/zod.ts", refuses: {}, allows: ["zod"] },
  anywhere: {
    file: "__tests__/planted#.ts",
    refuses: {
      "provider-by-resource": ["@cdktf/provider-aws"],
      "cdktf-by-name": ["cdktf/lib/terraform-stack"],
      "no-undeclared-dependency": ["archiver"],
      "not-resolvable": ["no-such-package", "./no-such-file"],
    },
    allows: ["cdktf/lib/testing/adapters/jest", "constructs/model/index.ts", "fast-check"],
  },
};

/** A place of what commands are made of: what it may import of the others, and what not. */
function commands(place: string, below: readonly string[], above: readonly string[]): Place {
  return {
    file: `${place}/planted#.ts`,
    refuses: {
      [place]: [...NOT_FOR_COMMANDS, ...above, "demos/model.ts", "examples/first/main.ts"],
      "not-packed": ["constructs/model/apply/push.ts"],
    },
    onlyTypes: { "no-dev-dependency": ["fast-check"] },
    allows: [...FOR_COMMANDS, ...below],
  };
}

/** Files that the single cases need. */
export const SUPPORT: Readonly<Record<string, string>> = {
  "constructs/model/second-of-two.ts": 'import type {} from "./first-of-two";\n',
  "constructs/shared/framed.ts": 'export * from "cdktf";\n',
  ".ci/tool.cjs": "module.exports = {};\n",
  "cli/commands/plan.ts": "export interface It {}\n",
  "cli/services/look.ts": "export interface It {}\n",
};

/** Single cases that are no pair of places: the file's text, and the rule that names it. */
export const SINGLE: Readonly<Record<string, { readonly text: string; readonly rule: string }>> = {
  "constructs/model/first-of-two.ts": { text: 'export * from "./second-of-two";\n', rule: "no-cycle" },
  "app/files.ts": { text: 'import "./synthesize";\n', rule: "app-load-makes-no-stack" },
  "cli/starter.ts": { text: 'import "node:child_process";\n', rule: "programs-are-started-in-one-place" },
  "constructs/model/starter.ts": { text: 'import "node:child_process";\n', rule: "programs-are-started-in-one-place" },
  "cli/by-detour.ts": { text: 'import "../constructs/shared/framed";\n', rule: "commands-start-without-cdktf" },
  "cli/services/on-top.ts": { text: 'import "../commands/plan";\n', rule: "commands-are-on-top" },
  "demos/on-top.ts": { text: 'import "../cli/commands/plan";\n', rule: "commands-are-on-top" },
  "cli/commands/deploy.ts": { text: 'import "./plan";\n', rule: "a-command-imports-those-below" },
  "cli/helper.ts": { text: 'import "./services/look";\n', rule: "cli-helpers-know-no-domain" },
  "constructs/model/reader.ts": {
    text: 'import { env } from "node:process";\nexport { env };\n',
    rule: "no-process-module",
  },
  "constructs/model/builtin.ts": {
    text: 'export const env = process.getBuiltinModule("node:process");\n',
    rule: "no-process-module",
  },
  "testing/matchers.ts": { text: 'import "cdktf/lib/testing/adapters/jest";\n', rule: "cdktf-jest-adapter-in-tests" },
  "stacks/built.ts": { text: 'import "../dist/constructs/model";\n', rule: "not-resolvable" },
  "app/helped.ts": { text: 'import "../.ci/tool.cjs";\n', rule: "tests-import-nothing-back" },
};
