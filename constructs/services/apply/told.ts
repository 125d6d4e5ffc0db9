import type { EnginePlace } from "../../shared/render/docker-host";
import type { Files, FrontDriver, Probe } from "../render/driver";

/** What Terraform tells the program of every change of a front. */
export interface Told {
  readonly engine: EnginePlace;
  /** The front's container. */
  readonly front: string;
  readonly driver: Pick<FrontDriver, "check" | "inFlight"> & { readonly reload: string };
}

/** What is for all services of a front. */
export interface ToldConfiguration extends Told {
  readonly files: Files;
  /** Hosts that lead elsewhere, with their files. */
  readonly redirects?: { readonly hosts: readonly string[]; readonly files: Files };
  /** Absolute paths in the front's container, and files of the project from the stack's folder. @default - none */
  readonly keys?: Readonly<Record<string, string>>;
}

/** A new container that is to get the requests of an upstream. */
export interface ToldSwitch extends Told {
  readonly upstream: string;
  /** Its file below CURRENT. */
  readonly current: string;
  readonly container: string;
  readonly files: Files;
  readonly health: Health;
  readonly drainSeconds: number;
  /** How the front itself asks: the container, and the upstream once it is switched. */
  readonly probes: { readonly container: Probe; readonly upstream?: Probe };
}

/** A service's hosts that are to get another upstream, or other limits. */
export interface ToldRoute extends Told {
  readonly route: string;
  /** Those of its staging too. */
  readonly hosts: readonly string[];
  readonly files: Files;
  /** What the proxy reads with each request: no reload. */
  readonly words: Files;
  /** The files below CURRENT that it reads from now on; the containers of others may end with this deployment. */
  readonly here: readonly string[];
  readonly drainSeconds: number;
  readonly keys?: Readonly<Record<string, string>>;
  readonly health: Health;
  /** What must be healthy before. @default - nothing: all get the page of the maintenance */
  readonly probe?: Probe & { readonly current?: string };
}

/** The end of every change: what no service has is taken away. */
export interface ToldTidy extends Told {
  /** So long requests may go on in containers of services that are gone. */
  readonly drainSeconds: number;
  /** The hosts of all services: it runs again when one of them changes. */
  readonly hosts: Readonly<Record<string, readonly string[]>>;
  /** Paths below the front's folder that stay; those of hosts that change hands are others then. */
  readonly keep: readonly string[];
}

/** A front that is changed: the old one is to end. */
export interface ToldHandover extends Omit<Told, "driver"> {
  readonly driver: Pick<FrontDriver, "check" | "inFlight" | "close">;
  /** What every front of the platform has: one is known by them under any name. */
  readonly labels: readonly string[];
  /** The label by which its settings are known, and what it has of the next one. */
  readonly label: string;
  readonly spec: string;
  /** The next one's, by its id on the engine. */
  readonly image: string;
  readonly ports: readonly { readonly ip: string; readonly external: number; readonly internal: number }[];
  /** Names of the next one's own variables. @default - it has none */
  readonly variables?: readonly string[];
  /** So long it waits for a moment without a request. */
  readonly drainSeconds: number;
}

/** A program that has run once. */
export interface ToldMigration extends Pick<Told, "engine"> {
  readonly container: string;
}

/** When something counts as healthy. */
export interface Health {
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly minHealthySeconds: number;
  readonly deadlineSeconds: number;
}
