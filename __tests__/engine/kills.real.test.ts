import { DeployedProject } from "../support/deployed";
import { backendFor, expectFinishedAfter, type Kill, makeStateBucket } from "../support/killed";
import { modelFile } from "../support/project";

const PLUGINS = (name: string, more = "") =>
  `export default { name: "${name}", region: "ca-central-1", bucket: { name: "${name}", removal: "allowed" },
  collections: [{ prefix: "dioptra_builtins", folder: "plugins/a" }, { prefix: "dioptra_custom", folder: "plugins/b" }], ${more} };\n`;
const FILES = { model: modelFile, plugins: PLUGINS };

/** Each two of the options meet, as far as there are such. */
const KILLS: readonly (readonly [Kill["victim"], Kill["signal"], number, Kill["state"], keyof typeof FILES])[] = [
  ["slipway", "SIGKILL", 1, "local", "model"],
  ["slipway", "SIGTERM", 5, "S3", "model"],
  ["slipway", "SIGKILL", 10, "S3", "model"],
  ["Terraform", "SIGKILL", 5, "local", "model"],
  ["Terraform", "SIGTERM", 10, "local", "model"],
  ["Terraform", "SIGKILL", 1, "S3", "model"],
  ["both", "SIGKILL", 10, "local", "model"],
  ["both", "SIGTERM", 1, "local", "model"],
  ["the terminal", "SIGHUP", 5, "local", "model"],
  ["the terminal", "SIGHUP", 1, "S3", "model"],
  ["slipway", "SIGKILL", 1, "S3", "plugins"],
  ["Terraform", "SIGKILL", 1, "local", "plugins"],
  ["both", "SIGTERM", 3, "S3", "plugins"],
];

describe("a deployment to AWS that is killed", () => {
  const deployed = new DeployedProject({ "plugins/a/a.py": "A = 1\n", "plugins/b/b.py": "B = 1\n" });

  beforeAll(async () => {
    await deployed.start({});
    await makeStateBucket(deployed);
  });
  afterAll(() => deployed.stop());

  const rows = KILLS.map((kill, index) => [...kill, index] as const);
  test.each(rows)("%s by %s after creation %i, %s state, %s: one command finishes it", async (...row) => {
    const [victim, signal, creations, state, domain, index] = row;
    const name = `killed-${index}`;
    deployed.project.write(`environments/${domain}/${name}.ts`, FILES[domain](name, backendFor(state)));
    await expectFinishedAfter({ victim, signal, creations, state }, deployed, name);
  });
});
