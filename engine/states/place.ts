import { join, resolve } from "node:path";
import type { Backend } from "../../constructs/shared/schema";
import type { StackJson } from "../stack-json";

/** Where one stack's state is, in the words of Terraform's settings; a local path is absolute. */
export type Place =
  | { readonly local: { readonly path: string } }
  | { readonly s3: S3Place }
  | { readonly cloud: CloudPlace };

interface S3Place {
  readonly bucket: string;
  /** The whole key, of this state alone. */
  readonly key: string;
  readonly region: string;
  readonly [setting: string]: unknown;
}

interface CloudPlace {
  readonly hostname?: string;
  readonly organization: string;
  readonly workspaces: { readonly name: string; readonly project?: string };
}

/** Where a synthesized stack has its state; undefined of a backend that Slipway does not write. */
export function declaredPlace({ terraform }: StackJson, stackFolder: string): Place | undefined {
  const { backend, cloud } = (terraform ?? {}) as { readonly backend?: object; readonly cloud?: CloudPlace };
  if (cloud !== undefined) return { cloud };
  if (backend !== undefined && "s3" in backend) return { s3: backend.s3 as S3Place };
  const path = terraform?.backend?.local?.path;
  return path === undefined ? undefined : { local: { path: resolve(stackFolder, path) } };
}

/** Where a stack's state would be with the backend of an environment file: what `stackBackend` declares. */
export function placeWith(backend: Backend, stack: string, stateFolder: string): Place {
  if ("local" in backend) return { local: { path: join(stateFolder, stack, "terraform.tfstate") } };
  if ("s3" in backend) {
    const { key, ...s3 } = backend.s3;
    return { s3: { encrypt: true, ...s3, key: `env:/${stack}/${key}`, use_lockfile: true } };
  }
  const { project, ...cloud } = backend.cloud;
  return { cloud: { ...cloud, workspaces: { name: stack, ...(project !== undefined && { project }) } } };
}

/** The backend of an environment file that would put a stack's state at a place. */
export function backendOf(place: Place, stack: string): Backend {
  if ("local" in place) return { local: {} };
  if ("s3" in place) {
    const { bucket, key, region } = place.s3;
    const prefix = `env:/${stack}/`;
    return { s3: { bucket, region, key: key.startsWith(prefix) ? key.slice(prefix.length) : key } };
  }
  const { hostname, organization, workspaces } = place.cloud;
  const { project } = workspaces;
  return {
    cloud: { organization, ...(project !== undefined && { project }), ...(hostname !== undefined && { hostname }) },
  };
}

/** Terraform's settings for a place. */
export function settingsOf(place: Place): object {
  return "cloud" in place ? { cloud: place.cloud } : { backend: place };
}

/** A place as people read it. */
export function placeText(place: Place): string {
  if ("local" in place) return place.local.path;
  if ("s3" in place) return `s3://${place.s3.bucket}/${place.s3.key}`;
  const { hostname = "app.terraform.io", organization, workspaces } = place.cloud;
  return `${hostname}/${organization}/${workspaces.name}`;
}
