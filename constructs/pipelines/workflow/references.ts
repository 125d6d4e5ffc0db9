import type { Input, PipelineSettings, RepositoryInput, WorkflowSettings } from "./settings";

/** What an input may say beside which files it has. */
export type InputOptions = Omit<RepositoryInput, "repo" | "glob">;

/** A repository into which somebody commits. */
export class Repository {
  constructor(readonly name: string) {}

  /** Its files as an input. @param glob cuts them into datums */
  files(glob: string, options: InputOptions = {}): RepositoryInput {
    return { repo: this.name, glob, ...options };
  }
}

/** A pipeline that others read. */
export class PipelineReference {
  constructor(readonly name: string) {}

  /** What it writes as an input. @param glob cuts it into datums */
  output(glob: string, options: InputOptions = {}): RepositoryInput {
    return { repo: this.name, glob, ...options };
  }
}

/**
 * A workflow by references: what is read must have been made before, so no name is misspelled and nothing reads in a circle.
 *
 * @example
 * const logd = new WorkflowBuilder("LogD");
 * const config = logd.repository("config");
 * const ingestion = logd.pipeline("ingestion", { input: config.files("/"), image: "example/ingestion:1", script: ["…"] });
 * logd.pipeline("training", { input: ingestion.output("/training/*"), image: "example/cpsign:1", script: ["…"] });
 * new Workflow(this, "LogD", { ...logd.settings, namespace: "labinf", pachyderm: { version: "2" } });
 */
export class WorkflowBuilder {
  private readonly repositories: string[] = [];
  private readonly pipelines = new Map<string, PipelineSettings>();
  private readonly results: string[] = [];

  constructor(readonly name: string) {}

  /** A repository of its own, made when it is absent. */
  repository(name: string): Repository {
    this.repositories.push(name);
    return new Repository(name);
  }

  pipeline(name: string, settings: PipelineSettings): PipelineReference {
    if (this.pipelines.has(name)) {
      throw new Error(`pipeline "${name}" of "${this.name}" must have a name of its own, got it twice; choose another`);
    }
    this.pipelines.set(name, settings);
    return new PipelineReference(name);
  }

  /** A pipeline whose output nobody in the workflow reads, and that is wanted. */
  result(name: string, settings: PipelineSettings): PipelineReference {
    this.results.push(name);
    return this.pipeline(name, settings);
  }

  get settings(): WorkflowSettings {
    return {
      name: this.name,
      repositories: this.repositories,
      pipelines: Object.fromEntries(this.pipelines),
      results: this.results,
    };
  }
}

/** Each datum has one of each input. */
export function cross(...inputs: readonly Input[]): Input {
  return { cross: inputs };
}

/** The datums of all inputs, one after the other. */
export function union(...inputs: readonly Input[]): Input {
  return { union: inputs };
}

/** Datums of each input whose `joinOn` is the same. */
export function join(...inputs: readonly Input[]): Input {
  return { join: inputs };
}

/** All datums whose `groupBy` is the same are one. */
export function group(...inputs: readonly Input[]): Input {
  return { group: inputs };
}

/** A commit at times. @param spec five fields of cron, or a word such as `@daily` */
export function cron(name: string, spec: string): Input {
  return { cron: { name, spec } };
}
