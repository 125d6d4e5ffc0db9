import { join } from "node:path";
import {
  CloudBackend,
  DataTerraformRemoteState,
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  LocalBackend,
  NamedCloudWorkspace,
  S3Backend,
  type TerraformRemoteState,
  type TerraformStack,
} from "cdktf";
import type { Backend } from "./schema";
import { fromStackFolder } from "./stack-path";

/** Where one workspace's state lies. */
export interface StackBackendProps {
  /** The workspace, which is the state's name. */
  readonly workspace: string;
  /** @default - a file below `stateFolder` */
  readonly backend?: Backend;
  /** Folder of local states, absolute: Terraform's own `terraform.tfstate.d` of the project, or another. */
  readonly stateFolder: string;
}

/**
 * Declares a stack's backend, where Terraform's own workspaces put the state, so that both can share it:
 * `<stateFolder>/<workspace>/terraform.tfstate`, or `env:/<workspace>/<key>` in the bucket.
 */
export function stackBackend(stack: TerraformStack, { workspace, backend, stateFolder }: StackBackendProps): void {
  if (backend === undefined || "local" in backend) {
    new LocalBackend(stack, { path: localPath(stack, stateFolder, workspace) });
  } else if ("s3" in backend) {
    const { key, ...s3 } = backend.s3;
    new S3Backend(stack, { encrypt: true, ...s3, key: keyOf(workspace, key) });
    stack.addOverride("terraform.backend.s3.use_lockfile", true);
  } else {
    const { project, ...cloud } = backend.cloud;
    new CloudBackend(stack, { ...cloud, workspaces: new NamedCloudWorkspace(workspace, project) });
  }
}

/** Reads the outputs of another stack of the workspace, from where {@link stackBackend} puts its state. */
export function stateOf(
  stack: TerraformStack,
  id: string,
  { workspace, backend, stateFolder }: StackBackendProps,
): TerraformRemoteState {
  if (backend === undefined || "local" in backend) {
    return new DataTerraformRemoteStateLocal(stack, id, { path: localPath(stack, stateFolder, workspace) });
  }
  if ("s3" in backend) {
    const { key, ...s3 } = backend.s3;
    return new DataTerraformRemoteStateS3(stack, id, { ...s3, key: keyOf(workspace, key) });
  }
  const { project: _, ...cloud } = backend.cloud;
  return new DataTerraformRemoteState(stack, id, { ...cloud, workspaces: { name: workspace } });
}

function localPath(stack: TerraformStack, stateFolder: string, workspace: string): string {
  return fromStackFolder(stack, join(stateFolder, workspace, "terraform.tfstate"));
}

function keyOf(workspace: string, key: string): string {
  return `env:/${workspace}/${key}`;
}
