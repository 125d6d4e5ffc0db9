import type { Workspace } from "../../../app/load";
import { digitalOcean } from "../../../cli/doctor/digitalocean";
import { FakeServer, Machine } from "./machine";

const FILE = "environments/services/lab.ts";
const REMEDY =
  "make one with read and write access at https://cloud.digitalocean.com/account/api/tokens, and export it, or name the command that prints it in digitalocean.token of the environment file";

function workspace(settings: object): Workspace {
  const environment = { name: "lab", services: {}, ...settings } as unknown as Workspace["environment"];
  return {
    workspace: "lab",
    domain: "services",
    file: FILE,
    problems: [],
    warnings: [],
    ...{ environment },
  } as Workspace;
}

const DROPLET = { nodes: { bob: { droplet: { size: "s-1vcpu-1gb" } } } };

describe("the account at DigitalOcean", () => {
  const machine = new Machine();
  const server = new FakeServer();
  let environment: NodeJS.ProcessEnv;
  let url = "";
  beforeAll(async () => {
    await server.listen();
    url = `http://${server.address}/`;
    environment = { DIGITALOCEAN_API_URL: url, DIGITALOCEAN_TOKEN: "secret" };
  });
  afterAll(async () => {
    await server.close();
    machine.remove();
  });

  const found = (settings: object, variables: NodeJS.ProcessEnv = environment) =>
    digitalOcean(machine.surroundings({}, variables), [workspace(settings)]);
  const name = "DigitalOcean";

  test("is unneeded where nothing is there", async () => {
    expect(await found({})).toMatchObject({ name, state: "unneeded" });
  });

  test.each([
    [200, '{"account":{"email":"a@example.org"}}', "ok", "a@example.org"],
    [401, "", "problem", "a token that is wrong, deleted or expired"],
    [403, "", "warning", "a token that may not read the account (403)"],
  ])("answers %i", async (status, body, state, text) => {
    server.answer = { status, body };
    expect(await found(DROPLET)).toMatchObject({ name, state, found: `${text} at ${url}` });
  });

  test("does not answer", async () => {
    const nowhere = { ...environment, DIGITALOCEAN_API_URL: "http://127.0.0.1:1/" };
    expect(await found(DROPLET, nowhere)).toMatchObject({
      state: "warning",
      found: "no answer at http://127.0.0.1:1/",
    });
  });

  test("needs a token, or a command that prints it", async () => {
    const token = { command: ["pass", "show", "do"] };
    expect(await found(DROPLET, {})).toEqual([
      { name, state: "problem", found: `no DIGITALOCEAN_TOKEN, which ${FILE} needs`, remedy: REMEDY },
    ]);
    expect(await found({ ...DROPLET, digitalocean: { token } }, {})).toEqual([
      { name, state: "ok", found: `"pass" prints the token for ${FILE}, not asked` },
    ]);
  });
});
