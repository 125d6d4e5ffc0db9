import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { AssetType, TerraformAsset } from "cdktf";
import type { Construct } from "constructs";

const hashes = new Map<string, string>();

/**
 * A program that Terraform runs while it applies, bundled from `constructs/<domain>/apply/<name>.ts` by
 * `npm run build:apply` and copied beside the synthesized stack, so that the stack's folder is all that an apply needs.
 */
export function applyProgram(scope: Construct, id: string, domain: string, name: string): TerraformAsset {
  const path = bundlePath(domain, name);
  const assetHash = hashes.get(path) ?? createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 32);
  hashes.set(path, assetHash);
  return new TerraformAsset(scope, id, { path, type: AssetType.FILE, assetHash });
}

function bundlePath(domain: string, name: string): string {
  const inPackage = join("constructs", domain, "apply", `${name}.cjs`);
  const root = resolve(__dirname, "../..");
  // The package's code lies in dist/constructs, a checkout's in constructs, with the bundle in dist beside it.
  const path = [join(root, inPackage), join(root, "dist", inPackage)].find((candidate) => existsSync(candidate));
  if (path === undefined) {
    throw new Error(`${inPackage} must be built before synthesis, got no such file in dist; run npm run build`);
  }
  return path;
}
