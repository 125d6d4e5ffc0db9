import { relative, resolve } from "node:path";
import { agent as rules } from "../../../constructs/observatory/agent-schema";
import { SITE_VARIABLES } from "../../../constructs/observatory/render/arguments";
import type { AgentSettings } from "../../../constructs/observatory/schema";
import { secretProblems } from "../../../constructs/shared/container/secrets";
import { problemsOf } from "../../../constructs/shared/rules";
import { shown } from "../../../constructs/shared/shown";
import { itemsOf, partAt } from "../../import/yaml-parts";
import type { AgentCommand } from "./command";
import { pairsOf, type Service, settled, sourceOf } from "./compose";
import { devicesOf, mountsOf } from "./mounts";
import { isOfGpus, resourcesOf } from "./resources";

type Settings = Partial<AgentSettings>;

/** What is taken over, follows from the site, or is slipway's own. */
const READ = [
  ...["image", "build", "hostname", "network_mode", "volumes", "devices", "environment", "user", "command"],
  ...["cap_add", "cap_drop", "group_add", "extra_hosts", "container_name", "restart", "depends_on", "networks"],
  ...["init", "stdin_open", "tty", "expose", "pull_policy"],
  ...[
    "ports",
    "privileged",
    "runtime",
    "shm_size",
    "mem_limit",
    "cpus",
    "stop_grace_period",
    "tmpfs",
    "ulimits",
    "labels",
    "gpus",
  ],
];

/** Where else it can be said. */
const ADVICE: Readonly<Record<string, string>> = {
  entrypoint: "slipway leaves the image's own",
  env_file: "write its variables in environment, and secrets in a file of the host for secrets",
  healthcheck: "an agent is healthy when it answers on the bus",
  logging: "the engine keeps five files of 10 MB, or sends them to monitoring.loki",
  stop_signal: "an agent ends by SIGTERM",
  secrets: "name their files on the Docker host in secrets",
};

/** What a service says of its agent's container. `project` is the folder that paths are written from. */
export function containerSettings(service: Service, command: AgentCommand, project: string): Settings {
  tellUnread(service, ADVICE);
  return said({
    image: imageOf(service, project),
    script: command.script,
    network: networkOf(service),
    logLevel: logLevelOf(service),
    crossbarTimeoutSeconds: timeoutOf(service, command),
    environment: environmentOf(service),
    ...commonSettings(service),
  });
}

/** Reports the keys of a service that are neither copied nor derived from the site. */
export function tellUnread({ settings, name, tell }: Service, advice: Readonly<Record<string, string>>): void {
  for (const { key, value } of settings.entries) {
    if (READ.includes(key.source) || (key.source === "deploy" && isOfGpus(value))) continue;
    const why = advice[key.source] ?? "see whether the agent needs it";
    if (why !== "") tell(key.line, `service ${shown(name)} has ${key.source}, which is not taken over; ${why}`);
  }
}

/** The settings of any container, except its program and its variables. */
export function commonSettings(service: Service) {
  const { settings } = service;
  const user = settled(sourceOf(settings, "user"));
  const add = wordsIn(service, "cap_add");
  const drop = wordsIn(service, "cap_drop");
  return {
    mounts: mountsOf(service),
    devices: devicesOf(service),
    capabilities: said({ add, drop }),
    groups: wordsIn(service, "group_add"),
    extraHosts: Object.fromEntries(
      pairsOf(partAt(settings, "extra_hosts"), /[=:]/).flatMap(([host, ip]) => (ip === undefined ? [] : [[host, ip]])),
    ),
    user,
    ...resourcesOf(service),
  };
}

/** Settings without those of which nothing is said. */
export function said<T extends object>(settings: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> {
  const isSaid = (value: unknown) =>
    value !== undefined && !(typeof value === "object" && Object.keys(Object(value)).length === 0);
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => isSaid(value))) as Partial<T>;
}

