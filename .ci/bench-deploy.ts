// What plans and deployments of a model take, beside bare Terraform on the same stack, alternately, against the embedded AWS.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { providerSettings } from "../engine/providers/providers";
import { withVariables } from "../engine/variables";
import model from "../examples/environments/model/my-model";
import { sandboxVariables } from "../sandbox/environment";
import { down, up } from "../sandbox/server";
import { byTurns, FOLDER, type Run, write } from "./bench-runs";

const ROOT = resolve(__dirname, "..");
const DIST = join(ROOT, "dist");
/** Workspaces of the large project. */
const MANY = 1000;

/** What is measured: something of Slipway beside its floor. */
export interface Beside {
  readonly what: string;
  readonly floor: Run;
  readonly slipway: Run;
  /** At most so many times the floor. */
  readonly ratio?: number;
}

/** Plans, a deployment with nothing to do, and first deployments. */
export async function deployments(): Promise<Beside[]> {
  const one = new BenchProject("deploy-one", 1);
  const many = new BenchProject("deploy-many", MANY);
  const environment = { SLIPWAY_SANDBOX_VENV: join(ROOT, ".sandbox", "venv"), ...process.env };
  const { url, region } = await up({ project: one.folder, seed: {}, environment, keepAccount: false });
  try {
    for (const project of [one, many]) await project.reach(url, region, environment);
    for (const project of [one, many]) project.slipway("deploy", project.first, "--auto-approve");
    const [barePlan, plan, bareApply, deploy, planOfMany] = byTurns([
      { rounds: 5, run: () => one.terraform(one.first, ["plan", "-input=false"]) },
      { rounds: 5, run: () => one.slipway("plan", one.first) },
      { rounds: 5, run: () => one.terraform(one.first, ["apply", "-input=false", "-auto-approve"]) },
      { rounds: 5, run: () => one.slipway("deploy", one.first, "--auto-approve") },
      { rounds: 3, run: () => many.slipway("plan", many.first) },
    ]) as [Run, Run, Run, Run, Run];
    let round = 0;
    const [bareFirst, first] = byTurns([
      { rounds: 3, run: () => one.bareFirst(`bare-${round}`) },
      { rounds: 3, run: () => one.firstDeployment(`fresh-${round++}`) },
    ]) as [Run, Run];
    return [
      { what: "plan, nothing to do", floor: barePlan, slipway: plan, ratio: 1.2 },
      { what: "deployment, nothing to do", floor: bareApply, slipway: deploy },
      { what: "first deployment", floor: bareFirst, slipway: first, ratio: 1.1 },
      { what: `plan in ${MANY} workspaces`, floor: plan, slipway: planOfMany, ratio: 1.2 },
    ];
  } finally {
    await down({ project: one.folder, discard: true });
  }
}

/** A project as somebody has it who has installed the package. */
class BenchProject {
  readonly folder: string;
  readonly first: string;
  private env: NodeJS.ProcessEnv = {};

  constructor(
    private readonly name: string,
    workspaces: number,
  ) {
    this.folder = join(FOLDER, name);
    this.first = `${name}-0000`;
    mkdirSync(this.folder, { recursive: true });
    write(join(name, "cdktf.json"), JSON.stringify({ app: "node main.cjs", language: "typescript" }));
    write(
      join(name, "main.cjs"),
      `require(${JSON.stringify(join(DIST, "app"))}).synthesize({ environments: \`\${__dirname}/environments\` });\n`,
    );
    write(
      join(name, "slipway.cjs"),
      `const { main } = require(${JSON.stringify(join(DIST, "cli", "main.js"))});\nrequire("tsx/cjs");\nmain("bench");\n`,
    );
    for (let index = 0; index < workspaces; index++) this.add(`${name}-${`${index}`.padStart(4, "0")}`);
  }

  async reach(url: string, region: string, environment: NodeJS.ProcessEnv): Promise<void> {
    const { variables } = await providerSettings({ project: this.folder, environment, needed: ["hashicorp/aws"] });
    const settings = sandboxVariables({ project: this.folder, url, region, environment, providers: variables });
    this.env = { ...withVariables(environment, settings), NODE_PATH: join(ROOT, "node_modules") };
  }

  add(name: string): void {
    const text = `exports.default = ${JSON.stringify({ ...model, name })};\n`;
    write(join(this.name, "environments", "model", `${name}.js`), text);
  }

  slipway(...args: readonly string[]): Run {
    return this.timed(process.execPath, ["slipway.cjs", ...args], this.folder);
  }

  terraform(stack: string, ...all: readonly (readonly string[])[]): Run {
    const runs = all.map((args) => this.timed("terraform", args, this.stackFolder(stack)));
    return { seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0), megabytes: 0, modules: [] };
  }

  firstDeployment(name: string): Run {
    this.add(name);
    const run = this.slipway("deploy", name, "--auto-approve");
    rmSync(join(this.folder, "environments", "model", `${name}.js`));
    return run;
  }

  /** The same stack under another name, with Terraform alone. */
  bareFirst(name: string): Run {
    const [from, to] = [this.stackFolder(this.first), this.stackFolder(name)];
    cpSync(join(from, "assets"), join(to, "assets"), { recursive: true });
    const text = readFileSync(join(from, "cdk.tf.json"), "utf8").replaceAll(this.first, name);
    writeFileSync(join(to, "cdk.tf.json"), text);
    return this.terraform(name, ["init", "-input=false"], ["apply", "-input=false", "-auto-approve"]);
  }

  private stackFolder(stack: string): string {
    return join(this.folder, "cdktf.out", "stacks", stack);
  }

  private timed(command: string, args: readonly string[], cwd: string): Run {
    const begin = performance.now();
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: this.env, encoding: "utf8" });
    const seconds = (performance.now() - begin) / 1000;
    if (status === 0) return { seconds, megabytes: 0, modules: [] };
    throw new Error(`${args.join(" ")} must end with 0, got ${status}: ${stdout}${stderr}`);
  }
}
