import { refuseLeftData } from "../../../engine/plan/left-data";
import type { StackPlan } from "../../../engine/plan/stack-plan";
import type { Project } from "../../../engine/project";

const server = (name: string, volume = `lab-${name}-postgres`) => ({
  name: `lab-${name}`,
  labels: [{ label: "services.postgres", value: name }],
  mounts: [{ source: volume }],
});

/** What is said of plans: those of servers that go, and of those that come. */
function said(
  stacks: Readonly<Record<string, { gone?: readonly string[]; fresh?: readonly object[]; stay?: readonly object[] }>>,
) {
  const containers = (stack: string) => [...(stacks[stack]?.fresh ?? []), ...(stacks[stack]?.stay ?? [])];
  const project = {
    declared: (stack: string) => ({
      resource: { docker_container: Object.fromEntries(containers(stack).map((each, index) => [`C${index}`, each])) },
    }),
  } as unknown as Project;
  const plans = Object.entries(stacks).map(([stack, { gone = [], fresh = [] }]) => ({
    stack,
    destroyed: gone.map((volume) => ({ name: volume.replace("-postgres", ""), keepsVolume: volume })),
    created: fresh.map((_, index) => ({ address: `docker_container.C${index}` })),
  })) as unknown as StackPlan[];
  try {
    refuseLeftData(project, "lab", plans);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("data of a server", () => {
  test("are not left behind by another name", () => {
    expect(said({ lab: { gone: ["lab-db-postgres"], fresh: [server("data")] } })).toBe(
      'postgres.data must have its data in lab, got none there, and those of lab-db on volume lab-db-postgres in lab; nothing was changed in lab: write volume: "lab-db-postgres" to keep them, or volume: "lab-data-postgres" to start without them',
    );
  });

  test("are not left behind on another node", () => {
    expect(said({ "lab-one": { gone: ["lab-db-postgres"] }, "lab-two": { fresh: [server("db")] } })).toBe(
      'postgres.db must have its data in lab-two, got none there, and those of lab-db on volume lab-db-postgres in lab-one; nothing was changed in lab: slipway services db dump first, and slipway services db restore after; volume: "lab-db-postgres" starts without them',
    );
  });

  test.each([
    ["a server leaves the file", { lab: { gone: ["lab-db-postgres"] } }],
    ["another takes its volume", { lab: { gone: ["lab-db-postgres"], fresh: [server("data", "lab-db-postgres")] } }],
    [
      "another has a volume that somebody chose",
      { lab: { gone: ["lab-db-postgres"], fresh: [server("data", "mine")] } },
    ],
    ["one comes", { lab: { fresh: [server("db")] } }],
    ["one is replaced", { lab: { gone: ["lab-db-postgres"], stay: [server("db")], fresh: [server("spare")] } }],
    ["a service comes", { lab: { gone: ["lab-db-postgres"], fresh: [{ name: "lab-web" }] } }],
  ])("stay where they are, and that is no error, when %s", (_what, stacks) => expect(said(stacks)).toBe(""));
});
