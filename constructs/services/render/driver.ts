import type { AcmeSettings, Colour, Scheme } from "../settings";

/** The folder of a front's container in which its files are, on a volume. */
export const FOLDER = "/routes";

/** Below it, the folders for the files of services, which the proxy reads when it is reloaded. */
export const LOADED_FOLDERS = ["edge", "routes", "inner/0", "inner/1"] as const;

/** The folder of a front's container for keys and certificates, on a volume. */
export const KEYS = "/data/slipway";

/** There, the certificate that an authority's own server is known by. */
export const ACME_ROOT = "acme-root.pem";

/** What the program that changes a front does. */
export type FrontAction = "configure" | "handover" | "migrated" | "route" | "switch" | "tidy";

/** What stands in a probe for the name of the container that an upstream has. */
export const CONTAINER = "__CONTAINER__";

/** Below the front's folder, for each upstream a file with the name of the container that it has now. */
export const CURRENT = "current";

/** The name of that file. What speaks otherwise, or elsewhere, has another: until the route leads there, the old one counts. */
export function currentName(upstream: string, { scheme, port }: Pick<UpstreamDescription, "scheme" | "port">): string {
  return `${upstream}.${scheme}-${port}`;
}

/** Below the front's folder, for each pair a file with the colour that is live. */
export const LIVE = "live";

/** Below the front's folder, for each service a file with its hosts, a line for each. */
export const HOSTS = "hosts";

/** The folders whose files the proxy reads with each request. */
export const WORD_FOLDERS = [LIVE, CURRENT, HOSTS] as const;

/** All folders for the files of services. */
export const FOLDERS = [...LOADED_FOLDERS, ...WORD_FOLDERS] as const;

/** The name below {@link HOSTS} of what redirects; no service has it. */
export const REDIRECTS = "_redirects";

/** Texts by their paths below the front's folder. */
export type Files = Readonly<Record<string, string>>;

/** The exit code of a reload where the proxy that runs takes no orders any more: it is started again, with its new files. */
export const DEAF = 4;

/** A proxy as far as the switch must know it: another one than Caddy implements this. */
export interface FrontDriver {
  /** What runs in the front's container: it begins with the files that are on the volume, or else answers nothing yet. */
  readonly command: (front: FrontDescription) => readonly string[];
  /** A program that ends with 0 when the proxy runs. */
  readonly healthCheck: readonly string[];
  /** What is for all services; it may refer to the others by patterns alone. */
  readonly configuration: (front: FrontDescription) => Files;
  /** The hosts that lead elsewhere. @default - `configuration` has them: such a host cannot have been a service's before */
  readonly redirects?: (front: FrontDescription) => Files;
  /** How other fronts find an upstream here. Which container it has stands in its file below {@link CURRENT}. */
  readonly upstream: (upstream: UpstreamDescription) => Files;
  /** What the hosts of a service get. Which colour is live stands in its file below {@link LIVE}. */
  readonly route: (route: RouteDescription) => Files;
  /** Ends with 0 when a proxy could run with the files below the folder `$1`. For `sh`, as the next two. */
  readonly check: string;
  /**
   * Makes the proxy take its files, without an end for any request. What is below CURRENT and LIVE it reads with each request.
   * Ends with {@link DEAF} where the proxy does not answer the one who changes it.
   */
  readonly reload: (front: FrontDescription) => string;
  /**
   * Makes browsers open new connections for `$1` seconds, and ends when those that were idle are gone: the proxy is about to end, or stays
   * where that is broken off. For `sh`. @default - nothing
   */
  readonly close?: string;
  /** Makes `$1`, such as `h2c://docs:8000`, answer HTTP/1.1 at `http://127.0.0.1:$2`, until it is killed. For `sh`. @default - none may speak `h2c` */
  readonly bridge?: string;
  /**
   * Prints how many requests are on their way to `$1`, `host:port`, nothing when the proxy knows it no longer; without `$1`, to all that
   * there is.
   */
  readonly inFlight: string;
}

/** A request that the front sends. */
export interface Probe {
  readonly url: string;
  /** The host that it asks for. */
  readonly host: string;
  readonly service: string;
  /** gRPC's health service is asked about it. @default - a path is asked */
  readonly grpc?: string;
  /** Of the driver, where the front's programs cannot ask. @default - they can */
  readonly bridge?: string;
}

/** A front, with everything that was left out. */
export interface FrontDescription {
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Whether fronts of other nodes ask it, at the inner ports. */
  readonly isAsked: boolean;
  /** In the container: the first of the ports at which upstreams are found by the header {@link HEADER}, without TLS. */
  readonly innerPort: number;
  readonly certificates: { readonly acme: AcmeSettings } | "internal" | "none";
  readonly redirects: Readonly<Record<string, string>>;
  readonly globalOptions: readonly string[];
}

/** The header that names a service where one front asks another. */
export const HEADER = "Slipway-Service";

/** A container that gets requests. */
export interface UpstreamDescription {
  /** `nmpi-blue`, or `docs` of a service that is no pair. */
  readonly name: string;
  readonly service: string;
  /** 0: found at the inner port. 1: at the one after it. */
  readonly lane: 0 | 1;
  readonly port: number;
  readonly scheme: Scheme;
  readonly readTimeoutSeconds: number;
}

/** Where a colour, or a service that is no pair, is: an upstream of the same front, or one that another front has. */
export type Target = { readonly upstream: string; readonly lane: 0 | 1 } | { readonly address: string };

/** What the hosts of a service get. */
export interface RouteDescription {
  readonly service: string;
  readonly hosts: readonly string[];
  /** They get the colour that is not live. */
  readonly stagingHosts: readonly string[];
  readonly certificates: "acme" | "internal" | "none";
  /** Of a certificate for them in the front's folder: whether one is made by ACME beside it. @default - there is none */
  readonly certificate?: "later" | "now";
  /** One, or both colours. */
  readonly targets: { readonly only: Target } | Readonly<Record<Colour, Target>>;
  /** A share for the colour that is not live. @default - none */
  readonly canary?: { readonly percent: number; readonly sticky: "cookie" | "none" };
  readonly port: number;
  readonly scheme: Scheme;
  readonly readTimeoutSeconds: number;
  readonly maxBodyMiB?: number;
  readonly maintenance?: string;
  readonly directives: readonly string[];
}
