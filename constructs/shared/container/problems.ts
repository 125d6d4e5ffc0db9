import { posix } from "node:path";
import type { Problem } from "../rules";
import { shown } from "../shown";
import { imageReference } from "./image-reference";
import type { ContainerSettings } from "./settings";

/** Settings without those that only Terraform knows. */
export type KnownSettings = Partial<ContainerSettings>;

/** What is wrong between a container's settings. */
export function problemsWithin(settings: KnownSettings): Problem[] {
  return [
    ...imageProblems(settings),
    ...networkProblems(settings),
    ...pathProblems(settings),
    ...uploadProblems(settings),
    ...memoryProblems(settings),
    ...lifeProblems(settings),
    ...Object.keys(settings.secretEnvironment ?? {})
      .filter((name) => settings.environment !== undefined && name in settings.environment)
      .map((name) => problem(`environment.${name}`, "must stand once, got it in secretEnvironment too; take one out")),
  ];
}

function imageProblems({ image, allowLatest = false }: KnownSettings): Problem[] {
  const reference = typeof image === "string" ? imageReference(image) : undefined;
  const { tag = "latest", digest } = reference ?? {};
  if (reference === undefined || allowLatest || digest !== undefined || tag !== "latest") return [];
  const message = `must not be latest, got ${shown(image)}; name a tag or a digest, or set allowLatest`;
  return [problem("image", message)];
}

function networkProblems({ network, ports = [], replacement }: KnownSettings): Problem[] {
  const published = ports.map(({ internal, external = internal, ip = "127.0.0.1", protocol = "tcp" }) =>
    [ip, external, protocol].join(" "),
  );
  const twice = published.findIndex((port, index) => published.indexOf(port) !== index);
  const fixed = Array.isArray(network) ? network.findIndex(({ ipv4Address }) => ipv4Address !== undefined) : -1;
  const startFirst = 'with replacement "start-first" two containers are there for a while; leave it out, or stop first';
  return [
    ...(network === "host" && ports.length > 0
      ? [problem("ports", 'must be left out on the network "host", got some; there every port is the host\'s own')]
      : []),
    ...(network === "none" && ports.length > 0
      ? [problem("ports", 'must be left out on the network "none", got some; nothing reaches the container there')]
      : []),
    ...(twice < 0
      ? []
      : [
          problem(
            `ports[${twice}]`,
            `must be another port of the host, got ${ports[twice]?.external ?? ports[twice]?.internal} twice; change external`,
          ),
        ]),
    ...(replacement === "start-first" && ports.length > 0
      ? [problem("ports", `must be left out, got some; ${startFirst}`)]
      : []),
    ...(replacement === "start-first" && fixed >= 0
      ? [problem(`network[${fixed}].ipv4Address`, `must be left out, got one; ${startFirst}`)]
      : []),
  ];
}

/** A path of the container at which something is mounted, and the setting that says so. */
interface Place {
  readonly setting: string;
  readonly path: string;
  readonly kind: "mount" | "read-only mount" | "memory";
}

function placesOf({ mounts = [], secrets = [], tmpfs = {} }: KnownSettings): Place[] {
  return [
    ...mounts.map(({ path, readOnly }, index) => {
      return { setting: `mounts[${index}].path`, path, kind: readOnly ? "read-only mount" : "mount" } as const;
    }),
    ...secrets.map((secret, index) => {
      return { setting: `secrets[${index}]`, path: secretPath(secret), kind: "read-only mount" } as const;
    }),
    ...Object.keys(tmpfs).map((path) => ({ setting: `tmpfs.${path}`, path, kind: "memory" }) as const),
  ].map((place) => ({ ...place, path: plainPath(place.path) }));
}

/** Where a container finds a secret. */
export function secretPath({ hostFile, path }: { readonly hostFile: string; readonly path?: string }): string {
  return path ?? `/run/secrets/${hostFile.slice(hostFile.lastIndexOf("/") + 1)}`;
}

/** A path of a container as the engine takes it. */
export function plainPath(path: string): string {
  return posix.normalize(path).replace(/(?<=.)\/$/, "");
}

function pathProblems(settings: KnownSettings): Problem[] {
  const places = placesOf(settings);
  return places.flatMap(({ setting, path }, index) => {
    const first = places.find((other) => other.path === path);
    if (first === undefined || first === places[index]) return [];
    return [problem(setting, `must be a path of its own, got ${shown(path)} as ${first.setting} too; change one`)];
  });
}

/** Files are written before the container starts, when nothing is mounted but volumes and folders of the host. */
function uploadProblems(settings: KnownSettings): Problem[] {
  const { uploads = [], readOnlyRoot = false } = settings;
  const places = placesOf(settings).sort((a, b) => b.path.length - a.path.length);
  // The provider writes from the root on, which the engine refuses even for a path in a volume.
  const unwritable = "must be left out where the root cannot be written, got some; mount a file or a volume instead";
  if (readOnlyRoot && uploads.length > 0) return [problem("uploads", unwritable)];
  return uploads.flatMap((upload, index) => {
    const setting = `uploads[${index}].path`;
    const path = plainPath(upload.path);
    const said = `got ${shown(upload.path)};`;
    if (uploads.findIndex((other) => plainPath(other.path) === path) !== index) {
      return [problem(setting, `must be a path of its own, ${said} take one out`)];
    }
    const both = "content" in upload === "source" in upload;
    if (both) return [problem(`uploads[${index}]`, "must have content or source, got both or none; write one")];
    const { kind } = places.find((place) => path === place.path || path.startsWith(`${place.path}/`)) ?? {};
    if (kind === "memory") {
      return [problem(setting, `must not lie in tmpfs, ${said} the folder is empty when the container starts`)];
    }
    if (kind === "read-only mount") {
      return [problem(setting, `must not lie in a read-only mount, ${said} nothing can be written there`)];
    }
    return [];
  });
}

function memoryProblems({ memoryMiB, memorySwapMiB }: KnownSettings): Problem[] {
  if (memorySwapMiB === undefined) return [];
  if (memoryMiB === undefined) {
    return [problem("memorySwapMiB", `must go with memoryMiB, got ${memorySwapMiB} alone; set both, or none`)];
  }
  if (memorySwapMiB === -1 || memorySwapMiB >= memoryMiB) return [];
  const advice = "it is memory and swap together";
  return [
    problem("memorySwapMiB", `must be -1, or at least memoryMiB (${memoryMiB}), got ${memorySwapMiB}; ${advice}`),
  ];
}

function lifeProblems({ wait, healthCheck = "image", runs, restart }: KnownSettings): Problem[] {
  const once = runs === "once";
  return [
    ...(wait === "healthy" && healthCheck === "none"
      ? [problem("wait", 'must be "started" without a health check, got "healthy"; give one, or leave wait out')]
      : []),
    ...(once && wait === "healthy"
      ? [problem("wait", 'must be left out when it runs "once", got "healthy"; its end is waited for')]
      : []),
    ...(once && restart !== undefined && restart !== "no"
      ? [problem("restart", `must be "no" when it runs "once", got ${shown(restart)}; leave it out`)]
      : []),
  ];
}

function problem(path: string, message: string): Problem {
  return { path, message };
}
