import type { EnginePlace } from "../../shared/render/docker-host";
import type { RolesDescription } from "./postgres-roles";

/** What the program of a server does. */
export type PostgresAction = "prepare" | "roles";

/** A server whose container is to be made. */
export interface ToldPrepare {
  readonly engine: EnginePlace;
  readonly container: string;
  readonly volume: string;
  readonly mount: string;
  readonly data: string;
  readonly passwords: string;
  /** Of the next one. */
  readonly image: string;
  readonly major: number;
  readonly stopSeconds: number;
  readonly platform: string;
  /** Its name in the file. */
  readonly server: string;
  /** The label by which the settings of a container are known, and what the next one has of it. */
  readonly label: string;
  readonly spec: string;
  /** Whether the file names its volume: a new one may be empty then. */
  readonly isNamed: boolean;
  /** Volumes of all servers of the file, by nodes. */
  readonly volumes: Readonly<Record<string, readonly string[]>>;
  readonly node: string;
  /** The engines of the other nodes, by their names: the data may be there. */
  readonly others: Readonly<Record<string, EnginePlace>>;
}

/** A server that runs, and whose roles and databases are to be as the file says. */
export interface ToldRoles extends RolesDescription {
  readonly engine: EnginePlace;
  readonly container: string;
  readonly passwords: string;
  /** How long its first start, or a recovery, may take. */
  readonly deadlineSeconds: number;
}

/** The variable of the program with the password of a role, by its place among them. */
export function secretName(index: number): string {
  return `SECRET_${index}`;
}
