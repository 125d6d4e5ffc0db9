import { type Dirent, existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, isAbsolute, join, resolve } from "node:path";
import { PUBLIC_REGISTRIES, terraformProgram } from "../../constructs/shared/terraform-program";
import { parseHcl } from "../hcl";
import { programHere } from "../program";

/** Of which nobody keeps a mirror, and which are large. */
const SKIPPED = new Set(["node_modules", "proc", "sys", "dev"]);
/** The search of the usual places stays below a second on a full disk. */
const SEARCH_LEVELS = 3;
const SEARCH_FOLDERS = 5_000;

export interface MirrorSearch {
  readonly environment: NodeJS.ProcessEnv;
  /** @default process.platform */
  readonly platform?: NodeJS.Platform;
  /** Folders that are searched a few levels deep for a mirror. @default - /opt, /usr/local and the like */
  readonly roots?: readonly string[];
}

/** What the user's own Terraform settings say about the installation of providers. */
export interface TerraformSettings {
  /** The file, which need not exist when TF_CLI_CONFIG_FILE names it. */
  readonly file: string;
  readonly exists: boolean;
  readonly folders: readonly string[];
  /** A mirror that is a server. */
  readonly networkMirror?: string;
  /** Whether they say where plugins are kept. @default false */
  readonly hasPluginCache?: boolean;
}

/** The file that Terraform reads, or the one that OpenTofu prefers to it where there is one. */
function usualSettings(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const isWindows = platform === "win32";
  const folder = isWindows ? (environment.APPDATA ?? homeOf(environment)) : homeOf(environment);
  const usual = join(folder, isWindows ? "terraform.rc" : ".terraformrc");
  if (terraformProgram(environment).product === "Terraform") return usual;
  const own = join(folder, isWindows ? "tofu.rc" : ".tofurc");
  const { XDG_CONFIG_HOME } = environment;
  if (existsSync(own) || existsSync(usual) || isWindows || !XDG_CONFIG_HOME) return existsSync(own) ? own : usual;
  return join(XDG_CONFIG_HOME, "opentofu", "tofurc");
}

/** Reads TF_CLI_CONFIG_FILE, or the file that Terraform reads without it. */
export async function terraformSettings({
  environment,
  platform = process.platform,
}: MirrorSearch): Promise<TerraformSettings> {
  const file = environment.TF_CLI_CONFIG_FILE || usualSettings(environment, platform);
  if (!existsSync(file)) return { file, exists: false, folders: [] };
  const settings = await parsed(file);
  const methods = installationMethods(settings);
  const folders = methods.flatMap(({ filesystem_mirror = NONE }) => list(filesystem_mirror).map(({ path }) => path));
  const network = methods.flatMap(({ network_mirror = NONE }) => list(network_mirror).map(({ url }) => url))[0];
  return {
    file,
    exists: true,
    folders: strings(folders),
    ...(typeof network === "string" && { networkMirror: network }),
    ...(settings.plugin_cache_dir !== undefined && { hasPluginCache: true }),
  };
}

/** Folders that hold providers, in the order of the search; each has a folder of a registry in it. */
export async function mirrorFolders(
  search: MirrorSearch,
): Promise<{ found: readonly string[]; looked: readonly string[] }> {
  const { environment, platform = process.platform } = search;
  const home = homeOf(environment);
  const named = (environment.SLIPWAY_PROVIDER_MIRRORS ?? "").split(delimiter).filter((path) => path !== "");
  const settings = (await terraformSettings(search)).folders;
  const implied =
    platform === "win32"
      ? [
          join(environment.APPDATA ?? home, "terraform.d", "plugins"),
          join(environment.APPDATA ?? home, "HashiCorp", "Terraform", "plugins"),
        ]
      : [
          join(home, ".terraform.d", "plugins"),
          ...dataFolders(environment).map((folder) => join(folder, "plugins")),
          ...(platform === "darwin" ? [join(home, "Library", "Application Support", "io.terraform", "plugins")] : []),
          "/usr/local/share/terraform/plugins",
          "/usr/share/terraform/plugins",
        ];
  const roots = search.roots ?? [...(platform === "win32" ? [] : USUAL_ROOTS), home];
  const direct = [...named, ...settings, ...implied].map((path) => (isAbsolute(path) ? path : resolve(path)));
  const found = [
    ...direct.map(mirrorAt),
    ...roots.flatMap(search.roots === undefined ? usualBelow : mirrorsBelow),
  ].filter((path) => path !== undefined);
  return { found: [...new Set(found)], looked: [...new Set([...direct, ...roots])] };
}

/** Where the program keeps plugins of its user; OpenTofu finds those of Terraform too, by the links that are made here. */
function dataFolders(environment: NodeJS.ProcessEnv): string[] {
  const folder = environment.XDG_DATA_HOME ?? join(homeOf(environment), ".local", "share");
  const names = terraformProgram(environment).product === "OpenTofu" ? ["opentofu", "terraform"] : ["terraform"];
  return names.map((name) => join(folder, name));
}

const USUAL_ROOTS = ["/opt", "/usr/local", "/usr/share", "/usr/lib", "/var/lib", "/srv"];

/** What was found below those: a process searches them once. */
const known = new Map<string, readonly string[]>();

function usualBelow(root: string): readonly string[] {
  if (!USUAL_ROOTS.includes(root)) return mirrorsBelow(root);
  const mirrors = known.get(root) ?? mirrorsBelow(root);
  known.set(root, mirrors);
  return mirrors;
}

/** The mirror that the path names: the folder above a registry's, or, by mistake, the registry's own. */
function mirrorAt(path: string): string | undefined {
  if (PUBLIC_REGISTRIES.includes(basename(path)) && existsSync(path)) return resolve(path, "..");
  return PUBLIC_REGISTRIES.some((registry) => existsSync(join(path, registry))) ? path : undefined;
}

function mirrorsBelow(root: string): string[] {
  const mirrors: string[] = [];
  let level = [root];
  let visited = 0;
  for (let depth = 0; depth <= SEARCH_LEVELS && visited < SEARCH_FOLDERS; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (++visited > SEARCH_FOLDERS) break;
      const names = foldersIn(folder);
      if (names.some((name) => PUBLIC_REGISTRIES.includes(name))) mirrors.push(folder);
      else next.push(...names.filter(isSearched).map((name) => join(folder, name)));
    }
    level = next;
  }
  return mirrors;
}

function isSearched(name: string): boolean {
  return !SKIPPED.has(name) && (!name.startsWith(".") || name === ".terraform.d");
}

function foldersIn(folder: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

type Block = Readonly<Record<string, unknown>>;
type Method = { readonly filesystem_mirror?: Block | Block[]; readonly network_mirror?: Block | Block[] };

const NONE: Block[] = [];

/** Terraform reads the settings as HCL, or as JSON. */
async function parsed(file: string): Promise<Block> {
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text) as Block;
  } catch {
    // HCL, then.
  }
  try {
    return (await parseHcl("terraform.tf", text)) as Block;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${file} must be ${programHere().product}'s settings, got a file that cannot be read: ${reason.trim()}; correct it`,
    );
  }
}

function installationMethods(settings: Block): Method[] {
  return list((settings.provider_installation ?? []) as Method | Method[]);
}

function list<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}

function strings(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === "string");
}

export function homeOf(environment: NodeJS.ProcessEnv): string {
  return environment.HOME || environment.USERPROFILE || homedir();
}
