import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Command, Option } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import { DOMAINS, domainNamed, type Environments } from "../../domains/domains";

import { packageFile } from "../package-file";

const files = lazy<typeof import("../new-workspace")>(() => require("../new-workspace"));

const MAIN = `import { synthesize } from "cdktf-slipway/app";

synthesize({ environments: "environments" });
`;

/** What is not to be committed: what npm, cdktf, the sandbox, local runs and local states write, and secrets. */
const IGNORED = ["node_modules/", "cdktf.out/", ".sandbox/", ".slipway/", "terraform.tfstate.d/", "secrets/", "*.plan"];

/** What a project needs beside our package, and how npm installs it. */
const NEEDED: Readonly<Record<string, string>> = {
  cdktf: "cdktf@0.21",
  constructs: "constructs@10.7.2",
  "cdktf-cli": "cdktf-cli@0.21",
  tsx: "tsx@4",
};

interface InitOptions {
  readonly domain: keyof Environments;
  readonly region?: string;
  readonly account?: string;
}

/** `slipway init`: a project in the folder where it runs. */
export function initCommand(folder: string): Command {
  const usual = DOMAINS.map(({ scaffold }) => scaffold.example);
  return new Command("init")
    .description("Create a project in this folder: main.ts, cdktf.json and one environment file")
    .argument("[name]", `name of the first workspace (default: ${usual.slice(0, -1).join(", ")} or ${usual.at(-1)})`)
    .addOption(
      new Option("--domain <domain>", "domain of the first workspace")
        .choices(DOMAINS.map(({ name }) => name))
        .default("model"),
    )
    .option("--region <region>", "AWS region (default: AWS_REGION, else ca-central-1)")
    .option("--account <id>", "AWS account, 12 digits; credentials of any other are refused (default: the sandbox's)")
    .addHelpText(
      "after",
      `
Examples:
  npm install ./cdktf-slipway-0.1.0.tgz && npx slipway init
  npx slipway init quetzal-oslo --region eu-north-1
  npx slipway init quetzal-oslo --account 111122223333
  npx slipway init platform --domain services

Existing files are left alone, except .gitignore, to which missing lines are added.`,
    )
    .action((given: string | undefined, { domain, ...place }: InitOptions) => {
      const { bindings, scaffold } = domainNamed(domain);
      const name = given ?? scaffold.example;
      for (const [option, value] of Object.entries(place)) {
        if (scaffold.withoutRegion === undefined) continue;
        throw new Error(`--${option} must be left out, got "${value}": ${scaffold.withoutRegion} has none`);
      }
      const taken = ["main.ts", "cdktf.json", "environments"].filter((path) => existsSync(join(folder, path)));
      if (taken.length > 0) {
        throw new Error(
          `the folder must have no project yet, got ${taken.join(", ")}; slipway new ${domain} <name> adds a workspace to it`,
        );
      }
      const file = files.newWorkspace({ ...place, domain, project: folder, name, variables: process.env });
      writeFileSync(join(folder, "main.ts"), MAIN, { flag: "wx" });
      writeFileSync(join(folder, "cdktf.json"), settings(folder), { flag: "wx" });
      ignore(join(folder, ".gitignore"));
      console.log(`main.ts, cdktf.json, .gitignore and ${file} written`);
      const missing = missingPackages(folder, { ...NEEDED, ...bindings });
      if (missing.length > 0) console.log(`still missing here: npm install ${missing.join(" ")}`);
      console.log(`next: ${scaffold.before ?? ""}npx slipway plan ${name}, npx slipway deploy ${name}`);
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
  // A project on the fork of cdktf has the fork's command.
  const { "cdktf-cli": cli, ...others } = needed;
  const all = packageFile("cdktn", folder) === undefined ? needed : { ...others, "cdktn-cli": "cdktn-cli@0.24" };
  return Object.entries(all).flatMap(([name, wanted]) => (packageFile(name, folder) === undefined ? [wanted] : []));
}
