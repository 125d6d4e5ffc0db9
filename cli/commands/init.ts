import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Command, Option } from "commander";
import { lazy } from "../../constructs/shared/lazy";

const files = lazy<typeof import("../new/environment")>(() => require("../new/environment"));

const MAIN = `import { synthesize } from "cdktf-slipway/app";

synthesize({ environments: "environments" });
`;

/** What is not to be committed: what npm, cdktf, the sandbox, local runs and local states write, and secrets. */
const IGNORED = ["node_modules/", "cdktf.out/", ".sandbox/", ".slipway/", "terraform.tfstate.d/", "secrets/"];

/** What a project needs beside our package, and how npm installs it. */
const NEEDED: Readonly<Record<string, string>> = {
  cdktf: "cdktf@0.21",
  constructs: "constructs@10.7.2",
  "cdktf-cli": "cdktf-cli@0.21",
  tsx: "tsx@4",
};

/** What its first environment is of. */
interface First {
  readonly name: string;
  /** The bindings that it needs, and how npm installs them. */
  readonly bindings: Readonly<Record<string, string>>;
  readonly next: string;
}

const DOMAINS: Readonly<Record<"model" | "plugins" | "services" | "pipelines" | "observatory", First>> = {
  model: {
    name: "my-model",
    bindings: { "@cdktf/provider-aws": "@cdktf/provider-aws@21" },
    next: "slipway sandbox up, or credentials of AWS; then ",
  },
  plugins: {
    name: "my-testbed",
    bindings: { "@cdktf/provider-aws": "@cdktf/provider-aws@21" },
    next: "slipway sandbox up, or credentials of AWS; then ",
  },
  services: {
    name: "my-platform",
    bindings: { "@cdktf/provider-docker": "@cdktf/provider-docker@12" },
    next: "",
  },
  pipelines: {
    name: "my-workflow",
    bindings: { "@cdktf/provider-kubernetes": "@cdktf/provider-kubernetes@12" },
    next: "the cluster's context in the file, or slipway pipelines run --local without one; then ",
  },
  observatory: {
    name: "my-site",
    bindings: { "@cdktf/provider-docker": "@cdktf/provider-docker@12" },
    next: "",
  },
};

/** What a region would mean nothing to. */
const WITHOUT_REGION: Readonly<Partial<Record<keyof typeof DOMAINS, string>>> = {
  services: "a platform on Docker",
  pipelines: "a workflow on Kubernetes",
  observatory: "a site of OCS",
};

interface InitOptions {
  readonly domain: keyof typeof DOMAINS;
  readonly region?: string;
}

/** `slipway init`: a project in the folder where it runs. */
export function initCommand(folder: string): Command {
  return new Command("init")
    .description("Makes a project of this folder: main.ts, cdktf.json and one environment.")
    .argument(
      "[name]",
      "the first workspace's name (default: my-model, my-testbed, my-platform, my-workflow or my-site)",
    )
    .addOption(new Option("--domain <domain>", "what it is of").choices(Object.keys(DOMAINS)).default("model"))
    .option("--region <region>", "a region of AWS (default: AWS_REGION, else ca-central-1)")
    .addHelpText(
      "after",
      `
Examples:
  npm install ./cdktf-slipway-0.1.0.tgz && npx slipway init
  npx slipway init quetzal-oslo --region eu-north-1
  npx slipway init platform --domain services
  npx slipway init words --domain pipelines
  npx slipway init dome --domain observatory

Files that are there are left as they are, except .gitignore, to which lines are added.`,
    )
    .action((given: string | undefined, { domain, region }: InitOptions) => {
      const { name: usual, bindings, next } = DOMAINS[domain];
      const name = given ?? usual;
      const without = WITHOUT_REGION[domain];
      if (region !== undefined && without !== undefined) {
        throw new Error(`--region must be left out, got "${region}": ${without} has none`);
      }
      const taken = ["main.ts", "cdktf.json", "environments"].filter((path) => existsSync(join(folder, path)));
      if (taken.length > 0) {
        throw new Error(
          `the folder must have no project yet, got ${taken.join(", ")}; slipway new ${domain} <name> adds a workspace to it`,
        );
      }
      const made = { project: folder, name };
      const more = region === undefined ? {} : { region };
      const regional = { ...made, variables: process.env, ...more };
      const makers = {
        model: () => files.newModel(regional),
        plugins: () => files.newPlugins(regional),
        services: () => files.newPlatform(made),
        pipelines: () => files.newWorkflow(made),
        observatory: () => files.newSite(made),
      };
      const file = makers[domain]();
      writeFileSync(join(folder, "main.ts"), MAIN, { flag: "wx" });
      writeFileSync(join(folder, "cdktf.json"), settings(folder), { flag: "wx" });
      ignore(join(folder, ".gitignore"));
      console.log(`main.ts, cdktf.json, .gitignore and ${file} written`);
      const missing = missingPackages(folder, { ...NEEDED, ...bindings });
      if (missing.length > 0) console.log(`still missing here: npm install ${missing.join(" ")}`);
      console.log(`next: ${next}slipway plan ${name}, slipway deploy ${name}`);
    });
}

function settings(folder: string): string {
  const projectId = basename(folder) || "slipway";
  const app = "node --import tsx main.ts";
  return `${JSON.stringify({ language: "typescript", app, projectId, sendCrashReports: "false" }, null, 2)}\n`;
}

/** Adds what is missing to a .gitignore. */
function ignore(file: string): void {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const lines = text.split(/\r?\n/);
  const missing = IGNORED.filter((line) => !lines.includes(line) && !lines.includes(line.slice(0, -1)));
  if (missing.length === 0) return;
  writeFileSync(file, `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${missing.join("\n")}\n`);
}

function missingPackages(folder: string, needed: Readonly<Record<string, string>>): string[] {
  return Object.entries(needed).flatMap(([name, wanted]) => {
    try {
      require.resolve(`${name}/package.json`, { paths: [folder] });
      return [];
    } catch {
      return [wanted];
    }
  });
}
