import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DockerNetwork } from "../../constructs/shared/container";
import { freePort } from "../../sandbox/port";
import { IN_PLACE, options } from "./options";
import { Workspace } from "./workspace";

const workspace = new Workspace();
const { engine, folder, prefix } = workspace;
const secret = join(folder, "secret");

/** The first of five ports that are free, below those that the system gives to connections. */
async function freePorts(): Promise<number> {
  for (let port = 19_700; ; port += 5) {
    const ports = [0, 1, 2, 3, 4].map((more) => freePort("0.0.0.0", port + more, port));
    if ((await Promise.allSettled(ports)).every(({ status }) => status === "fulfilled")) return port;
  }
}

const block = 2 * randomInt(100);
/** A network that Docker does not take by itself, and that no other run on this machine has. */
const SUBNETS = { before: `10.250.${block}.`, after: `10.250.${block + 1}.` } as const;

/** One story: containers with every option, then each option changed, then none. */
describe("Container on a real engine", () => {
  const known = options(prefix, folder, 0);
  const anew = Object.keys(known);
  const inPlace = Object.keys(IN_PLACE);
  let table = known;
  let ids: Readonly<Record<string, unknown>>;

  function synthesize(time: "before" | "after"): void {
    workspace.synthesize((container, stack) => {
      for (const [option, settings] of Object.entries({ ...table, ...IN_PLACE })) {
        container(option.replace(" ", "-"), settings[time]);
      }
      const subnet = `${SUBNETS[time]}0/24`;
      const network = new DockerNetwork(stack, "Network", { name: workspace.name("net"), subnet });
      const ipv4Address = `${SUBNETS[time]}9`;
      container("joined", { network: [{ network, aliases: [`alias-${time}`], ipv4Address }] });
      writeFileSync(join(folder, "site.sh"), `echo \${SITE} ${time}\n`);
      const text = { path: "/etc/lab/site.yaml", content: `home: \${HOME} %{x} ${time}\n` };
      container("uploaded", {
        uploads: [text, { path: "/bin/site", source: join(folder, "site.sh"), executable: true }],
      });
      container("variables", {
        environment: { A: `x=y '${time}' "\${B}"` },
        secretEnvironment: { PGPASSWORD: { variable: "db_password" } },
      });
      container("tagged", time === "before" ? {} : { image: `${prefix}:2` });
      container("unchanged");
    });
  }

  const seen = (option: string) => {
    const { path } = { ...table, ...IN_PLACE }[option] as { path: string };
    return workspace.seen(option.replace(" ", "-"), path);
  };
  const expected = (option: string, index: 0 | 1) => ({ ...table, ...IN_PLACE })[option]?.seen[index];
  const idsNow = async () => {
    const names = [...inPlace, "unchanged"];
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await workspace.seen(name, "Id")])));
  };

  beforeAll(async () => {
    writeFileSync(secret, "hunter2");
    await workspace.start({ TF_VAR_db_password: "hunter3" });
    await engine.makeVolume(`${prefix}-volume`);
    table = options(prefix, folder, await freePorts());
    synthesize("before");
  });

  afterAll(() => workspace.stop());

  test("is made with every option, and the second plan is empty", async () => {
    workspace.apply();
    workspace.planIsEmpty();
    ids = await idsNow();
  });

  test.each([...anew, ...inPlace])("has %s as it was said", async (option) => {
    expect(await seen(option)).toEqual(expected(option, 0));
  });

  test("is in its network under its alias, with its files and variables", () => said("before", `${SUBNETS.before}9`));

  test("changes where an option does, and only there; the second plan is empty", async () => {
    await engine.commit(workspace.name("unchanged"), prefix, "2", "made=again");
    synthesize("after");
    // Beside the table: what is joined, uploaded, tagged, has variables; the network, and the image of another tag.
    const changed = anew.length + 4 + 2;
    const made = `Resources: ${changed} added, ${inPlace.length} changed, ${changed} destroyed.`;
    expect(workspace.apply()).toBe(made);
    expect(await idsNow()).toEqual(ids);
    workspace.planIsEmpty();
  });

  test.each([...anew, ...inPlace])("has %s as it became", async (option) => {
    expect(await seen(option)).toEqual(expected(option, 1));
  });

  test("has its new alias, files, variables and image", async () => {
    await said("after", `${SUBNETS.after}9`);
    expect(await workspace.seen("tagged", "Config.Labels.made")).toBe("again");
  });

  async function said(time: string, address: string): Promise<void> {
    const networks = (await workspace.seen("joined", "NetworkSettings.Networks")) as Record<string, unknown>;
    const aliases = expect.arrayContaining([`alias-${time}`]);
    expect(networks).toEqual({
      [workspace.name("net")]: expect.objectContaining({ IPAddress: address, Aliases: aliases }),
    });
    const uploaded = workspace.name("uploaded");
    expect(await engine.file(uploaded, "/etc/lab/site.yaml")).toBe(`home: \${HOME} %{x} ${time}\n`);
    expect(await engine.file(uploaded, "/bin/site")).toBe(`echo \${SITE} ${time}\n`);
    const variables = await workspace.seen("variables", "Config.Env");
    expect(variables).toEqual(expect.arrayContaining([`A=x=y '${time}' "\${B}"`, "PGPASSWORD=hunter3"]));
  }

  test("has no secret of a file in its state, and reads it from the host", async () => {
    expect(await engine.file(workspace.name("secrets"), "/keys/a")).toBe("hunter2");
    const state = workspace.succeed("show", "-json");
    expect(state).toContain("/keys/a");
    expect(state).not.toContain("hunter2");
  });

  test("leaves nothing on the engine, but a volume that it did not make", async () => {
    workspace.succeed("destroy", "-auto-approve");
    expect(await engine.names(prefix)).toEqual([`${prefix}-volume`]);
  });
});
