import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { refuse } from "../check-props";
import { projectPath } from "../read/project-path";
import { uploadFileProblems } from "../read/upload-files";
import type { ContainerUpload } from "./settings";

/** The files that are written into a container. What is a file of the project is copied beside the stack. */
export function uploadBlocks(scope: Construct, uploads: readonly ContainerUpload[]) {
  refuse(scope, uploadFileProblems(uploads));
  const files = new Construct(scope, "Uploads");
  const sorted = [...uploads].sort((a, b) => (a.path < b.path ? -1 : 1));
  return sorted.map((upload) => {
    const block = { file: upload.path, executable: upload.executable ?? false };
    if ("content" in upload) return { ...block, content: upload.content };
    const path = projectPath(upload.source);
    const sourceHash = createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 32);
    const asset = new TerraformAsset(files, upload.path, { path, type: AssetType.FILE, assetHash: sourceHash });
    return { ...block, source: asset.path, sourceHash };
  });
}
