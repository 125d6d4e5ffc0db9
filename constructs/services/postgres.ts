import { Fn, type ITerraformDependable, type TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { applyProgram } from "../shared/apply-program";
import { checkSettings } from "../shared/check-props";
import { Container, DockerNetwork, SPEC_LABEL } from "../shared/container";
import { secretVariable } from "../shared/container/secret-variable";
import { given } from "../shared/given";
import { literal } from "../shared/literal";
import { omit } from "../shared/pick";
import { requireProps } from "../shared/props";
import type { ProviderProps } from "../shared/provider";
import type { EnginePlace } from "../shared/render/docker-host";
import type { TerraformData } from "../shared/terraform-data";
import { type ExternalNode, engineFor, type NodeEngine } from "./external-node";
import { ALWAYS } from "./front";
import { postgresServerProblems } from "./postgres-problems";
import { postgres as rules } from "./postgres-schema";
import type { PostgresSettings } from "./postgres-settings";
import { programRun } from "./program-run";
import {
  majorOf,
  POSTGRES_LABEL,
  POSTGRES_PORT,
  type PostgresNames,
  postgresNames,
  SUPERUSER,
  stopSeconds,
} from "./render/postgres";
import type { RolesDescription, ToldRole } from "./render/postgres-roles";
import { type PostgresAction, secretName } from "./render/postgres-told";
import { name as nameRule } from "./schema";

/** A first start and a recovery after a crash take their time. */
const DEADLINE_SECONDS = 600;

/** Settings of a {@link Postgres}. */
export interface PostgresProps extends Omit<PostgresSettings, "node" | "sharesNode" | "backup">, ProviderProps {
  /** The container's name, at which other containers of its network reach it; its volume begins with it. */
  readonly name: string;
  /** The platform's name and the server's in its file, by which commands find it. @default - `name` for both */
  readonly labels?: { readonly platform: string; readonly server: string };
  /** @default - one of its own, called as the container is */
  readonly network?: DockerNetwork;
  /** @default - the engine that DOCKER_HOST names, else this machine's, by the provider of the stack */
  readonly node?: ExternalNode;
  /** Whether containers on other nodes reach it, at the node's address. @default false */
  readonly isAsked?: boolean;
  /** Where else its data may be, and which volumes have a server in the file: a new volume is refused while one has none. @default - nowhere */
  readonly places?: PostgresPlaces;
}

/** The nodes of a platform, as far as its servers are concerned. */
export interface PostgresPlaces {
  readonly here: string;
  /** The volumes of all servers, by nodes. */
  readonly volumes: Readonly<Record<string, readonly string[]>>;
  /** The engines of the other nodes, by their names. */
  readonly others: Readonly<Record<string, EnginePlace>>;
}

/**
 * A PostgreSQL server in one container. Its volume is no resource of Terraform: it outlives the container, the stack and the file. A changed
 * container replaces the old one only after that has stopped in order; what would start it on other data is refused before.
 *
 * @example
 * new Postgres(this, "Db", {
 *   name: "lab-db", image: "postgres:17.6", memoryMiB: 512,
 *   roles: { nmpi: { password: { variable: "nmpi_database_password" } } },
 *   databases: { nmpi: { owner: "nmpi" } },
 * });
 */
export class Postgres extends Construct {
  readonly container: Container;
  readonly network: DockerNetwork;
  /** Done once the server answers, with its roles and databases. */
  readonly ready: TerraformData;
  /** At which containers of its network reach it. */
  readonly host: string;
  /** The same for those on other nodes: its node's address. Absent where none reaches it. */
  readonly remoteHost?: string;
  /** In its network. */
  readonly port = POSTGRES_PORT;
  /** At the node's address. */
  readonly remotePort: number;
  readonly volumeName: string;
  private readonly engine: NodeEngine;
  private readonly program: TerraformAsset;

  constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    requireProps(this, props);
    const known = omit(props, "labels", "network", "node", "isAsked", "places", "provider");
    checkSettings(this, known, { ...omit(rules.shape, "node", "sharesNode", "backup"), name: nameRule }, (all) =>
      postgresServerProblems({ path: "", settings: { ...all } }),
    );
    const { name, node, isAsked = false, port = POSTGRES_PORT } = props;
    const names = postgresNames(name, props);
    this.engine = engineFor(this, props);
    this.volumeName = names.volume;
    this.host = names.container;
    this.remotePort = port;
    if (isAsked && node?.address !== undefined) this.remoteHost = node.address;
    this.program = applyProgram(this, "Program", "services", "postgres");
    this.network = props.network ?? new DockerNetwork(this, "Network", { name });
    this.container = this.makeContainer(props, names);
    this.prepare(props, names);
    this.ready = this.roles(props, names);
  }

  private makeContainer(props: PostgresProps, { container: name, ...names }: PostgresNames): Container {
    const { image, memoryMiB, cpus, settings = {} } = props;
    const { platform, server } = labelsOf(props);
    const quarter = memoryMiB === undefined ? {} : { shared_buffers: `${Math.floor(memoryMiB / 4)}MB` };
    const parameters = Object.entries({ ...quarter, ...settings }).sort(([a], [b]) => (a < b ? -1 : 1));
    return new Container(this, "Container", {
      name,
      image,
      command: ["postgres", ...parameters.flatMap(([key, value]) => ["-c", `${key}=${value}`])],
      environment: {
        PGDATA: names.data,
        POSTGRES_PASSWORD_FILE: `${names.passwords}/${SUPERUSER}`,
        POSTGRES_INITDB_ARGS: "--data-checksums",
      },
      // A server that is being made answers at its socket alone.
      healthCheck: { command: ["sh", "-c", HEALTHY], intervalSeconds: 2, timeoutSeconds: 5, retries: 5 },
      // Its first start may take longer: the program waits.
      wait: "started",
      network: [{ network: this.network }],
      ...(this.remoteHost !== undefined && {
        ports: [{ internal: POSTGRES_PORT, external: this.remotePort, ip: this.remoteHost }],
      }),
      mounts: [{ source: names.volume, path: names.mount }],
      restart: ALWAYS,
      // Sessions are ended, and what is in memory is written.
      stopSignal: "SIGINT",
      stopGraceSeconds: stopSeconds(props),
      // Parallel queries share their memory there.
      shmSizeMiB: Math.max(64, Math.floor((memoryMiB ?? 1024) / 4)),
      ...given({ memoryMiB, cpus }),
      labels: { "services.platform": platform, "services.part": "postgres", [POSTGRES_LABEL]: server },
    });
  }

  /** What needs the container is made before an old one goes, so Terraform makes the next one first: the old one makes way here. */
  private prepare(props: PostgresProps, names: PostgresNames): void {
    const { platform, server } = labelsOf(props);
    const { here = "local", volumes = {}, others = {} } = props.places ?? {};
    const { spec, imageId: image } = this.container;
    const told = {
      ...names,
      image,
      major: majorOf(props.image),
      stopSeconds: stopSeconds(props),
      ...{ platform, server, label: SPEC_LABEL, spec },
      isNamed: props.volume !== undefined,
      node: here,
    };
    const places = { volumes: { [here]: [names.volume], ...volumes }, others };
    // Where else its data could be is no reason to look again.
    const made = this.run("Prepare", "prepare", { ...told, ...places }, told, [this.network.resource]);
    const { resource } = this.container;
    resource.dependsOn = [...(resource.dependsOn ?? []), `${made.terraformResourceType}.${made.friendlyUniqueId}`];
  }

  private roles(props: PostgresProps, { container, passwords }: PostgresNames): TerraformData {
    const { password, roles = {}, databases = {} } = props;
    const all = Object.entries({ [SUPERUSER]: given({ password }), ...roles }).sort(([a], [b]) => (a < b ? -1 : 1));
    const told: RolesDescription = {
      roles: all.map(([name, role]): ToldRole => ({ name, isGiven: role.password !== undefined })),
      databases: Object.entries(databases)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, { owner, extensions = [] }]) => ({ name, owner, extensions: [...extensions] })),
    };
    const values = all.flatMap(([, role], index) =>
      role.password === undefined ? [] : [[secretName(index), secretVariable(this, role.password.variable)] as const],
    );
    const asked = { container, passwords, deadlineSeconds: DEADLINE_SECONDS, ...told };
    const hashes = values.map(([name, value]) => [name, Fn.sha256(value)] as const);
    const triggers = { container: this.container.containerId, ...Object.fromEntries(hashes) };
    return this.run("Roles", "roles", asked, asked, [this.container.resource], {
      triggers,
      secrets: Object.fromEntries(values),
    });
  }

  private run(
    id: string,
    action: PostgresAction,
    told: object,
    seen: object,
    dependsOn: readonly ITerraformDependable[],
    {
      triggers = {},
      secrets = {},
    }: { readonly triggers?: Record<string, string>; readonly secrets?: Record<string, string> } = {},
  ): TerraformData {
    const text = (more: object) => (engine: EnginePlace) => literal(JSON.stringify({ engine, ...more }));
    const { program, engine } = this;
    return programRun(this, id, {
      ...{ program, action, engine, told: text(told), seen: text(seen) },
      ...{ triggers, secrets, dependsOn },
    });
  }
}

/** A query of the server's own, once it also listens for others. */
const HEALTHY = `pg_isready -q -h 127.0.0.1 && [ "$(psql -X -U ${SUPERUSER} -d postgres -Atqc 'select 1')" = 1 ]`;

function labelsOf({ labels, name }: PostgresProps) {
  return labels ?? { platform: name, server: name };
}
