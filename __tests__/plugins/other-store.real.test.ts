import { GetBucketVersioningCommand } from "@aws-sdk/client-s3";
import { DeployedProject } from "../support/deployed";
import { slipwayBeside } from "../support/warm-process";
import { Store } from "./store";
import { StrictStore } from "./strict-store";

describe("task plugins in another store than Amazon's", () => {
  const deployed = new DeployedProject({ "plugins/a.py": "A = 1\n", "plugins/sub/b.py": "B = 1\n" });
  const { project } = deployed;
  let strict: StrictStore;
  let store: Store;

  beforeAll(async () => {
    await deployed.start(undefined, []);
    strict = new StrictStore(deployed.url);
    const endpoint = await strict.start();
    store = new Store({ ...deployed.client, region: "us-east-1" }, "plugins");
    project.write(
      "environments/plugins/lab.ts",
      `export default { name: "lab", region: "us-east-1", bucket: { name: "plugins", store: { endpoint: "${endpoint}/", workerEndpoint: "http://minio:9000" }, removal: "allowed" }, collections: [{ prefix: "dioptra_builtins", folder: "plugins" }] };\n`,
    );
    // What stands for AWS is not there: everything goes to the store that the file names.
    const { AWS_ENDPOINT_URL: _, ...environment } = deployed.environment;
    deployed.environment = environment;
    await deployed.startProvider();
  });
  afterAll(async () => {
    await strict.stop();
    await deployed.stop();
  });

  /** The store is of this process, which must not wait for the command. */
  const slipway = async (...args: string[]) => {
    const call = { cwd: project.folder, env: deployed.environment };
    const { status, stdout, stderr } = await slipwayBeside(call, ...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return stdout;
  };

  test("are deployed, planned, changed and destroyed", async () => {
    expect(await deployed.deploy("lab")).toEqual({ added: 4, changed: 0, destroyed: 0 });
    expect(await store.keys()).toEqual(["dioptra_builtins/a.py", "dioptra_builtins/sub/b.py"]);
    const { Status } = await store.s3.send(new GetBucketVersioningCommand({ Bucket: "plugins" }));
    expect(Status).toBe("Enabled");
    expect(await (await deployed.deployment("lab")).isDone("deploy", "lab")).toBe(true);
    project.write("plugins/a.py", "A = 2\n");
    expect(await slipway("plugins", "sync")).toContain("sent a.py\n");
    expect(await store.text("dioptra_builtins/a.py")).toBe("A = 2\n");
    expect(await slipway("plugins", "env")).toContain("MLFLOW_S3_ENDPOINT_URL=http://minio:9000\n");
    await deployed.destroy("lab");
    expect(await store.isThere()).toBe(false);
  });
});
