import type { AgentContainerSettings } from "../../../constructs/observatory/schema";
import { shown } from "../../../constructs/shared/shown";
import { itemsOf, type MapPart, type Part, partAt, wordOf } from "../../import/yaml-parts";
import { type Service, settled, sourceOf } from "./compose";

type Mount = NonNullable<AgentContainerSettings["mounts"]>[number];
type Device = NonNullable<AgentContainerSettings["devices"]>[number];

/** A line of `volumes` of a service. */
export interface Volume {
  readonly line: number;
  readonly source: string | undefined;
  readonly target: string;
  readonly readOnly: boolean;
}

export function volumesOf(settings: MapPart): Volume[] {
  return itemsOf(partAt(settings, "volumes")).flatMap((part) => volumeOf(part) ?? []);
}

function volumeOf(part: Part): Volume | undefined {
  if (part.kind === "map") {
    const target = sourceOf(part, "target");
    const readOnly = wordOf(part, "read_only")?.text === "True";
    return target === undefined ? undefined : { line: part.line, source: sourceOf(part, "source"), target, readOnly };
  }
  if (part.kind !== "word") return undefined;
  // A colon of ${NAME:-value} parts nothing.
  const words = part.source.match(/(?:\$\{[^}]*\}|[^:])+/g) ?? [];
  const [source, target, mode = ""] = words.length === 1 ? [undefined, words[0]] : words;
  if (target === undefined) return undefined;
  return { line: part.line, source, target, readOnly: mode.split(",").includes("ro") };
}

/** The mounts of a service that a container can have; of the folder of the site configuration nothing is left. */
export function mountsOf(service: Service): Mount[] {
  const { settings, name, tell } = service;
  const subject = `service ${shown(name)}`;
  return volumesOf(settings).flatMap((volume) => {
    const { line, target, readOnly } = volume;
    if (bare(target) === "/config" || target.startsWith("/config/")) {
      if (!readOnly)
        tell(
          line,
          `${subject} may write to ${target}; it needs no such mount here: its own site configuration is written into it`,
        );
      return [];
    }
    const source = sourceOfMount(volume, service);
    return source === undefined ? [] : [{ source, path: bare(target), ...(readOnly ? { readOnly } : {}) }];
  });
}

/** An absolute path of the host, or a volume's name on the engine. */
function sourceOfMount({ line, source, target }: Volume, { name, tell, volumes }: Service): string | undefined {
  const subject = `service ${shown(name)}`;
  const known = settled(source);
  if (source === undefined) {
    tell(
      line,
      `${subject} has at ${target} a volume without a name, which is left out; give one in mounts if its files must stay`,
    );
    return undefined;
  }
  if (known === undefined || !/^(\/|[A-Za-z0-9][\w.-]+$)/.test(known)) {
    tell(
      line,
      `${subject} mounts ${shown(source)}, which is left out: Docker takes absolute paths alone; write its path on the host in mounts`,
    );
    return undefined;
  }
  if (known.startsWith("/")) return known;
  const onEngine = volumes.get(known);
  if (onEngine === undefined) {
    tell(
      line,
      `${subject} mounts the volume ${shown(known)}, which compose calls by its project and that name; write the name that docker volume ls shows in mounts`,
    );
  }
  return onEngine ?? known;
}

export function devicesOf({ settings, name, tell }: Service): Device[] {
  return itemsOf(partAt(settings, "devices")).flatMap((part) => {
    const text = part.kind === "word" ? settled(part.source) : undefined;
    const [hostPath, path = hostPath, permissions] = text?.split(":") ?? [];
    if (hostPath === undefined || path === undefined) {
      tell(part.line, `service ${shown(name)} has a device that cannot be read; it is left out: write it in devices`);
      return [];
    }
    return [
      { hostPath, ...(path === hostPath ? {} : { path }), ...(permissions === undefined ? {} : { permissions }) },
    ];
  });
}

/** A path without a slash at its end. */
export function bare(path: string): string {
  return path.replace(/(?<=.)\/+$/, "");
}
