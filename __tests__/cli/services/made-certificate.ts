import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a certificate is made for. */
interface Made {
  /** As in `DNS:web.example.org`. */
  readonly names: readonly string[];
  readonly days: number;
  readonly subject?: string;
}

/** A certificate that signs itself, and its key, both in PEM. */
export function madeCertificate({ names, days, subject = "/O=Lab/CN=R1" }: Made) {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  try {
    const [key, pem] = [join(folder, "key"), join(folder, "pem")];
    const keys = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key];
    const more = ["-subj", subject, "-addext", `subjectAltName=${names.join(",")}`, "-days", String(days)];
    const args = ["req", "-x509", ...keys, ...more, "-out", pem];
    const { status, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`openssl must make a certificate, got ${stderr}`);
    return { pem: readFileSync(pem, "utf8"), key: readFileSync(key, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
