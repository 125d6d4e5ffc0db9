import type { S3BackendSettings } from "../../constructs/shared/schema";
import { s3Client } from "../aws-settings";
import type { FoundState } from "./found-state";
import { placeWith } from "./place";
import { stateFrom } from "./state";

/** The states in a bucket whose key is what a workspace with this backend would have. */
export async function s3States(
  s3: S3BackendSettings,
  isWanted: (stack: string) => boolean,
  environment: NodeJS.ProcessEnv,
): Promise<FoundState[]> {
  const { GetObjectCommand, paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
  const client = await s3Client(environment, s3.region);
  try {
    const stacks: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: s3.bucket, Prefix: "env:/" })) {
      stacks.push(...Contents.flatMap(({ Key = "" }) => stackOf(Key, s3.key) ?? []));
    }
    const found = stacks.filter(isWanted).map(async (stack) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: s3.bucket, Key: `env:/${stack}/${s3.key}` }));
      const state = stateFrom((await Body?.transformToString()) ?? "");
      return state === undefined ? [] : [{ stack, place: placeWith({ s3 }, stack, ""), state }];
    });
    return (await Promise.all(found)).flat();
  } finally {
    client.destroy();
  }
}

function stackOf(key: string, shared: string): string | undefined {
  const middle = key.slice("env:/".length, -shared.length - 1);
  return key === `env:/${middle}/${shared}` && /^[\w.-]+$/.test(middle) ? middle : undefined;
}
