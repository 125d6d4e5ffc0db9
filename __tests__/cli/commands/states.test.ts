import { join } from "node:path";
import { modelFile, TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";

const DOCKER = {
  version: 4,
  serial: 1,
  lineage: "one",
  outputs: { site: { value: "http://dome", type: "string" }, token: { value: "hunter2", sensitive: true } },
  resources: [
    {
      mode: "managed",
      type: "docker_container",
      name: "Router",
      provider: 'provider["registry.terraform.io/kreuzwerker/docker"]',
      instances: [{ attributes: { name: "dome-router" } }],
    },
  ],
};
const STATES = 'backend: { s3: { bucket: "states", key: "models/terraform.tfstate", region: "ca-central-1" } },';

/** States in the project's folder that no file describes, and of which no synthesis has left anything. */
describe("a local state without a file", () => {
  const project = new TestProject({ "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo") });
  const file = "terraform.tfstate.d/dome/terraform.tfstate";
  // Nobody answers there.
  const env = { ...process.env, AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_MAX_ATTEMPTS: "1", SLIPWAY_STATE_DIR: "" };
  const slipway = (...args: string[]) => slipwayIn({ cwd: project.folder, env }, ...args);

  beforeAll(() => {
    project.write(file, JSON.stringify(DOCKER));
    project.write("terraform.tfstate.d/empty/terraform.tfstate", JSON.stringify({ ...DOCKER, resources: [] }));
    project.write("terraform.tfstate.d/quetzal-oslo/terraform.tfstate", JSON.stringify(DOCKER));
  });
  afterAll(() => project.remove());

  test("is in the list, and with --states also where it is", () => {
    const oslo = { workspace: "quetzal-oslo", domain: "model", file: "environments/model/quetzal-oslo.ts" };
    const dome = { workspace: "dome", domain: null, file: null };
    expect(JSON.parse(slipway("list", "--json").stdout)).toEqual([oslo, dome]);
    const { status, stdout } = slipway("list", "--states", "--json");
    expect(JSON.parse(stdout)).toEqual([oslo, { ...dome, state: join(project.folder, file) }]);
    expect(status).toBe(0);
  });

  test("has outputs", () => {
    expect(slipway("output", "dome").stdout).toBe('site = "http://dome"\ntoken = "(sensitive)"\n');
    expect(slipway("output", "dome", "token", "--raw").stdout).toBe("hunter2\n");
  });

  test("is not destroyed where it does not say what to reach", () => {
    expect(slipway("destroy", "dome", "--auto-approve")).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "dome: its environment file must be there, got only its state, which does not say the address of its Docker node; " +
        "put the file back from version control (git log --diff-filter=D --name-only -- environments), then run it again\n",
    });
  });

  test("is listed with a warning where another backend does not answer", () => {
    project.write("environments/model/quetzal-bergen.ts", modelFile("quetzal-bergen", STATES));
    const { status, stdout, stderr } = slipway("list", "--states");
    expect(stdout).toMatch(/dome .*none, but deployed: .*terraform\.tfstate/);
    expect(stderr).toMatch(
      /^warning: states could not be listed: s3:\/\/states\/env:\/\*\/models\/terraform.tfstate: /,
    );
    expect(status).toBe(1);
    expect(slipway("output", "quetzal-olso").stderr).toMatch(
      /^warning: .*\nworkspace must have a file or a state, got "quetzal-olso"; did you mean "quetzal-oslo"\?\n$/,
    );
  });
});
