import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * The file of a stack's local state; undefined where the state is elsewhere, or the stack was never synthesized.
 *
 * @param folder the stack's, with its `cdk.tf.json`
 */
export function localStateFile(folder: string): string | undefined {
  const file = join(folder, "cdk.tf.json");
  if (!existsSync(file)) return undefined;
  const { terraform } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly terraform?: { readonly backend?: { readonly local?: { readonly path?: string } } };
  };
  const path = terraform?.backend?.local?.path;
  return path === undefined ? undefined : resolve(folder, path);
}

/** Where Terraform leaves a state that it could not save, whatever the backend is. */
export function erroredStateFile(folder: string): string {
  return join(folder, "errored.tfstate");
}

/** Whether a stack may have something deployed: its local state says so, or its state is elsewhere. */
export function mayBeDeployed(folder: string): boolean {
  const file = join(folder, "cdk.tf.json");
  if (!existsSync(file)) return false;
  const { terraform } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly terraform?: { readonly backend?: object; readonly cloud?: object };
  };
  const isElsewhere = terraform?.cloud !== undefined || (terraform?.backend !== undefined && "s3" in terraform.backend);
  return isElsewhere || isDeployedLocally(folder);
}

/** Whether a stack has something deployed, as far as its local state says it. */
export function isDeployedLocally(folder: string): boolean {
  const file = localStateFile(folder);
  if (file === undefined || !existsSync(file)) return false;
  try {
    const { resources = [] } = JSON.parse(readFileSync(file, "utf8")) as { readonly resources?: readonly unknown[] };
    return resources.length > 0;
  } catch {
    // Half written: there is something.
    return true;
  }
}
