import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { projectPath } from "../read/project-path";
import type { ContainerUpload } from "./settings";

/** The files that are written into a container. What is a file of the project is copied beside the stack. */
export function uploadBlocks(scope: Construct, uploads: readonly ContainerUpload[]) {
  const files = new Construct(scope, "Uploads");
  const sorted = [...uploads].sort((a, b) => (a.path < b.path ? -1 : 1));
  return sorted.map((upload) => {
    const block = { file: upload.path, executable: upload.executable ?? false };
    if ("content" in upload) return { ...block, content: upload.content };
    const path = projectPath(upload.source);
    if (!existsSync(path) || !statSync(path).isFile()) {
      const index = uploads.indexOf(upload);
      const message = `must be a file, got "${upload.source}"; a path begins at the project's folder`;
      throw new Error(`[${scope.node.path}] uploads[${index}].source ${message}`);
    }
    const sourceHash = createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 32);
    const asset = new TerraformAsset(files, upload.path, { path, type: AssetType.FILE, assetHash: sourceHash });
    return { ...block, source: asset.path, sourceHash };
  });
}
