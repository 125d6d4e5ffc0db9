import { objectsBelow, removeObjects, s3Client, type Target } from "../../shared/apply/bucket/objects";
import { synchronize } from "../../shared/apply/bucket/synchronize";
import { runProgram, withKind } from "../../shared/apply/program";
import { accessAs } from "../../shared/apply/provider";
import { projectPath } from "../../shared/read/project-path";
import type { ToldProvider } from "../../shared/render/told-provider";
import { readCollection } from "../read/collection";
import { contentHash } from "../render/collection";
import { removeOldVersions } from "./versions";

/** What Terraform keeps of a collection, and tells the program. */
interface Told {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint?: string;
  readonly prefix?: string;
  /** From the stack's folder, where the program runs. */
  readonly folder?: string;
  readonly exclude?: readonly string[];
  readonly keepVersions?: number;
  /** Where the files go: the prefix itself, or that of a version. */
  readonly into?: string;
  /** Of the files that were planned. */
  readonly hash?: string;
}

const MOST_NAMES = 20;

async function main(): Promise<string> {
  const { ACTION = "", COLLECTION = "", PREFIX = "", PROVIDER = "" } = process.env;
  const told = JSON.parse(COLLECTION) as Told;
  const { bucket, region, endpoint } = told;
  const access = await accessAs(PROVIDER, { service: "s3", region });
  const client = s3Client({ region, ...(endpoint !== undefined && { endpoint }) }, process.env, access);
  const target = { client, bucket, ...accountIn(PROVIDER) };
  if (ACTION === "synchronize") return send(target, told);
  if (ACTION === "remove") return remove(target, PREFIX);
  throw new Error(`ACTION must be synchronize or remove, got "${ACTION}"`);
}

/** A bucket of the same name that is another account's is not touched. */
function accountIn(provider: string): { accountId?: string } {
  const { account } = JSON.parse(provider || "{}") as ToldProvider;
  return account === undefined ? {} : { accountId: account };
}

async function send(target: Target, told: Told): Promise<string> {
  const { prefix = "", folder = "", exclude = [], into = prefix, keepVersions, hash } = told;
  const collection = readCollection({ prefix, folder, exclude });
  if (collection.problems.length > 0) throw new Error(collection.problems.join("\n"));
  if (contentHash(collection) !== hash) {
    throw new Error(`${folder} must be as it was planned, got other files; deploy again`);
  }
  const { files } = collection;
  const { missing, changed, extra, same } = await synchronize({
    ...target,
    prefix: into,
    folder: projectPath(folder),
    files,
    onDone: named(),
  });
  const old =
    keepVersions === undefined ? [] : await removeOldVersions({ ...target, prefix, current: into, keep: keepVersions });
  const sent = missing.length + changed.length;
  const gone = old.length === 0 ? "" : `, old versions removed: ${old.join(", ")}`;
  return `s3://${target.bucket}/${into}: ${sent} sent, ${extra.length} removed, ${same.length} as they were${gone}`;
}

/** Names what is sent and removed, up to a number that a reader may take in. */
function named(): (action: string, path: string) => void {
  let left = MOST_NAMES;
  return (action, path) => {
    if (left-- > 0) console.log(`${action} ${JSON.stringify(path).slice(1, -1)}`);
  };
}

/** Everything below the prefix goes, and nothing else. */
async function remove(target: Target, prefix: string): Promise<string> {
  if (prefix === "") throw new Error("PREFIX must name what is removed, got none");
  try {
    const keys = [...(await objectsBelow(target, `${prefix}/`)).keys()].map((path) => `${prefix}/${path}`);
    await removeObjects(target, keys, () => {});
    return `s3://${target.bucket}/${prefix}: ${keys.length} removed`;
  } catch (error) {
    // Somebody was quicker: what is wanted is so.
    if ((error as Error).name !== "NoSuchBucket") throw error;
    return `s3://${target.bucket} is there no longer`;
  }
}

runProgram(main, { text: withKind("task plugins") });
