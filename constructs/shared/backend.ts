import { join } from "node:path";
import { CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from "cdktf";
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
    const file = join(stateFolder, workspace, "terraform.tfstate");
    new LocalBackend(stack, { path: fromStackFolder(stack, file) });
  } else if ("s3" in backend) {
    const { key, ...s3 } = backend.s3;
    new S3Backend(stack, { encrypt: true, ...s3, key: `env:/${workspace}/${key}` });
    stack.addOverride("terraform.backend.s3.use_lockfile", true);
  } else {
    const { project, ...cloud } = backend.cloud;
    new CloudBackend(stack, { ...cloud, workspaces: new NamedCloudWorkspace(workspace, project) });
  }
}
