import { quotedWord } from "../../../shared/render/shell-word";
import { folderOf, repositoryName } from "../../workflow/render/dag";
import { combinationOf, isCron, isRepository, matchesSeveral } from "../../workflow/render/inputs";
import type { CronInput, Input, RepositoryInput, WorkflowSettings } from "../../workflow/settings";

/** What a container finds below `/pfs`: an artifact of Argo. */
export interface ArgoArtifact {
  readonly name: string;
  readonly path: string;
  readonly s3?: { readonly key: string };
  readonly raw?: { readonly data: string };
  readonly archive?: { readonly none: Record<string, never> };
}

/** A repository of which each matching path makes a datum of its own. */
export interface ArgoPattern {
  /** The name of the parameter with the path. */
  readonly parameter: string;
  /** The folder with the whole repository. */
  readonly folder: string;
  readonly glob: string;
  readonly key: string;
}

/** What one kind of datum is made of. A union has several kinds, all others one. */
export interface ArgoDatum {
  readonly artifacts: readonly ArgoArtifact[];
  readonly patterns: readonly ArgoPattern[];
}

const PREFIX = "{{workflow.parameters.prefix}}";

/** Where a repository lies in the bucket: what pipelines make has a folder for each run. */
export function keyOf(workflow: WorkflowSettings, repo: string): string {
  const name = repositoryName(workflow, repo);
  const isMade = Object.hasOwn(workflow.pipelines, repo);
  return isMade ? `${PREFIX}/runs/{{workflow.uid}}/${name}` : `${PREFIX}/repositories/${name}`;
}

/** The kinds of datums that an input has. */
export function datumsOf(workflow: WorkflowSettings, input: Input): ArgoDatum[] {
  return alternatives(input).map((leaves) => {
    const named = leaves.map((leaf, index) => ({ leaf, index }));
    const patterns = named.flatMap(({ leaf, index }) => patternOf(workflow, leaf, index));
    return { patterns, artifacts: named.map(({ leaf, index }) => artifactOf(workflow, leaf, index)) };
  });
}

type Leaf = RepositoryInput | CronInput;

/** The products of an input, in which nothing is a choice any more. */
function alternatives(input: Input): Leaf[][] {
  if (isRepository(input) || isCron(input)) return [[input]];
  const { kind, parts } = combinationOf(input) ?? { kind: "cross", parts: [] };
  const all = parts.map(alternatives);
  if (kind === "union") return all.flat();
  return all.reduce<Leaf[][]>((ways, next) => ways.flatMap((way) => next.map((more) => [...way, ...more])), [[]]);
}

function patternOf(workflow: WorkflowSettings, leaf: Leaf, index: number): ArgoPattern[] {
  if (isCron(leaf) || !matchesSeveral(leaf.glob)) return [];
  const folder = `/pfs/${folderOf(workflow, leaf)}`;
  return [{ parameter: `path${index}`, folder, glob: leaf.glob, key: keyOf(workflow, leaf.repo) }];
}

function artifactOf(workflow: WorkflowSettings, leaf: Leaf, index: number): ArgoArtifact {
  const name = `input${index}`;
  if (isCron(leaf)) {
    const { name: folder } = leaf.cron;
    return { name, path: `/pfs/${folder}/time`, raw: { data: "{{workflow.creationTimestamp}}" } };
  }
  const place = matchesSeveral(leaf.glob) ? `{{inputs.parameters.path${index}}}` : leaf.glob.replace(/\/$/, "");
  return {
    name,
    path: `/pfs/${folderOf(workflow, leaf)}${place}`,
    s3: { key: `${keyOf(workflow, leaf.repo)}${place}` },
  };
}

/** A script for `sh` that prints the datums of some patterns as a list of JSON, each with its paths. */
export function listingScript(patterns: readonly ArgoPattern[]): string {
  const indent = (depth: number) => "  ".repeat(depth);
  const loops = patterns.flatMap(({ parameter, folder, glob }, depth) => [
    `${indent(depth)}for ${parameter} in ${shellPattern(`${folder}${glob}`)}; do`,
    // A pattern that matches nothing stands for itself.
    `${indent(depth + 1)}[ -e "$${parameter}" ] || continue`,
  ]);
  const fields = patterns.map(({ parameter }) => `"${parameter}":"%s"`).join(",");
  const values = patterns.map(({ parameter, folder }) => `"$(json "\${${parameter}#${folder}}")"`).join(" ");
  return [
    "set -eu",
    `json() { printf '%s' "$1" | sed 's/[\\\\"]/\\\\&/g'; }`,
    "separator=''",
    "printf '['",
    ...loops,
    `${indent(patterns.length)}printf '%s{${fields}}' "$separator" ${values}`,
    `${indent(patterns.length)}separator=,`,
    ...patterns.map((_, index) => `${indent(patterns.length - 1 - index)}done`),
    "echo ']'",
    "",
  ].join("\n");
}

/** A pattern as the shell has it: what is no sign of a pattern is quoted, and brackets that only name a part go. */
function shellPattern(glob: string): string {
  const parts = glob.replace(/[()]/g, "").match(/\[[^\]]*\]|[*?]|[^[\]*?]+|./g) ?? [];
  return parts
    .map((part) => {
      if (part.length > 2 && part.startsWith("[")) return part.replace(/^\[\^/, "[!");
      return /^[*?]$/.test(part) ? part : quotedWord(part);
    })
    .join("");
}
