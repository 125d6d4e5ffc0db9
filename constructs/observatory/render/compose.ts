import { lazy } from "../../shared/lazy";
import type { AgentSettings, HelperSettings, HostSettings, SiteImage, SiteSettings } from "../settings";
import { accessFile } from "./access-file";
import { ACCESS_FILE, CONFIG_FOLDER, DATA_FOLDER } from "./arguments";
import { helperService } from "./compose-helpers";
import { dockerSettings, externalNetworks, ownVolumes } from "./compose-settings";
import { crossbarConfig } from "./crossbar-config";
import { baseOf, dockerfile, imageWord } from "./dockerfile";
import { crossbarCheck } from "./health";
import {
  CROSSBAR,
  containerAgents,
  crossbarNode,
  hostHelpers,
  hubFor,
  hubOfHost,
  inUrl,
  madeCrossbar,
  nodeNames,
  nodeOfHost,
  nodeOfPart,
} from "./layout";
import { agentFile, siteFile, siteYaml } from "./site-file";

const yaml = lazy<typeof import("yaml")>(() => require("yaml"));

/** What compose files are made with. */
export interface ComposeOptions {
  /** Whether images of folders get build blocks. */
  readonly build: boolean;
  /** The project's folder, from the folder of the files. */
  readonly toProject: string;
  /** The text of a file of the project; nothing when there is none. */
  readonly read: (path: string) => string | undefined;
}

type Service = Readonly<Record<string, unknown>>;

const CLIENT = "client";
const USER = "9000:9000";

/**
 * The files with which a HostManager, or `docker compose` alone, runs a site: the site configuration, the router's, and a
 * compose file for each Docker host. Services are named `ocs-<instance-id>`, as a HostManager wants them.
 *
 * @see https://ocs.readthedocs.io/en/main/agents/host_manager.html
 */
export function composeFiles(site: SiteSettings, options: ComposeOptions): Readonly<Record<string, string>> {
  const nodes = nodeNames(site);
  const made = madeCrossbar(site);
  const compose = nodes.map((node) => {
    const name = nodes.length === 1 ? "docker-compose.yaml" : `docker-compose-${node}.yaml`;
    return [name, composeFile(site, node, options)] as const;
  });
  const access = containerAgents(site).flatMap(({ agent }) =>
    agent.access !== undefined && "passwords" in agent.access
      ? [[accessName(agent), accessFile(agent.access.passwords)] as const]
      : [],
  );
  return {
    "default.yaml": siteYaml(siteFile(site, "hostmanager"), `Site configuration of ${site.name}.`),
    ...(made && {
      "crossbar.json": `${JSON.stringify(crossbarConfig(hubFor(site, "outside"), made.port), null, 2)}\n`,
    }),
    ...(site.client && {
      "client.yaml": siteYaml(
        agentFile(hubFor(site, { container: nodeOfPart(site, site.client) }), { hostname: CLIENT }),
        `How clients reach ${site.name}.`,
      ),
    }),
    ...Object.fromEntries(access),
    ...Object.fromEntries(compose),
  };
}

function composeFile(site: SiteSettings, node: string, options: ComposeOptions): string {
  const agents = containerAgents(site).filter(({ host }) => nodeOfHost(site, host) === node);
  const helpers = hostHelpers(site).flatMap(({ host, helper }) => (nodeOfHost(site, host) === node ? [helper] : []));
  const here = crossbarNode(site) === node;
  const services = agents.flatMap(({ host, agent }) => agentServices(site, host, agent, here, options));
  const bases = basesOf(
    agents.map(({ agent }) => agent),
    site,
    options,
  );
  const all = [
    ...(here ? [[CROSSBAR, routerService(site)] as const] : []),
    ...helpers.map((helper) => [helper.name, helperService(helper)] as const),
    ...basesFirst(services, bases),
    ...(site.client !== undefined && nodeOfPart(site, site.client) === node
      ? [[CLIENT, clientService(site, here)] as const]
      : []),
  ];
  const volumes = agents.filter(({ agent }) => volumeOf(agent) !== undefined);
  const networks = externalNetworks([...agents.map(({ agent }) => agent), ...helpers]);
  const file = {
    name: site.name,
    services: Object.fromEntries(all),
    ...(Object.keys(networks).length > 0 && { networks }),
    ...(volumes.length > 0 && {
      volumes: Object.fromEntries(volumes.map(({ agent }) => [volumeOf(agent), {}])),
    }),
  };
  const hosts = [...new Set(agents.map(({ host }) => host.hostname))];
  const managers = hosts.map((host) => `# With a HostManager: --docker-compose <this file> --site-host ${host}\n`);
  return `# The containers of ${site.name}. With Docker Compose alone: docker compose up -d\n${managers.join("")}${yaml.stringify(escaped(file), { lineWidth: 0, version: "1.1" })}`;
}

