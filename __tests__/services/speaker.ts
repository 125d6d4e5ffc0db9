import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BASE } from "./web-app";

const PROGRAM = join(__dirname, "speaking.cjs");

/** The image of a program that speaks HTTP in each of its ways; that of another checkout's program has another tag. */
export const SPEAKER = `slipway-test/speaker:${createHash("sha256").update(readFileSync(PROGRAM)).digest("hex").slice(0, 12)}`;

/** Builds it, where the engine has none of the same program. */
export function buildSpeaker(): void {
  if (spawnSync("docker", ["image", "inspect", SPEAKER]).status === 0) return;
  const folder = mkdtempSync(join(tmpdir(), "speaker-"));
  const keys = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=speaker"];
  const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")];
  execFileSync("openssl", ["req", ...keys, ...files], { stdio: "ignore" });
  copyFileSync(process.execPath, join(folder, "node"));
  copyFileSync(PROGRAM, join(folder, "speaking.cjs"));
  const copied = ["COPY node /usr/local/bin/node", "COPY key.pem cert.pem /keys/", "COPY speaking.cjs /speaking.cjs"];
  writeFileSync(join(folder, "Dockerfile"), [`FROM ${BASE}`, ...copied, 'CMD ["node", "/speaking.cjs"]'].join("\n"));
  const { status, stderr } = spawnSync("docker", ["build", "-q", "-t", SPEAKER, folder], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`${SPEAKER} must be built of ${BASE}, got ${stderr}`);
}
