import type { ListObjectVersionsCommandOutput, S3Client } from "@aws-sdk/client-s3";
import { sizeText } from "../size-text";
import { counted, type Emptiable, type HolderProps, type Holding } from "./holding";

/** Of more than that, nobody needs the exact number. */
const ENOUGH = 100_000;

/** A bucket of S3, or of another store, with all versions of its objects. */
export class Bucket implements Emptiable {
  readonly verb = "emptying";

  constructor(private readonly props: HolderProps<S3Client>) {}

  async holding(): Promise<Holding | undefined> {
    const { address, name, isForced } = this.props;
    let [objects, versions, markers, bytes] = [0, 0, 0, 0];
    for await (const { Versions = [], DeleteMarkers = [] } of this.pages()) {
      for (const { IsLatest, Size = 0 } of Versions) {
        if (IsLatest) objects++;
        else versions++;
        bytes += Size;
      }
      markers += DeleteMarkers.length;
      if (objects + versions + markers >= ENOUGH) break;
    }
    const all = objects + versions + markers;
    if (all === 0) return undefined;
    const parts = [
      counted(objects, "object"),
      ...(versions > 0 ? [counted(versions, "older version")] : []),
      ...(markers > 0 ? [counted(markers, "delete marker")] : []),
    ];
    const holds = `${all >= ENOUGH ? "at least " : ""}${parts.join(", ")} (${sizeText(bytes)})`;
    return { address, name, holds, isInTheWay: !isForced };
  }

  async empty(): Promise<void> {
    const { DeleteObjectsCommand, ListObjectVersionsCommand } = await import("@aws-sdk/client-s3");
    const { client, name: Bucket } = this.props;
    // From the start each time: where a page ended is gone with what was deleted.
    for (let before = ""; ; ) {
      const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
      const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
      if (Objects.length === 0) return;
      const now = JSON.stringify(Objects);
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
      const { Key = Objects[0]?.Key, Message = "nothing was deleted" } = Errors[0] ?? {};
      if (Errors.length > 0 || now === before) {
        throw new Error(`every object of ${Bucket} must be deletable, got "${Message}" of ${Key}; delete it by hand`);
      }
      before = now;
    }
  }

  private async *pages(): AsyncGenerator<ListObjectVersionsCommandOutput> {
    const { ListObjectVersionsCommand } = await import("@aws-sdk/client-s3");
    const { client, name } = this.props;
    let from: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (;;) {
      const page = await client.send(new ListObjectVersionsCommand({ Bucket: name, ...from }));
      yield page;
      if (!page.IsTruncated || page.NextKeyMarker === undefined) return;
      const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      from = { KeyMarker, ...(VersionIdMarker === undefined ? {} : { VersionIdMarker }) };
    }
  }
}
