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
import { PUBLIC_REGISTRIES } from "../../constructs/shared/terraform-program";

/** A provider in a mirror, for one platform: a packed zip, or a folder. */
export interface ProviderPackage {
  /** `hashicorp/aws` when it is of a public registry, else with its host. */
  readonly provider: string;
  readonly version: string;
  /** `linux_amd64` */
  readonly platform: string;
  readonly path: string;
  /** Where it lies in a mirror, from the mirror's folder; first the registry that has it. */
  readonly place: readonly string[];
}

/** This machine, as mirrors name it. */
export function platformHere(): string {
  const system = { win32: "windows" }[platform as string] ?? platform;
  return `${system}_${{ x64: "amd64", ia32: "386" }[arch as string] ?? arch}`;
}

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
    const provider = PUBLIC_REGISTRIES.includes(host) ? `${namespace}/${type}` : `${host}/${namespace}/${type}`;
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
 * Packages as a program finds them that asks one of the public registries. Both registries have the same providers: one that the
 * mirrors hold for the other alone is found here too.
 */
export function packagesFor(registry: string, packages: readonly ProviderPackage[]): ProviderPackage[] {
  const isOther = ({ place: [host = ""] }: ProviderPackage) => host !== registry && PUBLIC_REGISTRIES.includes(host);
  const own = new Set(packages.filter((each) => !isOther(each)).map(({ provider }) => provider));
  return packages.flatMap((each) => {
    if (!isOther(each)) return [each];
    return own.has(each.provider) ? [] : [{ ...each, place: [registry, ...each.place.slice(1)] }];
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
    .update(JSON.stringify(packages.map(({ path, place }) => [path, place[0]])))
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
  try {
    return kind === "folder" && !statSync(path).isDirectory() ? undefined : realpathSync(path);
  } catch {
    // Nothing is there, or links that lead in a circle.
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder).sort() : [];
}
