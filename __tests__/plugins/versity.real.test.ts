import { rmSync } from "node:fs";
import { join } from "node:path";
import { CreateBucketCommand, GetBucketVersioningCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { DeployedProject } from "../support/deployed";
import { Store } from "./store";
import { VersityStore } from "./versity-store";

const KEYS = { id: "lab", secret: "secret-of-the-lab" };

describe("task plugins in a real store other than Amazon's", () => {
  const deployed = new DeployedProject({ "plugins/a.py": "A = 1\n", "plugins/sub/b.py": "B = 1\n" });
  const { project } = deployed;
  const versity = new VersityStore();
  let endpoint = "";

  beforeAll(async () => {
    if (!versity.isThere) return;
    await deployed.start(undefined, []);
    endpoint = await versity.start(KEYS);
    const { AWS_ENDPOINT_URL: _, ...environment } = deployed.environment;
    deployed.environment = { ...environment, AWS_ACCESS_KEY_ID: KEYS.id, AWS_SECRET_ACCESS_KEY: KEYS.secret };
    await deployed.startProvider();
  });
  afterAll(async () => {
    await versity.stop();
    if (versity.isThere) await deployed.stop();
  });

  const store = (bucket: string) => {
    const credentials = { accessKeyId: KEYS.id, secretAccessKey: KEYS.secret };
    return new Store({ endpoint, region: "us-east-1", credentials }, bucket);
  };
  const write = (name: string, bucket: string, collection: string) =>
    project.write(
      `environments/plugins/${name}.ts`,
      `export default { name: "${name}", region: "us-east-1", bucket: { name: "${name}", store: { endpoint: "${endpoint}" }, ${bucket} }, collections: [{ prefix: "dioptra_builtins", folder: "plugins"${collection} }] };\n`,
    );

  test("are deployed, synchronized, changed and destroyed", async () => {
    if (!versity.isThere) return;
    const lab = store("lab-plugins");
    write("lab-plugins", 'removal: "allowed"', "");
    expect(await deployed.deploy("lab-plugins")).toEqual({ added: 4, changed: 0, destroyed: 0 });
    deployed.expectNothingToDo("lab-plugins");
    expect(await lab.keys()).toEqual(["dioptra_builtins/a.py", "dioptra_builtins/sub/b.py"]);
    const { Status } = await lab.s3.send(new GetBucketVersioningCommand({ Bucket: "lab-plugins" }));
    expect(Status).toBe("Enabled");
    project.write("plugins/a.py", "A = 2\n");
    expect(deployed.succeed("plugins", "sync", "lab-plugins")).toContain("sent a.py\n");
    expect(await lab.text("dioptra_builtins/a.py")).toBe("A = 2\n");
    expect(deployed.succeed("plugins", "status", "lab-plugins")).toMatch(/│ 2 +│ 0 +│ 0 +│ 0 +│/);
    rmSync(join(project.folder, "plugins/sub/b.py"));
    await deployed.deploy("lab-plugins");
    expect(await lab.keys()).toEqual(["dioptra_builtins/a.py"]);
    deployed.expectNothingToDo("lab-plugins");
    await deployed.destroy("lab-plugins");
    expect(await lab.isThere()).toBe(false);
  });

  test("keep so many versions, in a bucket that exists and keeps its other files", async () => {
    if (!versity.isThere) return;
    const old = store("old-plugins");
    await old.s3.send(new CreateBucketCommand({ Bucket: "old-plugins" }));
    await old.s3.send(new PutObjectCommand({ Bucket: "old-plugins", Key: "mlflow/run.json", Body: "{}" }));
    write("old-plugins", 'origin: "adopted", removal: "allowed"', ", keepVersions: 2");
    const contents = async () => {
      const keys = await old.keys("dioptra_builtins/versions/");
      return Promise.all(keys.filter((key) => key.endsWith("/a.py")).map((key) => old.text(key)));
    };
    for (const content of ["A = 3\n", "A = 4\n", "A = 5\n"]) {
      project.write("plugins/a.py", content);
      await deployed.deploy("old-plugins");
    }
    expect((await contents()).sort()).toEqual(["A = 4\n", "A = 5\n"]);
    expect(await old.text("mlflow/run.json")).toBe("{}");
    deployed.expectNothingToDo("old-plugins");
  });
});
