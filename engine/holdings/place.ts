import type { Project } from "../project";
import { type PulledResource, pulledState } from "../pulled-state";
import type { DockerProvider } from "../stack-json";
import { volumeSizes } from "./volume-sizes";

/** Something that a plan takes away. */
export interface Gone {
  /** Terraform's own. */
  readonly address: string;
  readonly type: string;
  /** What it is called itself, where that is known. */
  readonly name?: string;
}

/** Where a stack's things are, and what it says of them; each question is asked once. */
export class Place {
  private readonly clients: { destroy(): void }[] = [];
  private readonly volumes = new Map<string, ReturnType<typeof volumeSizes>>();
  private pulled: Promise<PulledResource[]> | undefined;

  constructor(
    private readonly project: Project,
    private readonly stack: string,
    /** Of the stack's AWS provider. */
    readonly region: string,
    readonly environment: NodeJS.ProcessEnv,
  ) {}

  get folder(): string {
    return this.project.stackFolder(this.stack);
  }

  /** The stack's provider of a kind, by what one of its resources says: `docker.alias`, or nothing. */
  provider<Provider extends { readonly alias?: string }>(kind: string, named: unknown): Provider | undefined {
    const providers = (this.project.declared(this.stack).provider ?? {}) as Readonly<
      Record<string, readonly Provider[]>
    >;
    const all = providers[kind] ?? [];
    return (
      all.find(({ alias }) => (alias === undefined ? named === undefined : named === `${kind}.${alias}`)) ?? all[0]
    );
  }

  /** What the stack says of a resource. */
  declared({ type, address }: Gone): Readonly<Record<string, unknown>> {
    return this.project.declared(this.stack).resource?.[type]?.[address.slice(type.length + 1)] ?? {};
  }

  /** The address of the store that a provider reaches, where it is not Amazon's. */
  store(provider: unknown): string | undefined {
    return this.project.storeEndpoint(this.stack, provider);
  }

  state(): Promise<PulledResource[]> {
    this.pulled ??= pulledState(this.project, this.stack, this.environment);
    return this.pulled;
  }

  /** The bytes in the volumes of the engine that a provider reaches. */
  volumesOf(provider: DockerProvider): ReturnType<typeof volumeSizes> {
    const engine = provider.host ?? "";
    const sizes = this.volumes.get(engine) ?? volumeSizes(provider, this.folder, this.environment);
    this.volumes.set(engine, sizes);
    return sizes;
  }

  /** A client that ends with the place. */
  kept<Client extends { destroy(): void }>(client: Client): Client {
    this.clients.push(client);
    return client;
  }

  end(): void {
    for (const client of this.clients) client.destroy();
  }
}
