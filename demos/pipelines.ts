import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Command, Option } from "commander";
import pc from "picocolors";
import { specsOf, specText } from "../constructs/pipelines/pachyderm/render/pachyderm";
import { graphSvg, graphText } from "../constructs/pipelines/workflow/render/graph";
import { Deployment } from "../engine/deployment";
import { Project } from "../engine/project";
import { sample } from "../examples/environments/pipelines/_sample";
import { linesOf, type RunReport, summaryOf } from "../local/report";
import { runLocally } from "../local/run-locally";
import type { WorkflowSettings } from "../local/workflow";
import { DemoProject, expect, ROOT, Steps, say } from "./steps";

/** What the demo may be told. */
interface Options {
  readonly with: "bash" | "docker";
  readonly image?: string;
  readonly network?: string;
  /** Of a cluster with Pachyderm, to which the sample is deployed too. */
  readonly context?: string;
  readonly keep?: boolean;
}

const EXAMPLE = join(ROOT, "examples", "sample-workflow");
/** The datums of the sample. */
const ALL = { ingestion: 3, precompute: 1, training: 6, aggregate: 1 };
const NONE = { ingestion: 0, precompute: 0, training: 0, aggregate: 0 };
/** Those that read the measurement that the demo adds. */
const CHANGED = { ingestion: 1, precompute: 0, training: 1, aggregate: 1 };

/** Renders and draws the sample, and runs it on this machine: once, again, and after one of its files has changed. */
class PipelinesDemo {
  private readonly folder: string;
  private readonly steps = new Steps();
  private readonly abort = new AbortController();
  private readonly told: string[] = [];

  constructor(private readonly options: Options) {
    mkdirSync(join(ROOT, ".slipway"), { recursive: true });
    this.folder = mkdtempSync(join(ROOT, ".slipway", "demo-"));
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => this.abort.abort());
  }

  async run(): Promise<void> {
    const step = (title: string, work: () => Promise<void>) => this.steps.step(title, work);
    try {
      const workflow = this.workflow();
      cpSync(join(EXAMPLE, "data"), join(this.folder, "data"), { recursive: true });
      await step("The sample, as Pachyderm 2 would get it", async () => this.render(workflow));
      await step("The same as a picture", async () => this.draw(workflow));
      await step("Its first run", () => this.runAll(workflow, ALL));
      await step("The same once more: nothing is run", () => this.runAll(workflow, NONE));
      await step("One file changes: what depends on it is run", () => this.change(workflow));
      await step("The table of all models", async () => this.tellTable());
      const { context } = this.options;
      if (context !== undefined) await step(`The sample on ${context}`, () => this.deploy(context));
      console.log(`\n${pc.green("done")} in ${this.steps.taken}; -- --keep leaves the folder for you to look at`);
    } finally {
      if (this.options.keep) console.log(`\nThe folder is ${relative(process.cwd(), this.folder)}`);
      else rmSync(this.folder, { recursive: true, force: true });
    }
  }

  /** The sample, with another image when one is named. */
  private workflow(): WorkflowSettings {
    const { image } = this.options;
    if (image === undefined) return sample;
    const pipelines = Object.entries(sample.pipelines).map(([name, settings]) => [name, { ...settings, image }]);
    return { ...sample, pipelines: Object.fromEntries(pipelines) };
  }

  private render(workflow: WorkflowSettings): void {
    for (const spec of specsOf(workflow, "2")) {
      const file = this.write(`specs/${spec.pipeline.name}.json`, specText(spec));
      say(`${file}: ${JSON.stringify(spec.input)}`);
    }
  }

  private draw(workflow: WorkflowSettings): void {
    const file = this.write("workflow.svg", graphSvg(workflow));
    for (const line of graphText(workflow).trimEnd().split("\n")) say(line);
    say(`${file} has it for a browser`);
  }

  /** Writes a file beside the run folder; returns its path from there. */
  private write(path: string, text: string): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return path;
  }

  private async runAll(workflow: WorkflowSettings, expected: Readonly<Record<string, number>>): Promise<void> {
    const { with: kind, network } = this.options;
    const report = await runLocally(workflow, {
      folder: join(this.folder, "pfs"),
      with: kind,
      ...(network !== undefined && { network }),
      inputs: {
        measurements: join(this.folder, "data", "measurements"),
        settings: join(this.folder, "data", "settings"),
      },
      signal: this.abort.signal,
      tell: (event) => {
        const isNew = event.kind !== "note" || !this.told.includes(event.text);
        if (event.kind === "note") this.told.push(event.text);
        if (isNew && (event.kind === "note" || event.kind === "end")) linesOf(event).forEach(say);
      },
    });
    for (const pipeline of report.pipelines) say(summaryOf(pipeline));
    expect("what was run", expected, ranIn(workflow, report));
  }

  private async change(workflow: WorkflowSettings): Promise<void> {
    appendFileSync(join(this.folder, "data", "measurements", "oslo.csv"), "2024,12,9.9\n");
    say("measurements/oslo.csv has one more line, of 2024");
    await this.runAll(workflow, CHANGED);
  }

  /** The jobs go again; the pipelines that they have made stay in Pachyderm. */
  private async deploy(context: string): Promise<void> {
    const copy = new DemoProject(["environments/pipelines/_sample.ts", "environments/pipelines/sample.ts"]);
    try {
      copy.edit("environments/pipelines/sample.ts", '"kind-slipway"', JSON.stringify(context));
      const options = { environment: process.env, print: say };
      for (const action of ["deploy", "destroy"] as const) {
        await (await Deployment.of(Project.at(copy.folder), sample.name, options)).run(action);
      }
    } finally {
      copy.remove();
    }
  }

  private tellTable(): void {
    const table = readFileSync(join(this.folder, "pfs", "sample-aggregate", "models.csv"), "utf8");
    for (const line of table.trimEnd().split("\n")) say(line);
  }
}

/** How many datums of each pipeline were run, in the workflow's order. */
function ranIn({ pipelines }: WorkflowSettings, report: RunReport): Readonly<Record<string, number>> {
  const counts = Object.keys(pipelines).map((name) => {
    const found = report.pipelines.find(({ pipeline }) => pipeline === name);
    return [name, found?.ran ?? 0];
  });
  return Object.fromEntries(counts);
}

const command = new Command("demo:pipelines")
  .description(
    "Render and draw the sample workflow, and run it on this machine: once, again, and after a file has changed",
  )
  .addOption(
    new Option("--with <kind>", "run steps with this machine's programs (bash) or in containers (docker)")
      .choices(["bash", "docker"])
      .default("bash"),
  )
  .option("--image <image>", "image to use instead of the sample's; it must have bash and awk")
  .option("--network <network>", "network for the containers, instead of the engine's bridge")
  .option("--context <name>", "also deploy the sample to the cluster of this context, and destroy it")
  .option("--keep", "keep the specifications, the picture and the run folder")
  .action((options: Options) => new PipelinesDemo(options).run());
command.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
