import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { DeployedProject } from "../support/deployed";
import { processes } from "../support/running";
import { Store } from "./store";

const ROOT = resolve(__dirname, "../..");

describe("task plugins", () => {
  const deployed = new DeployedProject({});
  const { project } = deployed;

  beforeAll(() => deployed.start());
  afterAll(() => deployed.stop());

  test("in a bucket that exists are adopted: nothing is sent again, and its tags stay", async () => {
    const own = new Store({ ...deployed.client, region: "us-east-1" }, "old-plugins");
    const { s3, bucket: Bucket } = own;
    await s3.send(new CreateBucketCommand({ Bucket }));
    const Tagging = { TagSet: [{ Key: "team", Value: "lab" }] };
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging }));
    project.write("plugins/dioptra_builtins/a.py", "A = 1\n");
    const big = Buffer.alloc(9 * 1024 * 1024, "# 345678\n");
    writeFileSync(join(project.folder, "plugins/dioptra_builtins/big.py"), big);
    await s3.send(new PutObjectCommand({ Bucket, Key: "dioptra_builtins/a.py", Body: "A = 1\n" }));
    await inParts(own, "dioptra_builtins/big.py", big);
    await s3.send(new PutObjectCommand({ Bucket, Key: "mlflow/run.json", Body: "{}" }));
    project.write(
      "environments/plugins/old.ts",
      'export default { name: "old", region: "us-east-1", bucket: { name: "old-plugins", origin: "adopted" }, ' +
        'collections: [{ prefix: "dioptra_builtins", folder: "plugins/dioptra_builtins" }] };\n',
    );
    expect(await deployed.deploy("old")).toMatchObject({ added: 4, destroyed: 0 });
    expect(Object.values(await own.writes())).toEqual([1, 1, 1]);
    expect(await own.tags()).toEqual({ team: "lab" });
    deployed.expectNothingToDo("old");
  });

  test("that were sent in part when the deployment was killed are completed by the next", async () => {
    const own = new Store({ ...deployed.client, region: "us-east-1" }, "many-plugins");
    project.write("many/plugin_0.py", "N = 0\n");
    project.write(
      "environments/plugins/many.ts",
      'export default { name: "many", region: "us-east-1", bucket: { name: "many-plugins", removal: "allowed" }, ' +
        'collections: [{ prefix: "dioptra_builtins", folder: "many" }] };\n',
    );
    await deployed.deploy("many");
    for (let index = 1; index < 300; index++) project.write(`many/plugin_${index}.py`, `N = ${index}\n`);
    const command = spawn(process.execPath, [join(ROOT, "cli/slipway.cjs"), "deploy", "many", "--auto-approve"], {
      cwd: project.folder,
      env: deployed.environment,
      stdio: "ignore",
    });
    const sent = async () => ((await own.isThere()) ? (await own.keys()).length : 0);
    while ((await sent()) < 20) await new Promise((wake) => setTimeout(wake, 50));
    // The command, cdktf, Terraform and the program that it runs, which are groups of their own.
    for (const pid of [
      command.pid as number,
      ...processes((_, cwd) => cwd.startsWith(join(project.folder, "cdktf.out"))),
    ])
      kill(pid);
    await new Promise((ended) => command.once("exit", ended));
    expect(await sent()).toBeLessThan(300);
    const again = deployed.slipway("deploy", "many", "--auto-approve");
    const lock = /force-unlock (\S+)/.exec(again.stderr);
    if (lock !== null) {
      deployed.run("terraform", ["force-unlock", "-force", lock[1] as string], "cdktf.out/stacks/many");
      await deployed.deploy("many");
    }
    expect(await sent()).toBe(300);
    expect(Object.values(await own.writes()).filter((count) => count > 1)).toEqual([]);
    deployed.expectNothingToDo("many");

    // A bucket that somebody deleted is created again, and filled.
    await own.drop();
    expect(await deployed.deploy("many")).toMatchObject({ added: 4, changed: 0, destroyed: 1 });
    expect(await sent()).toBe(300);
    await deployed.destroy("many");
    expect(await own.isThere()).toBe(false);
  });

  test("with versions are switched to as a whole, and the last few are kept", async () => {
    const own = new Store({ ...deployed.client, region: "us-east-1" }, "versioned-plugins");
    project.write("versioned/a.py", "A = 1\n");
    project.write(
      "environments/plugins/versioned.ts",
      'export default { name: "versioned", region: "us-east-1", bucket: { name: "versioned-plugins", removal: "allowed" }, ' +
        'collections: [{ prefix: "dioptra_builtins", folder: "versioned", keepVersions: 2 }] };\n',
    );
    const uri = () => /DIOPTRA_PLUGINS_S3_URI=(.*)/.exec(deployed.succeed("plugins", "env", "versioned"))?.[1];
    const uris: (string | undefined)[] = [];
    for (const version of [1, 2, 3]) {
      project.write("versioned/a.py", `A = ${version}\n`);
      await deployed.deploy("versioned");
      deployed.expectNothingToDo("versioned");
      uris.push(uri());
    }
    expect(new Set(uris).size).toBe(3);
    expect(uris[2]).toMatch(/^s3:\/\/versioned-plugins\/dioptra_builtins\/versions\/[0-9a-f]{12}$/);
    const keys = uris.slice(1).map((each) => `${each?.slice("s3://versioned-plugins/".length)}/a.py`);
    const history = "dioptra_builtins/versions/deployed.json";
    expect(await own.keys()).toEqual([...keys, history].sort());
    // What comes back is the last that was deployed: it stays for the jobs that run when another is.
    project.write("versioned/a.py", "A = 2\n");
    await deployed.deploy("versioned");
    project.write("versioned/a.py", "A = 4\n");
    expect(deployed.succeed("plugins", "sync", "versioned")).toContain(
      "workers are told of it by slipway deploy versioned, or slipway plugins env versioned\n",
    );
    await deployed.deploy("versioned");
    const last = `${uri()?.slice("s3://versioned-plugins/".length)}/a.py`;
    expect(await own.keys()).toEqual([keys[0], last, history].sort());
    await deployed.destroy("versioned");
    expect(await own.isThere()).toBe(false);
  });
});

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

/** As the AWS command sends what is large. */
async function inParts({ s3, bucket: Bucket }: Store, Key: string, content: Buffer): Promise<void> {
  const size = 8 * 1024 * 1024;
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const Parts: { ETag: string | undefined; PartNumber: number }[] = [];
  for (let at = 0; at < content.length; at += size) {
    const PartNumber = Parts.length + 1;
    const Body = content.subarray(at, at + size);
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    Parts.push({ ETag, PartNumber });
  }
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
}
