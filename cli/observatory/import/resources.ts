import { isIP } from "node:net";
import type { AgentContainerSettings, AgentSettings } from "../../../constructs/observatory/schema";
import { secretProblems } from "../../../constructs/shared/container/secrets";
import { shown } from "../../../constructs/shared/shown";
import { itemsOf, type Part, partAt, wordOf } from "../../import/yaml-parts";
import { pairsOf, type Service, settled, sourceOf } from "./compose";

type Settings = Partial<AgentContainerSettings & Pick<AgentSettings, "networks">>;
type Port = NonNullable<Settings["ports"]>[number];

/** What a service of a compose file says of ports, limits and rights, in our words. What cannot be read is told. */
export function resourcesOf(service: Service): { readonly [K in keyof Settings]?: Settings[K] | undefined } {
  const { settings } = service;
  return {
    ports: portsOf(service),
    gpus: gpusOf(service),
    privileged: wordOf(settings, "privileged")?.text === "True" ? true : undefined,
    runtime: settled(sourceOf(settings, "runtime")),
    shmSizeMiB: read(service, "shm_size", mebibytes),
    memoryMiB: read(service, "mem_limit", mebibytes),
    cpus: read(service, "cpus", number),
    stopGraceSeconds: read(service, "stop_grace_period", seconds),
    tmpfs: tmpfsOf(partAt(settings, "tmpfs")),
    ulimits: ulimitsOf(service),
    labels: labelsOf(service),
    networks: networksOf(service),
  };
}

function read(service: Service, key: string, of: (text: string) => number | undefined): number | undefined {
  const { settings } = service;
  const text = sourceOf(settings, key);
  if (text === undefined) return undefined;
  const found = of(settled(text) ?? "");
  if (found === undefined) unread(service, partAt(settings, key), `${key} ${shown(text)}`);
  return found;
}

function unread({ name, line, tell }: Service, part: Part | undefined, what: string): void {
  tell(part?.line ?? line, `service ${shown(name)} has ${what}, which cannot be read; it is left out`);
}

/** `64m`, `1gb`, or a number of bytes. */
function mebibytes(text: string): number | undefined {
  const [, digits, unit = "b"] = /^(\d+(?:\.\d+)?)\s*([bkmg])?b?$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const exponent = "bkmg".indexOf(unit.toLowerCase()) - 2;
  return Math.ceil(Number(digits) * 1024 ** exponent);
}

function number(text: string): number | undefined {
  return /^\d*\.?\d+$/.test(text) ? Number(text) : undefined;
}

/** `1m30s`, `10s`. */
function seconds(text: string): number | undefined {
  const [, hours = "0", minutes = "0", rest = "0"] = /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) ?? [];
  const all = Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  return all > 0 ? all : undefined;
}

/** Compose publishes on every address where none is named. */
function portsOf(service: Service): Port[] {
  const { settings, name, tell } = service;
  return itemsOf(partAt(settings, "ports")).flatMap((part) => {
    const port = portOf(part);
    if (port === undefined) {
      const text = part.kind === "word" ? shown(part.source) : "a port";
      const why = `service ${shown(name)} publishes ${text}, which is left out; write one port of the host for each in ports`;
      tell(part.line, why);
      return [];
    }
    if (port.ip === "0.0.0.0") {
      tell(
        part.line,
        `service ${shown(name)} publishes port ${port.external ?? port.internal} on every address, past the host's firewall; name the one that needs it in ip`,
      );
    }
    return [port];
  });
}

function portOf(part: Part): Port | undefined {
  const [ip = "0.0.0.0", external, internal, protocol = "tcp"] =
    part.kind === "map"
      ? ["host_ip", "published", "target", "protocol"].map((key) => sourceOf(part, key))
      : (/^(?:(.+):)?(\d{1,5}):(\d{1,5})(?:\/(tcp|udp))?$/.exec(part.kind === "word" ? part.source : "") ?? []).slice(
          1,
        );
  const address = ip.replace(/^\[|\]$/g, "");
  const isRight = [external, internal].every((each) => /^\d{1,5}$/.test(each ?? "")) && isIP(address) !== 0;
  if (!isRight || (protocol !== "tcp" && protocol !== "udp")) return undefined;
  return {
    internal: Number(internal),
    ...(external === internal ? {} : { external: Number(external) }),
    ...(address === "127.0.0.1" ? {} : { ip: address }),
    ...(protocol === "tcp" ? {} : { protocol }),
  };
}

