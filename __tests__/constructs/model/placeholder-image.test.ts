import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { placeholder, placeholders } from "../../../constructs/model/apply/placeholder-image";

const digest = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

describe("placeholder", () => {
  const image = placeholder();

  test("is the same on every machine: it is recognised by its digest when it is removed", () => {
    expect(image.digest).toBe("sha256:b8559505383540cacf93b6c481459490057c3231ef7e375a48eebaf97efd16a7");
  });

  test("has a manifest of Docker's version 2 that names its blobs by digest and size", () => {
    const [layer, config] = image.blobs;
    expect(JSON.parse(image.manifest)).toEqual({
      schemaVersion: 2,
      mediaType: "application/vnd.docker.distribution.manifest.v2+json",
      config: {
        mediaType: "application/vnd.docker.container.image.v1+json",
        size: config?.bytes.length,
        digest: config?.digest,
      },
      layers: [
        {
          mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip",
          size: layer?.bytes.length,
          digest: layer?.digest,
        },
      ],
    });
    for (const blob of image.blobs) expect(blob.digest).toBe(digest(blob.bytes));
    expect(image.digest).toBe(digest(Buffer.from(image.manifest)));
  });

  test("has one layer, whose archive the configuration names", () => {
    const [layer, config] = image.blobs;
    const archive = gunzipSync(layer?.bytes ?? "");
    const { rootfs, architecture, os } = JSON.parse(String(config?.bytes)) as Record<string, unknown>;
    expect({ rootfs, architecture, os }).toEqual({
      rootfs: { type: "layers", diff_ids: [digest(archive)] },
      architecture: "amd64",
      os: "linux",
    });
    expect(archive.subarray(0, 11).toString()).toBe("PLACEHOLDER");
    expect(archive.length % 512).toBe(0);
  });

  test("of another processor is another one, and both are known when one is removed", () => {
    const arm = placeholder("arm64");
    expect(JSON.parse(String(arm.blobs[1]?.bytes))).toMatchObject({ architecture: "arm64" });
    expect(arm.digest).not.toBe(image.digest);
    expect(placeholders().map(({ digest }) => digest)).toEqual([image.digest, arm.digest]);
  });
});
