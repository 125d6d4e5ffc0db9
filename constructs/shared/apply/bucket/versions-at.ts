import {
  CopyObjectCommand,
  type DeleteMarkerEntry,
  ListObjectVersionsCommand,
  type ObjectVersion,
} from "@aws-sdk/client-s3";
import { bucketOf, type Target } from "./objects";

/** One version of an object, or its removal. */
interface Version {
  readonly id: string;
  /** In milliseconds. S3 reports whole seconds. */
  readonly since: number;
  readonly isLatest: boolean;
  readonly isRemoval: boolean;
  readonly tag: string;
  readonly bytes: number;
}

/** An object at a time, and now. */
export interface ObjectAt {
  /** Absent if there was none, or it had been removed. */
  readonly then?: Version;
  /** Absent if there is none. */
  readonly now?: Version;
}

/** What lay below a prefix that ends in a slash at a time, and what lies there now, by what follows it in the keys. */
export async function objectsAt(target: Target, prefix: string, time: number): Promise<Map<string, ObjectAt>> {
  const found = new Map<string, ObjectAt>();
  for (const [path, versions] of await versionsBelow(target, prefix)) {
    // The newest version comes first, so the last one written within that second counts.
    const then = versions.find(({ since }) => since <= time);
    const [now] = versions;
    found.set(path, {
      ...(then !== undefined && !then.isRemoval && { then }),
      ...(now !== undefined && !now.isRemoval && { now }),
    });
  }
  return found;
}

/** Makes a version the current one again, by a copy, so that no version is lost. */
export async function restoreVersion(target: Target, key: string, { id }: Version): Promise<void> {
  const source = `${target.bucket}/${key}`.split("/").map(encodeURIComponent).join("/");
  const owner = target.accountId === undefined ? {} : { ExpectedSourceBucketOwner: target.accountId };
  const CopySource = `${source}?versionId=${encodeURIComponent(id)}`;
  await target.client.send(new CopyObjectCommand({ ...bucketOf(target), ...owner, Key: key, CopySource }));
}

/** The versions of each object, the newest first. */
async function versionsBelow(target: Target, Prefix: string): Promise<Map<string, Version[]>> {
  const found = new Map<string, Version[]>();
  const add = (Key: string, version: Version) => {
    const path = Key.slice(Prefix.length);
    found.set(path, [...(found.get(path) ?? []), version]);
  };
  let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (from !== undefined) {
    const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(target, { Prefix, ...from });
    const { Versions = [], DeleteMarkers = [], NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    for (const { Key = "", ETag = "", Size = 0, ...more } of Versions) {
      add(Key, { ...common(more), isRemoval: false, tag: ETag.replaceAll('"', ""), bytes: Size });
    }
    for (const { Key = "", ...more } of DeleteMarkers) {
      add(Key, { ...common(more), isRemoval: true, tag: "", bytes: 0 });
    }
    const isCut = page.IsTruncated === true && KeyMarker !== undefined;
    from = isCut ? { KeyMarker, ...(VersionIdMarker !== undefined && { VersionIdMarker }) } : undefined;
  }
  // Removals come in a separate list.
  const newest = (one: Version, other: Version) =>
    Number(other.isLatest) - Number(one.isLatest) || other.since - one.since;
  for (const versions of found.values()) versions.sort(newest);
  return found;
}

function pageOf(target: Target, place: { readonly Prefix: string }) {
  return target.client.send(new ListObjectVersionsCommand({ ...bucketOf(target), ...place }));
}

function common({
  VersionId: id = "null",
  LastModified,
  IsLatest: isLatest = false,
}: ObjectVersion | DeleteMarkerEntry) {
  return { id, isLatest, since: LastModified?.getTime() ?? 0 };
}
