import { createHash } from "node:crypto";
import { readAt, withOpenFile } from "../../read/file-content";

const MIB = 1024 * 1024;

/** Ours and the AWS CLI's first, then MinIO's, then others. */
export const PART_SIZES = [8, 16, 5, 32, 64, 128, 256, 512, 1024, 2048, 4096].map((size) => size * MIB);

/** The most parts an S3 object may have. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MOST_PARTS = 10_000;

/** The size of the parts in which a file is sent. */
export function partSize(bytes: number): number {
  let size = 8 * MIB;
  while (bytes / size > MOST_PARTS) size *= 2;
  return size;
}

/** The MD5 of each part of a file, and that of the whole. */
export function digestsOf(path: string, size: number): { readonly parts: readonly Buffer[]; readonly md5: string } {
  const whole = createHash("md5");
  const parts: Buffer[] = [];
  withOpenFile(path, (file) => {
    let part = createHash("md5");
    let inPart = 0;
    for (let at = 0; ; ) {
      const piece = readAt(file, at, Math.min(MIB, size - inPart));
      if (piece.length === 0) break;
      whole.update(piece);
      part.update(piece);
      at += piece.length;
      inPart += piece.length;
      if (inPart < size) continue;
      parts.push(part.digest());
      part = createHash("md5");
      inPart = 0;
    }
    if (inPart > 0 || parts.length === 0) parts.push(part.digest());
  });
  return { parts, md5: whole.digest("hex") };
}

/** The tag that S3 gives a file that was sent in parts of this size. */
export function tagOfParts(path: string, size: number): string {
  const { parts } = digestsOf(path, size);
  return `${createHash("md5").update(Buffer.concat(parts)).digest("hex")}-${parts.length}`;
}
