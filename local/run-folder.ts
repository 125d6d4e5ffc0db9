import { createHash } from "node:crypto";
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { appendFile, chmod, cp, mkdir, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { copyOf } from "./copy";
import { endRecorded, RECORD } from "./process";
import { type Made, type Manifest, manifestText, readManifest, readTree, treeText } from "./state-files";
import { areEqual, digestOf, type Tree, treeOf } from "./tree";
import { inPlaceOfFolder, look } from "./trouble";

/** The digest of an empty file. */
const EMPTY = createHash("sha256").digest("hex");

/** The folders of `.state`. */
const STATE_FOLDERS = ["replaced", "scratch", "datums", "outputs", "logs"];

/**
 * A run folder: beside each other, as below `/pfs`, what was committed to each repository and what each pipeline put out.
 * In `.state` lies what a run has to know of those before it. What counts comes to its place by a renaming, as a whole.
 */
export class RunFolder {
  readonly path: string;
  readonly lock: string;
  private readonly state: string;
  private count = 0;

  /** @param run names what this run makes for a while */
  constructor(
    folder: string,
    readonly run: string,
  ) {
    this.path = resolve(folder);
    this.state = join(this.path, ".state");
    this.lock = join(this.state, "run.lock");
  }

  /** What lies in the place of a folder, so that no run can work in it. */
  problems(): string[] {
    const taken = inPlaceOfFolder(this.path);
    if (taken !== undefined) {
      return [`the run folder must be a folder that can be written, got ${taken}; name another with --dir`];
    }
    const states = [this.state, ...STATE_FOLDERS.map((name) => join(this.state, name))].flatMap(
      (folder) => inPlaceOfFolder(folder) ?? [],
    );
    const lock = look(this.lock);
    const isTaken = lock !== "none" && ("trouble" in lock || !lock.isFile());
    return [
      ...[...new Set(states)].map(
        (each) => `what a run keeps must be in folders, got ${each}; take it away, and what it was for is run again`,
      ),
      ...(isTaken ? [`${this.lock} must be a file, got something else; take it away while nothing runs here`] : []),
    ];
  }

  /** Ends and takes away what a run that was killed has left half done. */
  async prepare(): Promise<void> {
    const replaced = join(this.state, "replaced");
    await mkdir(replaced, { recursive: true });
    // Whoever a step runs as may write in its own folder; others of this machine must not reach it.
    await chmod(this.state, 0o700);
    for (const name of await readdir(replaced)) {
      if (!existsSync(this.repository(name))) renameSync(join(replaced, name), this.repository(name));
    }
    const scratch = join(this.state, "scratch");
    for (const name of existsSync(scratch) ? await readdir(scratch) : [])
      await endRecorded(join(scratch, name, RECORD));
    for (const each of [replaced, scratch]) rmSync(each, { recursive: true, force: true });
  }

  /** Whether a run was in it before. */
  get isOfARun(): boolean {
    return existsSync(this.state);
  }

  /** The folder of a repository, by its name in the cluster. */
  repository(name: string): string {
    return join(this.path, name);
  }

  /** Whether anything was committed to a repository, even if a run was killed while it did. */
  has(name: string): boolean {
    const places = [this.repository(name), join(this.state, "replaced", name)];
    return places.some((place) => statSync(place, { throwIfNoEntry: false })?.isDirectory());
  }

  /** What was committed; nothing when there is no such folder. */
  async tree(name: string): Promise<Tree | undefined> {
    const folder = this.repository(name);
    return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? treeOf(folder) : undefined;
  }

  /** Makes a folder, or a file alone, the whole content of a repository. */
  async commit(name: string, source: string): Promise<void> {
    const isFile = statSync(source).isFile();
    if (!isFile && `${realpathSync(this.path)}${sep}`.startsWith(withSlash(realpathSync(source)))) {
      throw new Error(`input "${name}" must not hold the run folder, got ${source}; name a folder of its own`);
    }
    const files = isFile ? new Map([[`/${basename(source)}`, await digestOf(source)]]) : await treeOf(source);
    const before = await this.tree(name);
    if (before !== undefined && areEqual(before, files)) return;
    const fresh = join(this.scratch(), "commit");
    mkdirSync(fresh);
    for (const path of files.keys()) {
      const target = join(fresh, path);
      mkdirSync(dirname(target), { recursive: true });
      await copyOf(isFile ? source : join(source, path), target);
    }
    this.replace(name, fresh);
  }

  /** Adds a file named by the time, as Pachyderm does at each tick. */
  async tick(name: string, isAlone: boolean): Promise<void> {
    const fresh = join(this.scratch(), "ticks");
    mkdirSync(fresh);
    const before = this.repository(name);
    if (!isAlone && existsSync(before)) await cp(before, fresh, { recursive: true });
    writeFileSync(join(fresh, new Date().toISOString()), "");
    this.replace(name, fresh);
  }

  /** The output of a pipeline, from the files of datums that are written behind each other. */
  async publish(name: string, datums: readonly Made[], files: ReadonlyMap<string, readonly string[]>): Promise<Tree> {
    const fresh = join(this.scratch(), "output");
    mkdirSync(fresh);
    for (const [path, [first = "", ...more]] of files) {
      const target = join(fresh, path);
      mkdirSync(dirname(target), { recursive: true });
      await copyOf(first, target);
      for (const next of more) await appendFile(target, await readFile(next));
    }
    const tree = await treeOf(fresh);
    this.replace(name, fresh);
    const manifest = this.manifestFile(name);
    mkdirSync(dirname(manifest), { recursive: true });
    writeWhole(manifest, manifestText({ datums, files: tree }));
    return tree;
  }

  /** What the output of a pipeline was made of; nothing when there is none, or somebody has changed it. */
  async manifest(name: string): Promise<Manifest | undefined> {
    const tree = await this.tree(name);
    const manifest = tree === undefined ? undefined : readManifest(this.manifestFile(name));
    return tree !== undefined && manifest !== undefined && areEqual(tree, manifest.files) ? manifest : undefined;
  }

  /** What a datum has put out; nothing when it has not been run to its end, or when a part of it is gone. */
  result(name: string, hash: string): Tree | undefined {
    const files = readTree(join(this.datum(name, hash), "files.json"));
    // A machine that stops may leave files that it has not written yet, which are empty.
    const isThere = ([path, digest]: readonly [string, string]) => {
      const found = statSync(this.resultFile(name, hash, path), { throwIfNoEntry: false });
      return found?.isFile() === true && found.size > 0 !== (digest === EMPTY);
    };
    return files !== undefined && [...files].every(isThere) ? files : undefined;
  }

  /** A file that a datum has put out. */
  resultFile(name: string, hash: string, path: string): string {
    return join(this.datum(name, hash), "out", path);
  }

  /** Keeps what a datum has put out. */
  keep(name: string, hash: string, scratch: string, files: Tree): void {
    const whole = join(scratch, "result");
    mkdirSync(whole);
    renameSync(join(scratch, "pfs", "out"), join(whole, "out"));
    writeFileSync(join(whole, "files.json"), treeText(files));
    const place = this.datum(name, hash);
    rmSync(place, { recursive: true, force: true });
    mkdirSync(dirname(place), { recursive: true });
    renameSync(whole, place);
  }

  /** Forgets datums that are no more. */
  async forget(name: string, hashes: readonly string[]): Promise<void> {
    const kept = new Set(hashes);
    for (const kind of ["datums", "logs"]) {
      const folder = join(this.state, kind, name);
      const there = existsSync(folder) ? await readdir(folder) : [];
      const gone = there.filter((entry) => !kept.has(entry.replace(/\.log$/, "")));
      for (const entry of gone) rmSync(join(folder, entry), { recursive: true, force: true });
    }
  }

  /** An empty file for what a step prints. */
  newLog(name: string, hash: string): string {
    const file = join(this.state, "logs", name, `${hash}.log`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
    return file;
  }

  /** A folder of which nothing counts. */
  scratch(): string {
    this.count += 1;
    const folder = join(this.state, "scratch", `${this.run}-${this.count}`);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Between two renamings there is no folder; `prepare` puts the old one back. */
  private replace(name: string, fresh: string): void {
    const place = this.repository(name);
    const aside = join(this.state, "replaced", name);
    mkdirSync(dirname(aside), { recursive: true });
    if (existsSync(place)) renameSync(place, aside);
    renameSync(fresh, place);
    rmSync(aside, { recursive: true, force: true });
  }

  private datum(name: string, hash: string): string {
    return join(this.state, "datums", name, hash);
  }

  private manifestFile(name: string): string {
    return join(this.state, "outputs", `${name}.json`);
  }
}

function withSlash(path: string): string {
  return path.endsWith(sep) ? path : `${path}${sep}`;
}

function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
