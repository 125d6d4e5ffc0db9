import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import type { ContainerStatus } from "../../cli/services/status";
import { SUMS, sums } from "../../constructs/services/render/sums";
import { killTree } from "../support/kill-tree";
import { until } from "../support/until";
import { app, docker, PlatformProject } from "./platform-project";
import { BASE, release } from "./web-app";

/** A deployment whose whole process tree is killed in the gate leaves containers that no state has. */
describe("containers that no state has", () => {
  const project = new PlatformProject();
  const web = (blue: string, green: string, deadline = 20) => `
  services: {
    web: {
      port: 8000, hosts: ["web.test"], live: "blue", health: { minHealthySeconds: 1, deadlineSeconds: ${deadline} },
      migrate: { command: ["true"] }, blue: { ${blue} }, green: { ${green} },
    },
  },`;
  const good = web(app("blue 1"), app("green 1"));
  let name = "";
  const containers = (...filters: string[]) =>
    docker("ps", "--all", "--filter", `label=services.platform=${name}`, ...filters, "--format", "{{.Names}}")
      .split("\n")
      .filter((each) => each !== "")
      .sort();
  const list = async () => {
    const { text } = await project.slipway("services", "list", "--json", name);
    return JSON.parse(text) as ContainerStatus[];
  };

  /** Kills a deployment in the gate of both colours. Its state is as a backend has it that Terraform writes to now and then. */
  async function killInGate(): Promise<string[]> {
    const before = containers();
    const state = join(project.project.folder, `terraform.tfstate.d/${name}/terraform.tfstate`);
    copyFileSync(state, `${state}.before`);
    project.write("web", web(app("blue 2", { WAITS: "1" }), app("green 2", { WAITS: "1" }), 300));
    const child = project.begin(["deploy", name, "--auto-approve"]);
    const fresh = () =>
      containers("--filter", "status=running").filter((each) => !before.includes(each) && !each.includes("-migrate-"));
    await until(fresh, ({ length }) => length === 2);
    killTree(child.pid as number);
    await child.end;
    copyFileSync(`${state}.before`, state);
    return containers().filter((each) => !before.includes(each));
  }

  beforeAll(async () => {
    await project.start();
    name = project.write("web", good);
    await project.succeed("deploy", name, "--auto-approve");
  });
  afterAll(() => project.stop());

  test("are told, and removed by a command that asks first", async () => {
    const known = containers();
    const strays = await killInGate();
    // Two colours that wait, and the migration of each.
    expect(strays).toHaveLength(4);
    project.write("web", good);
    const told = (await list()).filter(({ wrong }) => wrong.length > 0);
    expect(told.map(({ container }) => container).sort()).toEqual(strays);
    expect(new Set(told.flatMap(({ wrong }) => wrong))).toEqual(
      new Set([`no state has it, and it gets no requests: slipway services repair ${name} removes it`]),
    );
    const asked = await project.slipway("services", "repair", name);
    expect(asked.code).toBe(2);
    for (const each of strays) expect(asked.text).toContain(each);
    expect(asked.text).toMatch(/approval must be given, got no terminal to ask on; add --auto-approve\n$/);
    expect(containers()).toEqual([...known, ...strays].sort());
    const { code, text } = await project.slipway("services", "repair", name, "--auto-approve", "--json");
    expect(code).toBe(0);
    const { containers: removed } = JSON.parse(/^\{\n[\s\S]*?^\}/m.exec(text)?.[0] as string) as {
      readonly containers: readonly { readonly name: string; readonly removed: boolean }[];
    };
    expect(removed.map((each) => each.name).sort()).toEqual(strays);
    expect(removed.every((each) => each.removed)).toBe(true);
    expect(containers()).toEqual(known);
    expect((await list()).flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(await project.succeed("services", "repair", name)).toBe(`${name}: nothing to repair\n`);
    expect((await project.get("web.test")).text).toBe("blue 1");
  });

  test("are removed by the next deployment, also where nothing else is to do", async () => {
    const known = containers();
    const strays = await killInGate();
    project.write("web", good);
    const plan = await project.slipway("plan", name);
    expect(plan.code).toBe(2);
    // Switches that the killed run had begun are run again.
    expect(plan.text).toMatch(/: (\d to REPLACE, )?4 stray containers to REMOVE\n/);
    const text = await project.succeed("deploy", name, "--auto-approve");
    for (const each of strays) expect(text).toContain(`${name}: removed ${each}, which no state had\n`);
    expect(containers()).toEqual(known);
    expect((await project.get("web.test")).text).toBe("blue 1");
    await project.expectNothingToDo("web");
  });

  test("one that gets requests stays until a deployment has put another in its place", async () => {
    const strays = await killInGate();
    const asked = strays.find((each) => each.startsWith(`${name}-web-blue-2`)) as string;
    // As if it had been killed a moment later.
    release(asked);
    const switched = `cd /routes && printf %s ${asked} >current/web-blue.http-8000 && ${sums} >${SUMS}`;
    docker("exec", `${name}-front`, "sh", "-c", switched);
    await project.answering("web.test", "blue 2");
    const said = await project.succeed("services", "repair", name, "--auto-approve");
    expect(said).toContain(
      `${asked} stays, because it may get requests; no state has it: run slipway deploy ${name}\n`,
    );
    for (const each of strays) expect(containers().includes(each)).toBe(each === asked);
    expect((await project.get("web.test")).text).toBe("blue 2");
    const text = await project.deploy("web", web(app("blue 3"), app("green 1")));
    expect(text).toContain(`${name}: removed ${asked}, which no state had\n`);
    expect((await project.get("web.test")).text).toBe("blue 3");
    expect(Object.keys(project.running("web")).sort()).toEqual(["front", "web-blue", "web-green"]);
  });

  test("do not keep a destroy from the network and the volumes", async () => {
    const strays = await killInGate();
    const foreign = `${name}-foreign`;
    docker("run", "--detach", "--name", foreign, "--network", name, BASE, "sleep", "600");
    const refused = await project.slipway("destroy", name, "--yes-destroy", name);
    expect(refused.code).toBe(1);
    expect(refused.text).toContain(
      `${name} with 1 attachment that this workspace did not make (container ${foreign}); nothing was changed`,
    );
    docker("rm", "--force", foreign);
    const { code, text } = await project.slipway("destroy", name, "--yes-destroy", name);
    expect({ code, text: code === 0 ? "" : text }).toEqual({ code: 0, text: "" });
    for (const each of strays) expect(text).toContain(`${name}: removed ${each}, which no state had\n`);
    expect(containers()).toEqual([]);
    expect(docker("network", "ls", "--filter", `name=${name}`, "--quiet")).toBe("");
    expect(docker("volume", "ls", "--filter", `name=${name}-`, "--quiet")).toBe("");
    expect(existsSync(join(project.project.folder, "terraform.tfstate.d"))).toBe(true);
  });
});
