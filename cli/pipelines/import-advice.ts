import type { ImportNote } from "../../constructs/pipelines/pachyderm/render/import";
import type { WorkflowSettings } from "../../constructs/pipelines/schema";
import { visible } from "../../constructs/shared/shown";
import type { Comments } from "../typescript";

/** Secrets by their names, with the keys that are known. */
export type Secrets = Readonly<Record<string, { readonly keys: readonly string[] }>>;

/** A file that was made of specifications. */
export interface NewFile {
  readonly name: string;
  /** From the project's folder. */
  readonly file: string;
  readonly context: string;
  readonly workflow: WorkflowSettings;
  readonly secrets: Secrets;
  /** Files of configurations, which are none of its. */
  readonly configurations: readonly string[];
}

/** What a new file says itself of what specifications do not have. */
export function commentsOf(about: NewFile): Comments {
  const { workflow, secrets, configurations } = about;
  const [configuration] = configurations;
  const comments = {
    namespace: "Of pachd, its workers and their secrets, unless pachyderm names another: no specification says it.",
    pachyderm: 'Where it is another one: namespace: "pachyderm".',
    ...(Object.keys(secrets).length > 0 && { secrets: "With the keys that scripts name; programs may read others." }),
    ...Object.fromEntries(
      withoutKeys(secrets).map((name) => [`secrets.${name}`, `No script names a key: ${listing(about, name)}`]),
    ),
    ...(configuration !== undefined && {
      [`workflows.${workflow.name}.repositories`]: `${configuration} is none of this file: ${commit(about, configuration)}`,
    }),
  };
  return Object.fromEntries(Object.entries(comments).map(([path, text]) => [path, visible(text)]));
}

/** What whoever imports has to do. */
export function leftToDo(about: NewFile): ImportNote[] {
  const { file, workflow, secrets, configurations } = about;
  const [repository = "the repository"] = workflow.repositories;
  return [
    ...configurations.map((each) => ({
      path: each,
      message: `is not in ${file}, and stays a file of its own: ${commit(about, each)} commits it to ${repository}, and with --local runs it on this machine`,
    })),
    {
      path: `${file}: namespace`,
      message:
        'must be that of pachd and its workers, got "default", since no specification says it; correct it, or set pachyderm.namespace',
    },
    ...withoutKeys(secrets).map((name) => ({
      path: `${file}: secrets.${name}.keys`,
      message: `should have the keys that the program reads, got none, since no script names one; ${listing(about, name)} lists them`,
    })),
  ];
}

function withoutKeys(secrets: Secrets): string[] {
  return Object.entries(secrets).flatMap(([name, { keys }]) => (keys.length === 0 ? [name] : []));
}

function listing({ context }: NewFile, secret: string): string {
  return `kubectl --context ${context} --namespace NAMESPACE describe secret ${secret}`;
}

function commit({ name }: NewFile, configuration: string): string {
  return `slipway pipelines run ${name} --config ${configuration}`;
}