/** All GPUs, by `gpus: all` or by reserved devices. A choice of GPUs is reported. */
function gpusOf(service: Service): "all" | undefined {
  const { settings, name, tell } = service;
  const deploy = partAt(settings, "deploy");
  const resources = deploy?.kind === "map" ? partAt(deploy, "resources") : undefined;
  const reserved = resources?.kind === "map" ? partAt(resources, "reservations") : undefined;
  const devices = itemsOf(reserved?.kind === "map" ? partAt(reserved, "devices") : undefined);
  const short = partAt(settings, "gpus");
  if (short === undefined && devices.length === 0) return undefined;
  const isAll = (device: Part) =>
    device.kind === "map" && (sourceOf(device, "count") ?? "all") === "all" && !partAt(device, "device_ids");
  const long = [...(short?.kind === "list" ? short.items : []), ...devices];
  if (short?.kind === "word" ? short.source === "all" : long.every(isAll)) return "all";
  const why = `service ${shown(name)} has some of the GPUs, which is not taken over; write runtime: "nvidia", and NVIDIA_VISIBLE_DEVICES in environment`;
  tell((short ?? devices[0])?.line ?? service.line, why);
  return undefined;
}

/** Whether a block `deploy` only reserves GPUs. */
export function isOfGpus(deploy: Part): boolean {
  const only = (part: Part | undefined, key: string) =>
    part?.kind === "map" && part.entries.length === 1 ? partAt(part, key) : undefined;
  return only(only(only(deploy, "resources"), "reservations"), "devices") !== undefined;
}

function tmpfsOf(part: Part | undefined): Record<string, string> {
  const words = part?.kind === "word" ? [part] : itemsOf(part);
  return Object.fromEntries(
    words.flatMap((word) => {
      const [path = "", ...options] = word.kind === "word" ? word.source.split(":") : [];
      return path === "" ? [] : [[path, options.join(":")]];
    }),
  );
}

function ulimitsOf(service: Service): NonNullable<Settings["ulimits"]> {
  const part = partAt(service.settings, "ulimits");
  const entries = part?.kind === "map" ? part.entries : [];
  return Object.fromEntries(
    entries.flatMap(({ key, value }) => {
      const [soft, hard] =
        value.kind === "map"
          ? ["soft", "hard"].map((each) => Number(sourceOf(value, each) ?? Number.NaN))
          : [value, value].map((each) => Number(each.kind === "word" ? each.source : Number.NaN));
      if (Number.isInteger(soft) && Number.isInteger(hard)) return [[key.source, { soft: soft ?? 0, hard: hard ?? 0 }]];
      unread(service, value, `the limit ${shown(key.source)}`);
      return [];
    }),
  );
}

function labelsOf({ settings, name, tell }: Service): Record<string, string> {
  const all = pairsOf(partAt(settings, "labels"));
  return Object.fromEntries(
    all.flatMap(([label, value = "", line]) => {
      const known = settled(value);
      const isSecret = known !== undefined && secretProblems({ labels: { [label]: known } }).length > 0;
      if (known !== undefined && !isSecret) return [[label, known]];
      const why = isSecret ? "is a secret, and is not copied" : "has its value from the shell, and is left out";
      tell(line, `service ${shown(name)}: the label ${label} ${why}; write it in labels if the agent needs it`);
      return [];
    }),
  );
}

/** Networks that compose does not make either. Those that it makes are one here, the site's. */
function networksOf({ settings, name, networks, tell }: Service): NonNullable<Settings["networks"]> {
  const part = partAt(settings, "networks");
  const entries =
    part?.kind === "map"
      ? part.entries.map(({ key, value }) => ({ key, value }))
      : itemsOf(part).flatMap((key) => (key.kind === "word" ? [{ key, value: undefined }] : []));
  return entries.flatMap(({ key, value }) => {
    const own = value?.kind === "map" ? value : undefined;
    const aliases = itemsOf(own && partAt(own, "aliases")).flatMap((each) =>
      each.kind === "word" ? [each.source] : [],
    );
    const ipv4Address = own && settled(sourceOf(own, "ipv4_address"));
    const onEngine = networks.get(key.source);
    if (onEngine !== undefined) {
      return [
        { name: onEngine, ...(aliases.length > 0 && { aliases }), ...(ipv4Address !== undefined && { ipv4Address }) },
      ];
    }
    const lost = [...aliases, ...(ipv4Address === undefined ? [] : [ipv4Address])];
    if (lost.length > 0) {
      tell(
        key.line,
        `service ${shown(name)} is ${lost.join(", ")} in the network ${key.source}, which the site's replaces; those who look for it there find it by its container's name`,
      );
    }
    return [];
  });
}
