import type { Workspace } from "../../../app/load";
import { secrets } from "../../../cli/doctor/secrets";
import { Machine } from "./machine";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

/** A workspace whose file has these secrets. */
function workspace(secretEnvironment: object, digitalocean?: object): Workspace {
  const environment = {
    services: { nmpi: { secretEnvironment } },
    digitalocean,
  } as unknown as Workspace["environment"];
  const file = "environments/services/lab.ts";
  return {
    workspace: "lab",
    domain: "services",
    file,
    problems: [],
    warnings: [],
    ...(environment && { environment }),
  };
}

const PASS = { variable: "a", command: ["pass", "show", "a"] };
const OP = { variable: "b", command: ["op", "read", "b"] };

describe("secrets", () => {
  test("names the programs that are not installed, and what they are for", () => {
    const of = workspace({ A: PASS, B: OP, C: { variable: "c", command: ["pass", "show", "c"] } });
    expect(secrets(machine.surroundings({ op: "" }), [of])).toEqual([
      {
        ...{ name: "secrets", state: "warning" },
        found: 'no "pass" on the PATH, which prints TF_VAR_a, TF_VAR_c for environments/services/lab.ts',
        remedy: "install it, or export TF_VAR_a, TF_VAR_c to deploy",
      },
    ]);
  });

  test("is right where all are installed, and runs none", () => {
    const spy = machine.write("spy.txt", "");
    const programs = { pass: `echo run >> ${spy}`, op: `echo run >> ${spy}` };
    const found = secrets(machine.surroundings(programs), [workspace({ A: PASS, B: OP })]);
    expect(found).toEqual([{ name: "secrets", state: "ok", found: '"pass", "op"' }]);
    expect(machine.read("spy.txt")).toBe("");
  });

  test("finds a program of the project", () => {
    machine.write("tools/secret", "");
    const own = (command: string) => workspace({ A: { variable: "a", command: [command] } });
    expect(secrets(machine.surroundings(), [own("./tools/secret")])).toMatchObject([{ state: "ok" }]);
    expect(secrets(machine.surroundings(), [own("./tools/none")])).toMatchObject([{ state: "warning" }]);
  });

  test.each([
    ["no command prints one", {}, workspace({ A: { variable: "a" } })],
    ["the shell has all that commands print", { TF_VAR_a: "x" }, workspace({ A: PASS })],
    ["the shell has all that commands print", { DIGITALOCEAN_ACCESS_TOKEN: "x" }, workspace({}, { token: PASS })],
  ])("is unneeded where %s", (found, variables, of) => {
    expect(secrets(machine.surroundings({}, variables), [of])).toEqual([{ name: "secrets", state: "unneeded", found }]);
  });
});
