import { constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { appendFile, chmod, copyFile, cp, mkdir, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { endRecorded, RECORD } from "./process";
import { areEqual, type Tree, treeOf } from "./tree";

/** A datum that is in an output. */
export interface Made {
  /** What its own output followed from. */
  readonly hash: string;
  /** Who it is, whatever its files hold. */
  readonly id: string;
}

/** What a pipeline's output was made of. */
export interface Manifest {
  /** Its datums, in their order. */
  readonly datums: readonly Made[];
  readonly files: Tree;
}

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
    const fresh = join(this.scratch(), "commit");
    const isFolder = statSync(source).isDirectory();
    const target = isFolder ? fresh : join(fresh, basename(source));
    await cp(source, target, { recursive: true, dereference: true, mode: constants.COPYFILE_FICLONE });
    const before = await this.tree(name);
    if (before === undefined || !areEqual(before, await treeOf(fresh))) this.replace(name, fresh);
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
      await mkdir(dirname(target), { recursive: true });
      await copyFile(first, target, constants.COPYFILE_FICLONE);
      for (const next of more) await appendFile(target, await readFile(next));
    }
    const tree = await treeOf(fresh);
    this.replace(name, fresh);
    const manifest = this.manifestFile(name);
    mkdirSync(dirname(manifest), { recursive: true });
    writeWhole(manifest, JSON.stringify({ datums, files: [...tree] }));
    return tree;
  }

  /** What the output of a pipeline was made of; nothing when there is none, or somebody has changed it. */
  async manifest(name: string): Promise<Manifest | undefined> {
    const file = this.manifestFile(name);
    const tree = await this.tree(name);
    if (tree === undefined || !existsSync(file)) return undefined;
    const { datums, files } = JSON.parse(readFileSync(file, "utf8")) as Kept;
    return areEqual(tree, new Map(files)) ? { datums, files: tree } : undefined;
  }

  /** What a datum has put out; nothing when it has not been run to its end. */
  result(name: string, hash: string): Tree | undefined {
    const file = join(this.datum(name, hash), "files.json");
    return existsSync(file) ? new Map(JSON.parse(readFileSync(file, "utf8")) as [string, string][]) : undefined;
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
    writeFileSync(join(whole, "files.json"), JSON.stringify([...files]));
    const place = this.datum(name, hash);
    rmSync(place, { recursive: true, force: true });
    mkdirSync(dirname(place), { recursive: true });
    renameSync(whole, place);
  }

  /** Forgets datums that are no more. */
  async forget(name: string, hashes: readonly string[]): Promise<void> {
    for (const kind of ["datums", "logs"]) {
      const folder = join(this.state, kind, name);
      const there = existsSync(folder) ? await readdir(folder) : [];
      const gone = there.filter((entry) => !hashes.includes(entry.replace(/\.log$/, "")));
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

/** A manifest as it lies on disk. */
interface Kept {
  readonly datums: readonly Made[];
  readonly files: [string, string][];
}

function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
