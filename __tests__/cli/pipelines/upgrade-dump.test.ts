import { join } from "node:path";
import { Cluster } from "../../../cli/pipelines/cluster";
import { dumpBeforeUpgrade } from "../../../cli/pipelines/upgrade-dump";
import type { PipelinesEnvironment } from "../../../constructs/pipelines/schema";
import type { StackPlan } from "../../../engine/plan/stack-plan";
import type { Project } from "../../../engine/project";
import { deployedDump } from "./deployed-dump";
import { PodProject } from "./pods";

let environment: PipelinesEnvironment;
jest.mock("../../../cli/pipelines/environment", () => ({
  clusterNamed: (project: Project) => new StandIn(project, environment),
}));

class StandIn extends Cluster {
  override command(...words: readonly string[]): string[] {
    const [, ...rest] = super.command(...words);
    return [join(project.folder, "bin/kubectl"), ...rest];
  }
}

const SETTINGS = {
  name: "chembl-mysql",
  databases: ["chembl_24"],
  dump: { schedule: "15 3 * * *", to: { storage: "1Gi" } },
};
const { cronJob } = deployedDump(SETTINGS);
let project: PodProject;

beforeEach(() => {
  project = new PodProject({});
  project.write("cluster/secrets/mysql-dump-password", "dump");
  withDatabase(SETTINGS);
});
afterEach(() => project.remove());

function withDatabase(database: object): void {
  const all = { name: "models", cluster: { context: "kind-lab" }, namespace: "labinf", workflows: {}, database };
  environment = all as unknown as PipelinesEnvironment;
}

/** What is printed of a dump before a plan is applied; an error's message where there is none. */
async function dumped(newImage: object | undefined): Promise<readonly string[] | string> {
  const lines: string[] = [];
  const change = { address: "a.b", type: "a", differences: [], ...(newImage && { newImage }) };
  const plan = { stack: "models", changed: [change], replaced: [] } as unknown as StackPlan;
  return dumpBeforeUpgrade(project as unknown as Project, "models", [plan], (line) => lines.push(line)).then(
    () => lines,
    ({ message }: Error) => message,
  );
}

const IMAGE = { name: "chembl-mysql", namespace: "labinf", from: "mysql:8.4.6", to: "mysql:8.4.7" };

describe("a dump before an upgrade", () => {
  test("is a scheduled one, now, whose log is shown", async () => {
    project.deploy(cronJob, { "dump.sh": "echo it is made" });
    expect(await dumped(IMAGE)).toEqual(["chembl-mysql: a dump is made before it gets mysql:8.4.7", "it is made"]);
    expect(project.jobs).toEqual([]);
  });

  test("that fails lets nothing be changed", async () => {
    project.deploy(cronJob, { "dump.sh": "exit 1" });
    expect(await dumped(IMAGE)).toMatch(
      /^chembl-mysql must be dumped before its image changes, got an error; nothing was changed: correct database\.dump, deploy it with mysql:8\.4\.6 first, or write upgradeDump: "skipped"\njob chembl-mysql-dump-[0-9a-f]{8} must come to a good end, got BackoffLimitExceeded/,
    );
  });

  test("that was never deployed says so", async () => {
    expect(await dumped(IMAGE)).toContain("\nCronJob chembl-mysql-dump must be in namespace labinf, got none; ");
  });

  test("is left out where none is wanted, or no image changes", async () => {
    expect(await dumped(undefined)).toEqual([]);
    withDatabase({ ...SETTINGS, upgradeDump: "skipped" });
    expect(await dumped(IMAGE)).toEqual([]);
    expect(project.asked).toEqual([]);
  });
});