function routerService(site: SiteSettings): Service {
  const { port, ip } = madeCrossbar(site) as { readonly port: number; readonly ip: string };
  return {
    image: reference(site.images.crossbar as SiteImage),
    restart: "unless-stopped",
    entrypoint: ["crossbar"],
    command: ["start", "--cbdir", "/node/.crossbar"],
    ports: [`${inUrl(ip)}:${port}:${port}`],
    volumes: ["./crossbar.json:/node/.crossbar/config.json:ro"],
    healthcheck: { test: ["CMD", ...crossbarCheck(port)], interval: "5s", timeout: "5s", start_period: "60s" },
  };
}

function clientService(site: SiteSettings, hasRouter: boolean): Service {
  return {
    image: reference(site.images.ocs),
    hostname: CLIENT,
    restart: "unless-stopped",
    entrypoint: ["sleep"],
    command: ["infinity"],
    environment: { OCS_CONFIG_DIR: CONFIG_FOLDER },
    volumes: [`./client.yaml:${CONFIG_FOLDER}/default.yaml:ro`],
    stop_grace_period: "1s",
    ...dependencies(hasRouter, undefined),
  };
}

function agentServices(
  site: SiteSettings,
  host: HostSettings,
  agent: AgentSettings,
  hasRouter: boolean,
  options: ComposeOptions,
): [string, Service][] {
  const name = `ocs-${agent.instanceId}`;
  const image = imageOf(site, agent, options);
  const volume = volumeOf(agent);
  const owner = `${agent.instanceId}-data-owner`;
  const hub = hubOfHost(site, host, agent.network);
  const isHost = agent.network === "host";
  const service = {
    ...image,
    hostname: host.hostname,
    restart: "unless-stopped",
    ...(isHost ? { network_mode: "host" } : {}),
    ...(agent.user !== undefined || volume !== undefined || agent.agentClass === "RegistryAgent"
      ? { user: agent.user ?? USER }
      : {}),
    ...(agent.script && { command: ["--agent", agent.script.path, "--entrypoint", agent.script.entrypoint ?? "main"] }),
    environment: {
      ...agent.environment,
      INSTANCE_ID: agent.instanceId,
      SITE_HOST: host.hostname,
      ...(isHost ? { SITE_HUB: hub.wampServer, SITE_HTTP: hub.wampHttp } : {}),
      LOGLEVEL: agent.logLevel ?? "info",
      ...(agent.crossbarTimeoutSeconds !== undefined && { CROSSBAR_TIMEOUT: String(agent.crossbarTimeoutSeconds) }),
    },
    volumes: volumesOf(agent),
    ...dockerSettings(agent),
    ...dependencies(hasRouter && !isHost, volume === undefined ? undefined : owner, host.helpers),
  };
  if (volume === undefined) return [[name, service]];
  const owning = { ...image, user: "0:0", network_mode: "none", entrypoint: ["chown", USER, DATA_FOLDER] };
  return [
    [owner, { ...owning, volumes: [`${volume}:${DATA_FOLDER}`] }],
    [name, service],
  ];
}

function dependencies(hasRouter: boolean, owner: string | undefined, helpers: readonly HelperSettings[] = []): Service {
  const all = {
    ...Object.fromEntries(helpers.map(({ name }) => [name, { condition: "service_started" }])),
    ...(hasRouter && { [CROSSBAR]: { condition: "service_healthy" } }),
    ...(owner !== undefined && { [owner]: { condition: "service_completed_successfully" } }),
  };
  return Object.keys(all).length === 0 ? {} : { depends_on: all };
}

