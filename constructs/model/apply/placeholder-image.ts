import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** A blob of an image and what it is called in a registry. */
export interface Blob {
  readonly digest: string;
  readonly bytes: Buffer;
}

/** An image as a registry takes it: its blobs, and the manifest that names them. */
export interface Image {
  readonly blobs: readonly Blob[];
  readonly manifest: string;
  readonly manifestType: string;
  /** The digest of the manifest, by which the registry knows the image. */
  readonly digest: string;
}

const MANIFEST_TYPE = "application/vnd.docker.distribution.manifest.v2+json";

/** Every placeholder that there may be: one that is to be removed may be of another processor than the next one. */
export function placeholders(): Image[] {
  return (["amd64", "arm64"] as const).map((architecture) => placeholder(architecture));
}

/** A processor, as images name it. */
type Processor = "amd64" | "arm64";

/** The same bytes, less than 3 kB, on every machine, so that the image is recognised when it is to be removed. */
export function placeholder(architecture: Processor = "amd64"): Image {
  const tar = tarOf("PLACEHOLDER", Buffer.from("No image of the model has been pushed yet.\n"));
  const layer = blob(gzip(tar));
  const config = blob(
    Buffer.from(
      JSON.stringify({
        architecture,
        os: "linux",
        config: { Cmd: ["/PLACEHOLDER"] },
        rootfs: { type: "layers", diff_ids: [digestOf(tar)] },
        history: [{ created: "1970-01-01T00:00:00Z" }],
      }),
    ),
  );
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: descriptor("application/vnd.docker.container.image.v1+json", config),
    layers: [descriptor("application/vnd.docker.image.rootfs.diff.tar.gzip", layer)],
  });
  return {
    blobs: [layer, config],
    manifest,
    manifestType: MANIFEST_TYPE,
    digest: digestOf(Buffer.from(manifest)),
  };
}

/** Stored, not compressed, and with no system's name in the header: versions of zlib may compress differently. */
function gzip(bytes: Buffer): Buffer {
  const zipped = gzipSync(bytes, { level: 0 });
  zipped[9] = 255;
  return zipped;
}

function descriptor(mediaType: string, { bytes, digest }: Blob): object {
  return { mediaType, size: bytes.length, digest };
}

function blob(bytes: Buffer): Blob {
  return { bytes, digest: digestOf(bytes) };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** An archive of one file in the ustar format. @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html */
function tarOf(name: string, body: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${body.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const padding = Buffer.alloc((512 - (body.length % 512)) % 512);
  return Buffer.concat([header, body, padding, Buffer.alloc(1024)]);
}
