/** A MySQL server that gets another image: `constructs/pipelines/database/server.ts`. */
export interface NewImage {
  readonly name: string;
  readonly namespace: string;
  readonly from: string;
  readonly to: string;
}

/** The server's container. */
export const MYSQL_CONTAINER = "mysql";

/** Its label, and that of whoever made it. */
const OURS = { "app.kubernetes.io/component": "server", "app.kubernetes.io/managed-by": "slipway" };

interface Container {
  readonly name?: string;
  readonly image?: string;
}

/** A StatefulSet as Terraform describes it; only what is read here. */
interface StatefulSet {
  readonly metadata?: readonly {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>> | null;
  }[];
  readonly spec?: readonly {
    readonly template?: readonly { readonly spec?: readonly { readonly container?: readonly Container[] }[] }[];
  }[];
}

/** The image that a server of MySQL had, and the one that it gets; undefined of all else. */
export function newImageOf(type: string, before: unknown, after: unknown): NewImage | undefined {
  if (type !== "kubernetes_stateful_set_v1" || before === null || after === null) return undefined;
  const [old, fresh] = [before as StatefulSet, after as StatefulSet].map((each) => ({
    metadata: each.metadata?.[0],
    image: imageOf(each),
  }));
  const { name, namespace, labels } = old?.metadata ?? {};
  const [from, to] = [old?.image, fresh?.image];
  const isOurs = Object.entries(OURS).every(([key, value]) => labels?.[key] === value);
  const isSame = name === fresh?.metadata?.name && namespace === fresh?.metadata?.namespace;
  if (!isOurs || !isSame || name === undefined || namespace === undefined) return undefined;
  return from === undefined || to === undefined || from === to ? undefined : { name, namespace, from, to };
}

function imageOf({ spec }: StatefulSet): string | undefined {
  const containers = spec?.[0]?.template?.[0]?.spec?.[0]?.container ?? [];
  return containers.find(({ name }) => name === MYSQL_CONTAINER)?.image;
}
