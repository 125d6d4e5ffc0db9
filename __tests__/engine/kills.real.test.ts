import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { DeployedProject } from "../support/deployed";
import { modelFile } from "../support/project";
import { Running, terraformsAt } from "../support/running";
import { until } from "../support/until";

const STATES = 'backend: { s3: { bucket: "states", key: "terraform.tfstate", region: "ca-central-1" } },';
const PLUGINS = (name: string, more = "") =>
  `export default { name: "${name}", region: "ca-central-1", bucket: { name: "${name}", removal: "allowed" },
  collections: [{ prefix: "dioptra_builtins", folder: "plugins/a" }, { prefix: "dioptra_custom", folder: "plugins/b" }], ${more} };\n`;
const FILES = { model: modelFile, plugins: PLUGINS };

type Domain = keyof typeof FILES;
type Victim = "slipway" | "Terraform" | "both" | "the terminal";
type State = "local" | "S3";

/** Who is killed, how, after which creation, with which state. */
const KILLS: readonly (readonly [Victim, NodeJS.Signals, number, State, Domain])[] = [
  ["slipway", "SIGKILL", 1, "local", "model"],
  ["slipway", "SIGTERM", 5, "S3", "model"],
  ["slipway", "SIGKILL", 10, "S3", "model"],
  ["Terraform", "SIGKILL", 5, "local", "model"],
  ["Terraform", "SIGTERM", 10, "local", "model"],
  ["Terraform", "SIGKILL", 1, "S3", "model"],
  ["both", "SIGKILL", 10, "local", "model"],
  ["both", "SIGTERM", 1, "local", "model"],
  ["both", "SIGKILL", 5, "S3", "model"],
  ["the terminal", "SIGHUP", 5, "local", "model"],
  ["the terminal", "SIGHUP", 1, "S3", "model"],
  ["slipway", "SIGKILL", 1, "S3", "plugins"],
  ["Terraform", "SIGKILL", 1, "local", "plugins"],
  ["both", "SIGKILL", 3, "local", "plugins"],
  ["both", "SIGTERM", 3, "S3", "plugins"],
];

describe("a deployment that is killed", () => {
  const deployed = new DeployedProject({ "plugins/a/a.py": "A = 1\n", "plugins/b/b.py": "B = 1\n" });

  beforeAll(async () => {
    await deployed.start({});
    const s3 = new S3Client({ ...deployed.client, forcePathStyle: true });
    const CreateBucketConfiguration = { LocationConstraint: "ca-central-1" } as const;
    await s3.send(new CreateBucketCommand({ Bucket: "states", CreateBucketConfiguration }));
    s3.destroy();
  });
  afterAll(() => deployed.stop());

  const rows = KILLS.map((kill, index) => [...kill, index] as const);
  test.each(rows)("%s by %s after creation %i, %s state, %s: one command finishes it", async (...row) => {
    const [victim, signal, creations, state, domain, index] = row;
    const name = `killed-${index}`;
    const more = state === "S3" ? STATES : "";
    deployed.project.write(`environments/${domain}/${name}.ts`, FILES[domain](name, more));
    const running = new Running(deployed, "deploy", name, "--auto-approve");
    await running.until(/: Creation complete /, creations);
    const terraforms = terraformsAt(deployed, name);
    if (victim !== "slipway" && victim !== "the terminal") for (const pid of terraforms) process.kill(pid, signal);
    if (victim !== "Terraform") running.kill(signal);
    await running.ended;
    // A provider that Terraform has told to stop does nothing more.
    if (signal === "SIGTERM") {
      await until(
        () => terraformsAt(deployed, name),
        ({ length }) => length === 0,
      );
      await deployed.startProvider();
    }

    const command = (action: string) =>
      deployed.slipway(action, name, ...(action === "plan" ? [] : ["--auto-approve"]));
    const deploy = command("deploy");
    if (deploy.status !== 0) {
      expect(deploy.stderr).toContain(`slipway recover ${name}`);
      const { status, stderr } = command("recover");
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    }
    expect(command("plan")).toMatchObject({ status: 0, stdout: `${name}: nothing to do\n` });
  });
});
