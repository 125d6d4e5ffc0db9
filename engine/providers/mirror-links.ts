import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { arch, platform } from "node:process";

/** A provider in a mirror, for one platform: a packed zip, or a folder. */
export interface ProviderPackage {
  /** `hashicorp/aws` when it is of the public registry, else with its host. */
  readonly provider: string;
  readonly version: string;
  /** `linux_amd64` */
  readonly platform: string;
  readonly path: string;
  /** Where it lies in a mirror, from the mirror's folder. */
  readonly place: readonly string[];
}

/** This machine, as mirrors name it. */
export function platformHere(): string {
  const system = { win32: "windows" }[platform as string] ?? platform;
  return `${system}_${{ x64: "amd64", ia32: "386" }[arch as string] ?? arch}`;
}

const PUBLIC = "registry.terraform.io";
const PACKED = /^terraform-provider-[^_]+_(?<version>[^_]+)_(?<platform>[^_]+_[^_]+)\.zip$/;

/** Everything that a mirror holds. */
export function packagesIn(mirror: string): ProviderPackage[] {
  const types = namesIn(mirror).flatMap((host) =>
    namesIn(join(mirror, host)).flatMap((namespace) =>
      namesIn(join(mirror, host, namespace)).map((type) => [host, namespace, type] as const),
    ),
  );
  return types.flatMap(([host, namespace, type]) => {
    const folder = join(mirror, host, namespace, type);
    const provider = host === PUBLIC ? `${namespace}/${type}` : `${host}/${namespace}/${type}`;
    return namesIn(folder).flatMap((name): ProviderPackage[] => {
      const packed = PACKED.exec(name)?.groups;
      if (packed?.version !== undefined && packed.platform !== undefined) {
        const path = real(join(folder, name));
        const { version, platform } = packed;
        return path === undefined ? [] : [{ provider, version, platform, path, place: [host, namespace, type, name] }];
      }
      return namesIn(join(folder, name)).flatMap((platform) => {
        const path = real(join(folder, name, platform), "folder");
        const place = [host, namespace, type, name, platform];
        return path === undefined ? [] : [{ provider, version: name, platform, path, place }];
      });
    });
  });
}

/**
 * One mirror of links to the packages of several; of two for one place the first wins. Terraform follows a link to a
 * package, but to no folder above one, so those are real.
 *
 * @param parent gets a folder named after what is in it: another command may be reading an older one
 */
export function linkedMirror(parent: string, packages: readonly ProviderPackage[]): string {
  const name = createHash("sha256")
    .update(JSON.stringify(packages.map(({ path }) => path)))
    .digest("hex")
    .slice(0, 12);
  const mirror = join(parent, name);
  if (existsSync(mirror)) return mirror;
  const unfinished = `${mirror}.${process.pid}`;
  for (const { path, place } of packages) {
    const link = join(unfinished, ...place);
    if (existsSync(link)) continue;
    mkdirSync(join(link, ".."), { recursive: true });
    linkTo(path, link);
  }
  try {
    renameSync(unfinished, mirror);
  } catch {
    // Another process was first, with the same links.
    rmSync(unfinished, { recursive: true, force: true });
  }
  return mirror;
}

function linkTo(path: string, link: string): void {
  // Windows makes junctions for everybody, but links to files for administrators only.
  if (statSync(path).isDirectory()) symlinkSync(path, link, "junction");
  else if (process.platform !== "win32") symlinkSync(path, link);
  else {
    try {
      linkSync(path, link);
    } catch {
      copyFileSync(path, link);
    }
  }
}

/** A plugin cache holds links, which outlive what they name: into a mirror of ours, for one. */
function real(path: string, kind?: "folder"): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined || (kind === "folder" && !found.isDirectory()) ? undefined : realpathSync(path);
}

function namesIn(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder).sort() : [];
}
