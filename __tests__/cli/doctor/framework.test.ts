import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { framework, OLDEST_CDKTF } from "../../../cli/doctor/framework";
import { Machine } from "./machine";

const ROOT = resolve(__dirname, "../../..");
const { peerDependencies } = JSON.parse(readFileSync(resolve(ROOT, "package.json"), "utf8"));
const environment = { PATH: process.env.PATH };
const node = process.versions.node;

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

/** Puts a package into a project. */
function install(name: string, manifest: object): void {
  machine.write("cdktf.json", "{}");
  machine.write(`node_modules/${name}/package.json`, JSON.stringify({ name, ...manifest }));
}

test("outside of a project, nothing is needed", async () => {
  expect(await framework(machine.surroundings())).toEqual([
    { name: "cdktf-cli", state: "unneeded", found: "no project here" },
  ]);
});

describe("cdktf-cli", () => {
  const advice = "only npx cdktf needs it: npm install --save-dev cdktf-cli@0.21";

  test("is the project's, and can start", async () => {
    expect(peerDependencies["cdktf-cli"]).toBe(`>=${OLDEST_CDKTF}.0`);
    const found = `0.21.0 (${ROOT}/node_modules/cdktf-cli)`;
    expect(await framework({ environment, folder: ROOT })).toEqual([{ name: "cdktf-cli", state: "ok", found }]);
  });

  test.each([
    [undefined, "none in this project", advice],
    ["0.20.9", "0.20.9", advice],
    [
      "0.21.0",
      "0.21.0, whose terminal library does not load",
      `for npx cdktf on Node ${node} it needs the override that README.md names under "Compatibility"`,
    ],
  ])("of version %s is in the way of npx cdktf alone", async (version, found, remedy) => {
    machine.write("cdktf.json", "{}");
    if (version !== undefined) install("cdktf-cli", { version });
    expect(await framework(machine.surroundings())).toEqual([{ name: "cdktf-cli", state: "warning", found, remedy }]);
  });
});

describe("in a project on the fork", () => {
  beforeEach(() => install("cdktn", { version: "0.24.0", jsii: {} }));

  test("its command is asked for, not cdktf's", async () => {
    install("cdktf", { version: "0.21.0" });
    const remedy = "only npx cdktn needs it: npm install --save-dev cdktn-cli@0.24";
    expect(await framework(machine.surroundings())).toEqual([
      { name: "cdktn-cli", state: "warning", found: "none in this project", remedy },
    ]);
  });

  test("its command needs a newer Node than slipway", async () => {
    install("cdktn-cli", { version: "0.24.0" });
    const [major = 0, minor = 0] = node.split(".").map(Number);
    const isEnough = major > 22 || (major === 22 && minor >= 19);
    const surroundings = machine.surroundings();
    expect(await framework(surroundings)).toEqual([
      isEnough
        ? { name: "cdktn-cli", state: "ok", found: `0.24.0 (${surroundings.folder}/node_modules/cdktn-cli)` }
        : {
            name: "cdktn-cli",
            state: "warning",
            found: `0.24.0, which does not run on Node ${node}`,
            remedy: "run npx cdktn with Node 22.19 or newer; slipway runs with this one too",
          },
    ]);
  });

  test("cdktf itself beside it is a problem", async () => {
    install("cdktf", { version: "0.21.0", jsii: {} });
    expect((await framework(machine.surroundings()))[0]).toEqual({
      name: "framework",
      state: "problem",
      found: "cdktf 0.21.0 beside cdktn 0.24.0",
      remedy: 'Slipway would load cdktf; let it load cdktn, as README.md shows under "Use CDK Terrain"',
    });
  });
});
