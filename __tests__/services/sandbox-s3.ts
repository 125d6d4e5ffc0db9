import { join, resolve } from "node:path";
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { freePort } from "../../sandbox/port";
import { down, up } from "../../sandbox/server";

const NAMES = ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"] as const;

/** The sandbox's S3 with one bucket, `lab-backups`, for the commands that this process starts. */
export class S3 {
  private constructor(
    private readonly project: string,
    private readonly client: S3Client,
    private readonly before: Readonly<Record<string, string | undefined>>,
  ) {}

  static async start(project: string): Promise<S3> {
    const venv = join(resolve(__dirname, "../.."), ".sandbox", "venv");
    const environment = { SLIPWAY_SANDBOX_VENV: venv, ...process.env };
    const port = await freePort("127.0.0.1", undefined, 17_200 + 50 * Number(process.env.JEST_WORKER_ID));
    const { url } = await up({ project, seed: {}, environment, keepAccount: false, port });
    const before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "eu-central-1",
    });
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const client = new S3Client({ endpoint: url, forcePathStyle: true, region: "eu-central-1", credentials });
    const CreateBucketConfiguration = { LocationConstraint: "eu-central-1" } as const;
    await client.send(new CreateBucketCommand({ Bucket: "lab-backups", CreateBucketConfiguration }));
    return new S3(project, client, before);
  }

  /** What is in the bucket. */
  async keys(): Promise<string[]> {
    const { Contents = [] } = await this.client.send(new ListObjectsV2Command({ Bucket: "lab-backups" }));
    return Contents.map(({ Key = "" }) => Key);
  }

  async stop(): Promise<void> {
    for (const name of NAMES) {
      if (this.before[name] === undefined) delete process.env[name];
      else process.env[name] = this.before[name];
    }
    this.client.destroy();
    await down({ project: this.project, discard: true });
  }
}
