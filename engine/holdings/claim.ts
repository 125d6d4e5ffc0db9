import { COUNT_ROWS, rowsText } from "./database-rows";
import type { Holder, Holding } from "./holding";
import { type KubernetesProvider, kubectl } from "./kubectl";
import type { Place } from "./place";

/** The container of a database's server: `constructs/pipelines/database/server.ts`. */
const SERVER = "mysql";

/** Claims and pods as the cluster tells of them; only what is read here. */
interface ClaimJson {
  readonly status?: { readonly phase?: string; readonly capacity?: { readonly storage?: string } };
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: {
      readonly containers: readonly { readonly name: string }[];
      readonly volumes?: readonly { readonly persistentVolumeClaim?: { readonly claimName: string } }[];
    };
    readonly status?: { readonly phase?: string };
  }[];
}

/**
 * A claim of Kubernetes with its volume, and the rows of the database in it. What may go with its stack has
 * `removal: "allowed"` in the file, which has said it: it is in no way.
 */
export class Claim implements Holder {
  constructor(
    private readonly address: string,
    private readonly place: Place,
  ) {}

  async holding(): Promise<Holding | undefined> {
    const { name, namespace } = await this.metadata();
    if (name === undefined) return undefined;
    const inNamespace = ["--namespace", namespace];
    const found = await this.ask([...inNamespace, "get", "pvc", name, "--ignore-not-found", "--output=json"]);
    if (found.trim() === "") return undefined;
    const { status } = JSON.parse(found) as ClaimJson;
    // Nothing has used it yet.
    if (status?.phase === "Pending") return undefined;
    const { address } = this;
    const volume = `a volume of ${status?.capacity?.storage ?? "unknown size"}`;
    return { address, name, holds: `${volume}${await this.contents(name, inNamespace)}`, isInTheWay: false };
  }

  /** What a database has in it, where there is one. */
  private async contents(claim: string, inNamespace: readonly string[]): Promise<string> {
    try {
      const { items } = JSON.parse(await this.ask([...inNamespace, "get", "pods", "--output=json"])) as PodList;
      const server = items.find(
        ({ spec }) =>
          spec.volumes?.some(({ persistentVolumeClaim: volume }) => volume?.claimName === claim) &&
          spec.containers.some(({ name }) => name === SERVER),
      );
      if (server === undefined) return "";
      const exec = [...inNamespace, "exec", server.metadata.name, `--container=${SERVER}`, "--", ...COUNT_ROWS];
      return `: ${rowsText(await this.ask(exec))}`;
    } catch (error) {
      return `; its databases could not be looked at: ${(error as Error).message}`;
    }
  }

  private async metadata(): Promise<{ readonly name?: string; readonly namespace: string }> {
    const found = (await this.place.state()).find(({ address }) => address === this.address);
    const [metadata] = (found?.attributes.metadata ?? []) as readonly { name?: string; namespace?: string }[];
    return { namespace: "default", ...metadata };
  }

  private async ask(words: readonly string[]): Promise<string> {
    const { provider: named } = this.place.declared({ address: this.address, type: this.address.replace(/\..*/, "") });
    const provider = this.place.provider<KubernetesProvider>("kubernetes", named) ?? {};
    return kubectl(provider, this.place.folder, this.place.environment, words);
  }
}
