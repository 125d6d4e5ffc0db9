import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { type ITerraformDependable, Lazy, type TerraformAsset, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { applyProgram } from "../shared/apply-program";
import { checkSettings } from "../shared/check-props";
import { Container, DockerNetwork, DockerVolume, SPEC_LABEL } from "../shared/container";
import { given } from "../shared/given";
import { literal } from "../shared/literal";
import { omit, pick } from "../shared/pick";
import { requireProps } from "../shared/props";
import type { ProviderProps } from "../shared/provider";
import { projectPath } from "../shared/read/project-path";
import { fromStackFolder } from "../shared/stack-path";
import type { TerraformData } from "../shared/terraform-data";
import { type ExternalNode, engineFor, type NodeEngine } from "./external-node";
import { ownPorts } from "./front-ports";
import { programRun } from "./program-run";
import { CADDY } from "./render/caddy";
import {
  ACME_ROOT,
  type Files,
  FOLDER,
  type FrontAction,
  type FrontDescription,
  type FrontDriver,
  HOSTS,
  KEYS,
  REDIRECTS,
} from "./render/driver";
import { openPorts, portsOf } from "./render/layout";
import { DRAIN_SECONDS } from "./render/presets";
import * as rules from "./schema";
import type { FrontSettings } from "./settings";

/** An engine that ended without a word counts containers that it finds as stopped by hand: `unless-stopped` lets them be. */
export const ALWAYS = "always";

/** The program gets them in one variable, for which Linux has 128 KiB. */
const MOST_TOLD = 120_000;

/** Settings of a {@link Front}. */
export interface FrontProps extends FrontSettings, ProviderProps {
  /** The names of its container, its network and its volumes begin with it. */
  readonly name: string;
  /** @default - the engine that DOCKER_HOST names, else this machine's, by the provider of the stack */
  readonly node?: ExternalNode;
  /** Whether the front of another node asks it, at the node's address. @default false */
  readonly isAsked?: boolean;
  /** Whether browsers reach it. @default true */
  readonly isPublic?: boolean;
  /** @default - Caddy */
  readonly driver?: FrontDriver;
}

interface Port {
  readonly internal: number;
  readonly ip: string;
}

/** A run of the program that changes a front. */
export interface FrontRun {
  readonly action: FrontAction;
  /** What it is told, beside how the front is reached; it runs again when that changes. */
  readonly told: object;
  /** Files of the project whose change makes it run again, by their paths in the front. @default - none */
  readonly keys?: Files;
  /** What else makes it run again. @default - nothing */
  readonly triggers?: Readonly<Record<string, string>>;
  /** @default - the front's configuration */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * The proxy of a node, with its routes and its certificates on volumes: it comes up again as it was. Services announce
 * themselves to it. No change of theirs replaces it.
 *
 * @example
 * const front = new Front(this, "Front", { name: "platform", image: "caddy:2.11", certificates: "none", httpPort: 8080 });
 */
export class Front extends Construct {
  readonly network: DockerNetwork;
  readonly container: Container;
  /** What is for all services. */
  readonly configuration: TerraformData;
  readonly description: FrontDescription;
  readonly driver: FrontDriver;
  readonly engine: NodeEngine;
  readonly frontName: string;
  private readonly program: TerraformAsset;
  private readonly routes: DockerVolume;
  private readonly keep = new Set<string>();
  private readonly hosts: Record<string, readonly string[]> = {};
  private readonly last: TerraformData;

  constructor(scope: Construct, id: string, props: FrontProps) {
    super(scope, id);
    requireProps(this, props);
    const known = omit(props, "node", "isAsked", "isPublic", "driver", "provider");
    checkSettings(this, known, { ...rules.front.shape, name: rules.name });
    const { name, driver = CADDY } = props;
    this.engine = engineFor(this, props);
    this.frontName = name;
    this.driver = driver;
    this.description = describe(props);
    this.program = applyProgram(this, "Program", "services", "front");
    this.network = new DockerNetwork(this, "Network", { name });
    this.routes = new DockerVolume(this, "Routes", { name: `${name}-routes`, removal: "allowed" });
    const ports = this.ports(props);
    ownPorts({ front: this, engine: this.engine, ports });
    this.container = this.makeContainer(props, ports);
    this.handOver(ports, Object.keys(props.secretEnvironment ?? {}).sort());
    this.configuration = this.run(this, "Configuration", {
      action: "configure",
      told: { files: driver.configuration(this.description), ...given({ redirects: this.redirects() }) },
      keys: this.acmeRoot(),
      after: [this.container.resource],
    });
    const keep = (engine: NodeEngine) =>
      Lazy.stringValue({
        produce: () =>
          this.told(engine, { keep: [...this.keep].sort(), hosts: this.hosts, drainSeconds: DRAIN_SECONDS }),
      });
    this.last = this.data(this, "Tidy", "tidy", keep, {}, [this.configuration]);
    const redirects = this.redirects();
    if (redirects !== undefined) {
      for (const path of [...Object.keys(redirects.files), `${HOSTS}/${REDIRECTS}`]) this.keep.add(path);
      this.hosts[REDIRECTS] = redirects.hosts;
    }
  }

  /** Names files that stay, and what must be done before those of others go. */
  register(files: Files | readonly string[], by: TerraformData): void {
    for (const path of Array.isArray(files) ? files : Object.keys(files)) this.keep.add(path);
    this.last.dependsOn = [...(this.last.dependsOn ?? []), `${by.terraformResourceType}.${by.friendlyUniqueId}`];
  }

  /** The same for the files of a route, and its hosts. */
  lead(service: string, hosts: readonly string[], files: readonly string[], by: TerraformData): void {
    this.hosts[service] = hosts;
    this.register([...files, `${HOSTS}/${service}`], by);
  }

  /** Has Terraform run the program. */
  run(scope: Construct, id: string, { action, told, keys = {}, triggers = {}, after }: FrontRun): TerraformData {
    const paths = Object.fromEntries(Object.entries(keys).map(([path, file]) => [path, this.fromStack(file)]));
    const hashes = Object.entries(keys).map(([path, file]) => [path, hashOf(file, scope)]);
    const asked = { ...told, ...(Object.keys(keys).length > 0 && { keys: paths }) };
    const text = (engine: NodeEngine) => this.told(engine, asked);
    const { length } = text(this.engine);
    if (length > MOST_TOLD) {
      throw new Error(
        `[${scope.node.path}] settings must be at most ${MOST_TOLD} characters for the proxy, got ${length}; shorten directives, redirects or the page`,
      );
    }
    const more = { ...Object.fromEntries(hashes), ...triggers };
    return this.data(scope, id, action, text, more, after ?? [this.configuration]);
  }

  private data(
    scope: Construct,
    id: string,
    action: FrontAction,
    text: (engine: NodeEngine) => string,
    triggers: Readonly<Record<string, string>>,
    dependsOn: readonly ITerraformDependable[],
  ): TerraformData {
    // With a volume that was deleted, and is created again, this is not known before: all routes are written again.
    const again = { routes: this.routes.resource.mountpoint, ...triggers };
    const { program, engine } = this;
    return programRun(scope, id, { program, action, engine, told: text, triggers: again, dependsOn });
  }

  private told(engine: NodeEngine, more: object): string {
    const { check, inFlight } = this.driver;
    const reload = this.driver.reload(this.description);
    const front = this.container.containerName;
    return literal(JSON.stringify({ engine, front, driver: { check, reload, inFlight }, ...more }));
  }

  /** What needs the container is made before an old one goes, and so Terraform makes the next one first: that wants its place. */
  private handOver(ports: readonly Port[], variables: readonly string[]): void {
    const { check, inFlight, close } = this.driver;
    const { spec, imageId: image } = this.container;
    const asked = {
      front: `${this.frontName}-front`,
      driver: { check, inFlight, ...given({ close }) },
      labels: Object.entries(labelsOf(this.frontName)).map((label) => label.join("=")),
      label: SPEC_LABEL,
      image,
      ports: ports.map(({ ip, internal }) => ({ ip, external: internal, internal })),
      drainSeconds: DRAIN_SECONDS,
      ...(variables.length > 0 && { variables }),
    };
    const text = (engine: NodeEngine) => literal(JSON.stringify({ engine, ...asked, spec }));
    const made = this.data(this, "Handover", "handover", text, {}, [this.network.resource]);
    const { resource } = this.container;
    resource.dependsOn = [...(resource.dependsOn ?? []), `${made.terraformResourceType}.${made.friendlyUniqueId}`];
  }

  private ports({ isPublic = true, isAsked = false, node, certificates, ...props }: FrontProps): Port[] {
    const { innerPort } = this.description;
    const ip = props.ip ?? (typeof certificates === "object" ? "0.0.0.0" : "127.0.0.1");
    const open = openPorts(this.description).map((internal) => ({ internal, ip }));
    const asked = [innerPort, innerPort + 1].map((internal) => ({ internal, ip: node?.address ?? "127.0.0.1" }));
    return [...(isPublic ? open : []), ...(isAsked ? asked : [])];
  }

  private makeContainer(props: FrontProps, ports: readonly Port[]): Container {
    const { name, image, removal = "refused", olderKernel = false } = props;
    const data = new DockerVolume(this, "Certificates", { name: `${name}-certificates`, removal });
    return new Container(this, "Container", {
      name: `${name}-front`,
      image,
      command: this.driver.command(this.description),
      healthCheck: { command: this.driver.healthCheck, intervalSeconds: 2, retries: 15 },
      network: [{ network: this.network }],
      restart: ALWAYS,
      mounts: [
        { volume: this.routes, path: FOLDER },
        { volume: data, path: "/data" },
      ],
      ports,
      // A connection that waits for its turn when the proxy is reloaded goes to the new listener.
      ...(olderKernel ? {} : { sysctls: { "net.ipv4.tcp_migrate_req": "1" } }),
      environment: { XDG_DATA_HOME: "/data", XDG_CONFIG_HOME: "/config" },
      labels: labelsOf(name),
      ...given(pick(props, "secretEnvironment")),
    });
  }

  private redirects() {
    const files = this.driver.redirects?.(this.description);
    return files && { hosts: Object.keys(this.description.redirects), files };
  }

  private acmeRoot(): Files {
    const { certificates } = this.description;
    const file = typeof certificates === "object" ? certificates.acme.caRootFile : undefined;
    return file === undefined ? {} : { [`${KEYS}/${ACME_ROOT}`]: file };
  }

  private fromStack(file: string): string {
    return fromStackFolder(TerraformStack.of(this), file);
  }
}

function labelsOf(name: string): Readonly<Record<string, string>> {
  return { "services.platform": name, "services.part": "front" };
}

function describe(props: FrontProps): FrontDescription {
  const { isAsked = false, redirects = {}, globalOptions = [], certificates } = props;
  return { ...portsOf(props), isAsked, redirects, globalOptions, certificates };
}

function hashOf(file: string, scope: Construct): string {
  const path = projectPath(file);
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw new Error(`[${scope.node.path}] ${file} must be a file, got none; a path begins at the project's folder`);
  }
  return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 32);
}
