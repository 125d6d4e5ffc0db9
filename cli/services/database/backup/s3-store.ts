import { createReadStream, statSync } from "node:fs";
import type { Readable } from "node:stream";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { PostgresBackupSettings } from "../../../../constructs/services/schema";
import { objectsBelow } from "../../../../constructs/shared/apply/bucket/objects";
import { s3Client } from "../../../../engine/aws-settings";
import { sizeText } from "../../../../engine/size-text";
import type { DumpStore } from "./dump-store";

/** The most that a store takes in one request. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
const MOST_BYTES = 5 * 1024 ** 3;

/** A bucket of Amazon's S3, of DigitalOcean Spaces, or of another store that speaks its protocol. */
export class S3Store implements DumpStore {
  private readonly bucket: string;
  private readonly prefix: string;
  private made: Promise<S3Client> | undefined;

  /** @param settings with `s3://bucket/prefix` */
  constructor(
    private readonly settings: Pick<PostgresBackupSettings, "to" | "region" | "endpoint">,
    private readonly environment: NodeJS.ProcessEnv,
  ) {
    const [, bucket = "", prefix = ""] = /^s3:\/\/([^/]+)\/?(.*?)\/*$/.exec(settings.to) ?? [];
    this.bucket = bucket;
    this.prefix = prefix === "" ? "" : `${prefix}/`;
  }

  name(path: string): string {
    return `s3://${this.bucket}/${this.prefix}${path}`;
  }

  list(folder: string): Promise<string[]> {
    return this.ask("list dumps", async (client) => {
      const found = await objectsBelow({ client, bucket: this.bucket }, `${this.prefix}${folder}/`);
      return [...found.keys()];
    });
  }

  async write(path: string, file: string): Promise<void> {
    const { size } = statSync(file);
    if (size > MOST_BYTES) {
      throw new Error(
        `${this.name(path)} must be at most 5 GiB, got ${sizeText(size)}; S3 takes no more at once: keep dumps at an ssh host`,
      );
    }
    const content = { Bucket: this.bucket, Key: `${this.prefix}${path}`, ContentLength: size };
    await this.ask("take a dump", (client) =>
      client.send(new PutObjectCommand({ ...content, Body: createReadStream(file) })),
    );
  }

  async read(path: string): Promise<Readable> {
    const { Body } = await this.ask("give a dump", (client) =>
      client.send(new GetObjectCommand({ Bucket: this.bucket, Key: `${this.prefix}${path}` })),
    );
    return Body as Readable;
  }

  async remove(path: string): Promise<void> {
    await this.ask("delete a dump", (client) =>
      client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: `${this.prefix}${path}` })),
    );
  }

  private async ask<T>(what: string, work: (client: S3Client) => Promise<T>): Promise<T> {
    // A store that the shell names, such as the sandbox's, comes first.
    const isNamed = this.environment.AWS_ENDPOINT_URL_S3 || this.environment.AWS_ENDPOINT_URL;
    const { region, endpoint } = this.settings;
    this.made ??= s3Client(this.environment, region, isNamed ? undefined : endpoint);
    try {
      return await work(await this.made);
    } catch (error) {
      const { name, message } = error as Error;
      throw new Error(
        `s3://${this.bucket} must ${what}, got ${JSON.stringify(message === "" ? name : message)}; check the bucket, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
      );
    }
  }
}
