import { docker } from "../../../cli/doctor/docker";
import { said } from "../sentences";
import { FakeServer, Machine } from "./machine";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

describe("Docker", () => {
  const server = new FakeServer();
  afterEach(() => server.close());
  const engine = (version: unknown) => ({ status: 200, body: JSON.stringify({ Version: version }) });

  test("is the engine at DOCKER_HOST: a socket", async () => {
    server.answer = engine("28.1.1");
    const socket = `${machine.folder}/docker.sock`;
    await server.listen(socket);
    const finding = await docker(machine.surroundings({}, { DOCKER_HOST: `unix://${socket}` }), true);
    expect(finding).toEqual({ name: "Docker", state: "ok", found: `engine 28.1.1 at unix://${socket}` });
  });

  test("is the engine at DOCKER_HOST: an address, whose password is not told", async () => {
    server.answer = engine("28.1.1");
    await server.listen();
    const environment = { DOCKER_HOST: `tcp://ada:hunter2@${server.address}` };
    const finding = await docker(machine.surroundings({}, environment), true);
    expect(finding).toEqual({ name: "Docker", state: "ok", found: `engine 28.1.1 at tcp://${server.address}` });
  });

  test("is no engine when something else answers", async () => {
    server.answer = { status: 200, body: "hello" };
    await server.listen();
    const finding = await docker(machine.surroundings({}, { DOCKER_HOST: `tcp://${server.address}` }), true);
    expect(finding).toMatchObject({ state: "problem", found: expect.stringMatching(/: what answers is no engine$/) });
  });

  const HOST = { DOCKER_HOST: "unix:///no/docker.sock" };
  const NONE = said("", "noEngine", "unix:///no/docker.sock: ENOENT");
  test.each([
    [{}, HOST, false, { state: "unneeded", found: NONE }],
    [{}, HOST, true, { state: "problem", found: NONE, remedy: "start Docker, or name an engine in DOCKER_HOST" }],
    [{ docker: "echo 28.1.1" }, HOST, true, { state: "ok", found: said("", "engineOfCommand", "28.1.1") }],
    [
      { docker: "echo 28.1.1" },
      { DOCKER_HOST: "ssh://ada@lab" },
      true,
      { state: "ok", found: said("", "engineOfCommand", "28.1.1") },
    ],
    [
      {},
      { DOCKER_HOST: "ssh://ada@lab" },
      false,
      { state: "unneeded", found: said("", "noEngine", "ssh://lab: only the docker command can ask there") },
    ],
  ])("with %j at %j, needed: %j", async (programs: object, environment, isNeeded, finding) => {
    await server.listen();
    const surroundings = machine.surroundings(programs as Record<string, string>, environment);
    expect(await docker(surroundings, isNeeded)).toEqual({ name: "Docker", ...finding });
  });
});
