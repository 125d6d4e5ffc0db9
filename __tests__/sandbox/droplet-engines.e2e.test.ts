import { readFileSync } from "node:fs";
import { sandboxFolder } from "../../engine/folders";
import { up } from "../../sandbox/server";
import { environment, Temporary } from "./temporary";

const temporary = new Temporary();
afterAll(() => temporary.remove());

test.each([
  ["off", "127.0.0.1", "SLIPWAY_DROPLET_ENGINES is not on"],
  ["on", "0.0.0.0", "the sandbox must listen on this machine only, got 0.0.0.0"],
])("says why droplets have no engine: %j on %s", async (engines, listen, reason) => {
  const project = temporary.folder();
  await up({ project, seed: {}, listen, environment: { ...environment, SLIPWAY_DROPLET_ENGINES: engines } });
  expect(readFileSync(sandboxFolder(project).log, "utf8")).toContain(`droplets have no engine: ${reason}\n`);
});