function imageOf(service: Service, project: string): Settings["image"] {
  const { settings, image, name, line, tell, folder } = service;
  const build = partAt(settings, "build");
  if (build === undefined) {
    if (image === undefined) {
      tell(
        line,
        `service ${shown(name)} has no image that can be taken over; its agent gets images.ocs: write image if it is another`,
      );
    }
    return image;
  }
  const context = build.kind === "map" ? sourceOf(build, "context") : build.kind === "word" ? build.source : undefined;
  if (build.kind === "map") {
    for (const { key } of build.entries.filter((entry) => entry.key.source !== "context")) {
      tell(
        key.line,
        `service ${shown(name)} has build.${key.source}, which is not taken over; the Dockerfile of the folder is built`,
      );
    }
  }
  return { build: relative(project, resolve(folder, context ?? ".")).replaceAll("\\", "/") || "." };
}

export function networkOf({ settings, name, line, tell }: Service): "host" | undefined {
  const network = sourceOf(settings, "network_mode");
  if (network === "host") return network;
  if (network !== undefined && network !== "bridge") {
    tell(
      partAt(settings, "network_mode")?.line ?? line,
      `service ${shown(name)} has the network ${shown(network)}, which is not taken over; its container is in the site's`,
    );
  }
  return undefined;
}

function logLevelOf({ environment, name, tell }: Service): AgentSettings["logLevel"] {
  const found = environment.get("LOGLEVEL");
  if (found?.value === undefined) return undefined;
  const [problem] = problemsOf(rules.shape.logLevel, found.value);
  if (problem === undefined) return found.value as AgentSettings["logLevel"];
  tell(found.line, `service ${shown(name)}: LOGLEVEL ${problem.message}`);
  return undefined;
}

function timeoutOf({ environment, name, line, tell }: Service, command: AgentCommand): number | undefined {
  const found = environment.get("CROSSBAR_TIMEOUT");
  const text = command.crossbarTimeout ?? found?.value;
  if (text === undefined) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : text;
  const [problem] = problemsOf(rules.shape.crossbarTimeoutSeconds, seconds);
  if (problem === undefined) return Number(seconds);
  tell(found?.line ?? line, `service ${shown(name)}: CROSSBAR_TIMEOUT ${problem.message}`);
  return undefined;
}

/** A container's own variables, without secrets. `taken` are those derived from the site. */
export function environmentOf(
  { environment, name, tell }: Service,
  taken: ReadonlyMap<string, string> = SITE_VARIABLES,
): Record<string, string> {
  const plain = environment.get("INFLUXDB_PASSWORD");
  if (plain !== undefined && environment.has("INFLUXDB_PASSWORD_FILE")) {
    tell(
      plain.line,
      `service ${shown(name)} has INFLUXDB_PASSWORD, which goes before INFLUXDB_PASSWORD_FILE; take it out, the file is the better place`,
    );
  }
  for (const [variable, { line, value }] of environment) {
    const advice = taken.get(variable);
    if (advice === undefined || value !== undefined || variable === "OCS_CONFIG_DIR") continue;
    tell(
      line,
      `service ${shown(name)}: ${variable} has its value from the shell, and is left out; ${advice} if it is another`,
    );
  }
  const own = [...environment].filter(([variable]) => !taken.has(variable));
  return Object.fromEntries(
    own.flatMap(([variable, { line, value }]) => {
      if (value !== undefined && secretProblems({ environment: { [variable]: value } }).length === 0) {
        return [[variable, value]];
      }
      const why =
        value === undefined
          ? "has its value from the shell, and is left out; write it in environment, or in secretEnvironment"
          : "is a secret, and is not copied; put it into a file on the Docker host, for secrets, or into a variable of Terraform, for secretEnvironment";
      tell(line, `service ${shown(name)}: ${variable} ${why}`);
      return [];
    }),
  );
}

function wordsIn({ settings }: Service, key: string): string[] {
  return itemsOf(partAt(settings, key)).flatMap((item) => (item.kind === "word" ? [item.source] : []));
}
