import { POSTGRES_LABEL } from "../../constructs/services/render/postgres";

/** A container as Terraform describes it. */
export interface ContainerBlock {
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
  readonly mounts?: readonly { readonly source: string }[];
}

/** The database server in a container, and the volume with its data; undefined for other containers. */
export function databaseOf({ labels = [], mounts = [] }: ContainerBlock) {
  const server = labels.find(({ label }) => label === POSTGRES_LABEL)?.value;
  const volume = mounts[0]?.source;
  return server === undefined || volume === undefined ? undefined : { server, volume };
}