function volumesOf(agent: AgentSettings): string[] {
  const { access, data } = agent;
  const volume = volumeOf(agent);
  return [
    `./default.yaml:${CONFIG_FOLDER}/default.yaml:ro`,
    ...(access === undefined
      ? []
      : [`${"hostFile" in access ? access.hostFile : `./${accessName(agent)}`}:${ACCESS_FILE}:ro`]),
    ...(volume === undefined ? [] : [`${volume}:${DATA_FOLDER}`]),
    ...(data !== undefined && "hostPath" in data ? [`${data.hostPath}:${DATA_FOLDER}`] : []),
    ...ownVolumes(agent),
  ];
}

/** The volume of an aggregator whose data are in one. */
function volumeOf({ agentClass, instanceId, data }: AgentSettings): string | undefined {
  if (agentClass !== "AggregatorAgent" || (data !== undefined && "hostPath" in data)) return undefined;
  return `${instanceId}-data`;
}

function accessName({ instanceId }: AgentSettings): string {
  return `access-${instanceId}.yaml`;
}

function imageOf(site: SiteSettings, { instanceId, image, script }: AgentSettings, options: ComposeOptions): Service {
  if (image === undefined) return { image: reference(site.images.ocs) };
  if (typeof image === "string" || !("build" in image)) return { image: reference(image) };
  const name = builtName(site, image.build);
  if (!options.build) {
    throw new Error(`agent "${instanceId}" is built from ${image.build}, which a compose file must say; add --build`);
  }
  const context = /^~?\//.test(image.build) ? image.build : `${options.toProject}/${image.build}`;
  if (options.read(`${image.build}/Dockerfile`) !== undefined) return { image: name, build: { context } };
  if (script === undefined) {
    throw new Error(`agent "${instanceId}": ${image.build} must have a Dockerfile, got none; add one, or say script`);
  }
  const base = reference(image.base ?? site.images.ocs);
  const requirements = options.read(`${image.build}/requirements.txt`) !== undefined;
  const folder = image.build.slice(image.build.lastIndexOf("/") + 1);
  return { image: name, build: { context, dockerfile_inline: dockerfile({ base, folder, script, requirements }) } };
}

/** An image that others are built on is built before them. */
function basesFirst(services: readonly [string, Service][], bases: ReadonlyMap<string, string>): [string, Service][] {
  const below = ({ image }: Service) =>
    services.find(([, other]) => other.build && other.image === bases.get(`${image}`));
  const depth = (service: Service, above: readonly Service[] = []): number => {
    const base = service.build === undefined || above.includes(service) ? undefined : below(service);
    return base === undefined ? 0 : 1 + depth(base[1], [...above, service]);
  };
  const sorted = [...services].sort(([, a], [, b]) => depth(a) - depth(b));
  return sorted.map(([name, service]) => {
    const base = service.build === undefined ? undefined : below(service)?.[0];
    const needed = base !== undefined && base !== name ? { [base]: { condition: "service_started" } } : {};
    const all = { ...(service.depends_on as object), ...needed };
    return [name, Object.keys(all).length === 0 ? service : { ...service, depends_on: all }];
  });
}

/** What the images that are built here are built on, by their names. */
function basesOf(agents: readonly AgentSettings[], site: SiteSettings, { read }: ComposeOptions): Map<string, string> {
  const built = agents.flatMap(({ image }) => (typeof image === "object" && "build" in image ? [image] : []));
  return new Map(
    built.flatMap(({ build, base = site.images.ocs }): [string, string][] => {
      const own = read(`${build}/Dockerfile`);
      const found = own === undefined ? reference(base) : baseOf(own);
      return found === undefined ? [] : [[builtName(site, build), found]];
    }),
  );
}

function builtName(site: SiteSettings, folder: string): string {
  return `${site.name}-${imageWord(folder)}`;
}

/** A dollar is the beginning of a variable for compose. */
function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("$", "$$$$");
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, escaped(part)]));
}

function reference(image: SiteImage): string {
  return typeof image === "string" ? image : image.local;
}
