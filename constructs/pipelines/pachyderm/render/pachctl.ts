import type { PachydermVersion } from "../../workflow/settings";

/** A file of a repository. */
export interface FilePlace {
  readonly repository: string;
  readonly branch: string;
  /** Begins with a slash. */
  readonly path: string;
}

/** What is typed to do something, word by word, in the words of each version of `pachctl`. */
export interface Pachctl {
  inspectRepository(name: string): string[];
  createRepository(name: string): string[];
  listRepositories(): string[];
  inspectPipeline(name: string): string[];
  createPipeline(specFile: string): string[];
  /** @param reprocess whether data that was processed is processed again */
  updatePipeline(specFile: string, reprocess: boolean): string[];
  deletePipeline(name: string): string[];
  listPipelines(): string[];
  listJobs(pipeline: string): string[];
  logs(pipeline: string): string[];
  getFile(place: FilePlace): string[];
  /** @param isThere whether there is such a file: before 2.0 another word is needed, or the new content is put behind the old */
  putFile(place: FilePlace, file: string, isThere: boolean): string[];
  listCommits(repository: string, branch: string): string[];
  inspectCommit(repository: string, branch: string): string[];
}

/** The commands of a version of Pachyderm. */
export function pachctl(version: PachydermVersion): Pachctl {
  const isOld = version === "1.7";
  // The words were parted with 1.9, and a file named in one: 1.8 still takes those of 1.7.
  const words = (verb: string, noun: string) => ["pachctl", ...(isOld ? [`${verb}-${noun}`] : [verb, noun])];
  const at = ({ repository, branch, path }: FilePlace) =>
    isOld ? [repository, branch, path.slice(1)] : [`${repository}@${branch}:${path}`];
  return {
    inspectRepository: (name) => [...words("inspect", "repo"), name],
    createRepository: (name) => [...words("create", "repo"), name],
    listRepositories: () => words("list", "repo"),
    inspectPipeline: (name) => [...words("inspect", "pipeline"), name],
    createPipeline: (file) => [...words("create", "pipeline"), "-f", file],
    updatePipeline: (file, reprocess) => [
      ...words("update", "pipeline"),
      "-f",
      file,
      ...(reprocess ? ["--reprocess"] : []),
    ],
    deletePipeline: (name) => [...words("delete", "pipeline"), name],
    listPipelines: () => words("list", "pipeline"),
    listJobs: (pipeline) => [...words("list", "job"), "-p", pipeline],
    logs: (pipeline) => ["pachctl", isOld ? "get-logs" : "logs", `--pipeline=${pipeline}`],
    getFile: (place) => [...words("get", "file"), ...at(place)],
    putFile: (place, file, isThere) => [
      ...words("put", "file"),
      ...at(place),
      "-f",
      file,
      ...(isThere && version !== "2" ? ["-o"] : []),
    ],
    listCommits: (repository, branch) => [
      ...words("list", "commit"),
      ...(isOld ? [repository, branch] : [`${repository}@${branch}`]),
    ],
    inspectCommit: (repository, branch) => [
      ...words("inspect", "commit"),
      ...(isOld ? [repository, branch] : [`${repository}@${branch}`]),
    ],
  };
}
