import { imageReference } from "../../shared/container/image-reference";
import { didYouMean } from "../../shared/did-you-mean";
import { isRecord, isText, type Parts, type Problem, partsOf, problemsOf, type Rule } from "../../shared/rules";
import { secretsBelow } from "../../shared/secret-problems";
import { shown } from "../../shared/shown";
import { problemsWithinWorkflow, type WorkflowContext } from "../workflow/problems";
import { below } from "../workflow/schema";
import { configurationRepository, cpsignWorkflow, joinedColumns } from "./render/cpsign";
import { cpsignSettings, MORE_PARAMETERS, otherParameter, PARAMETERS } from "./schema";
import type { CpsignConfiguration, CpsignSettings } from "./settings";

/** What a workflow with CPSign is held against beside its own settings. */
export interface CpsignContext extends WorkflowContext {
  /** The services of the databases that there are. @default - the host is not held against them */
  readonly databases?: readonly string[];
}

/** All that is wrong with a workflow with CPSign beside what its own rules say. */
export function problemsWithinCpsign(value: unknown, context: CpsignContext = {}): Problem[] {
  const parameters = partsOf(partsOf(value).configuration).cpsign;
  const own = [
    ...(isRecord(parameters) ? below("configuration.cpsign", parameterProblems(parameters)) : []),
    ...secretsBelow(
      "configuration",
      partsOf(value).configuration,
      "its steps mount the cluster's secrets: take it out",
    ),
  ];
  // The rest needs settings that are right by themselves.
  if (problemsOf(cpsignSettings, value).length + own.length > 0) return own;
  const settings = value as CpsignSettings;
  const found = [
    ...configurationProblems(settings, context),
    ...imageProblems(settings),
    ...(settings.uploads === "aggregate" && settings.configuration.parallellism === undefined
      ? [
          {
            path: "uploads",
            message:
              'must be left out without configuration.parallellism, got "aggregate"; a model that is trained in one piece needs none',
          },
        ]
      : []),
  ];
  return [...found, ...workflowProblems(settings, context)];
}

function parameterProblems(parameters: Parts): Problem[] {
  const rules: Readonly<Record<string, Rule | undefined>> = { ...PARAMETERS, ...MORE_PARAMETERS };
  const known = Object.keys(rules);
  const required = Object.entries(PARAMETERS).flatMap(([key, rule]) => below(key, problemsOf(rule, parameters[key])));
  const others = Object.entries(parameters).flatMap(([key, value]): Problem[] => {
    if (key in PARAMETERS) return [];
    const near = known.includes(key) ? undefined : nearest(key, known);
    if (near !== undefined) return [{ path: key, message: `is not a known parameter; ${near}` }];
    return below(key, problemsOf(rules[key] ?? otherParameter, value));
  });
  return [...required, ...others];
}

/** The ingestion's image may know more parameters: only what is nearly a known one is taken for a mistake. */
function nearest(key: string, known: readonly string[]): string | undefined {
  const plain = (name: string) => name.replaceAll(/[-_]/g, "").toLowerCase();
  const same = known.find((name) => plain(name) === plain(key));
  if (same !== undefined) return `did you mean "${same}"?`;
  return key.length < 5 ? undefined : didYouMean(key, known);
}

function configurationProblems({ name, configuration }: CpsignSettings, { databases }: CpsignContext): Problem[] {
  const { workflow_name, database, query } = configuration;
  const places = query.database_query.split("{}").length - 1;
  const there = databases?.join(", ");
  return below("configuration", [
    ...(workflow_name === name
      ? []
      : [
          {
            path: "workflow_name",
            message: `must be the workflow's name, ${shown(name)}, got ${shown(workflow_name)}; the ingestion makes paths such as /pfs/${name}-ingestion of it`,
          },
        ]),
    ...(databases === undefined || databases.includes(database.host)
      ? []
      : [
          {
            path: "database.host",
            message: `must be the service of a database, got ${shown(database.host)}; ${didYouMean(database.host, databases) ?? `there are ${there}`}`,
          },
        ]),
    ...(places === 1
      ? []
      : [
          {
            path: "query.database_query",
            message: `must have one {} at which the limit is put in, got ${places}; write it before the semicolon`,
          },
        ]),
    ...joinedColumns(configuration).map((column) => ({
      path: `query.smi_columns[${query.smi_columns.indexOf(column)}]`,
      message: `must be one column, got ${shown(column)}; write ${column
        .split(",")
        .map((each) => shown(each.trim()))
        .join(", ")}`,
    })),
    ...splitProblems(configuration),
    ...oldProblems(configuration),
  ]);
}

/** The ingestion makes splits that are not there of what is left over. */
function splitProblems({ parallellism, cpsign }: CpsignConfiguration): Problem[] {
  const models = cpsign["nr-models"];
  const splits = parallellism?.splits_per_model;
  if (splits === undefined || models % splits === 0) return [];
  return [
    {
      path: "parallellism.splits_per_model",
      message: `must divide nr-models, ${models}, got ${splits}; the last worker would get splits that are not there`,
    },
  ];
}

function oldProblems(configuration: CpsignConfiguration): Problem[] {
  const version = configuration["cpsign-version"];
  if (!/^0\.[0-6]\./.test(version)) return [];
  return ["cptype", "trainfile"]
    .filter((key) => configuration.cpsign[key] === undefined)
    .map((key) => ({ path: `cpsign.${key}`, message: `is required; CPSign ${version} does not start without it` }));
}

function imageProblems({ configuration, images }: CpsignSettings): Problem[] {
  const version = configuration["cpsign-version"];
  const { tag } = imageReference(images.cpsign) ?? {};
  const [has] = /\d+\.\d+\.\d+/.exec(tag ?? "") ?? [];
  if (has === undefined || has === version) return [];
  return [
    {
      path: "images.cpsign",
      message: `must have CPSign ${version}, as the configuration's cpsign-version says, got ${shown(images.cpsign)}; change one of them`,
    },
  ];
}

/** What is wrong with the pipelines that are made: resources and secrets, at the settings that they come from. */
function workflowProblems(settings: CpsignSettings, context: WorkflowContext): Problem[] {
  const all = problemsWithinWorkflow(cpsignWorkflow(settings), context).map(({ path, message }) => {
    const [, step, rest] = /^pipelines\.(\w+)\.((?:limits|requests).*)$/.exec(path) ?? [];
    if (step !== undefined) return { path: `resources.${step}.${rest}`, message };
    const [, mounting] = /^pipelines\.(\w+)\.secrets/.exec(path) ?? [];
    const secret = { ingestion: "database", upload: "modelWeb" }[mounting ?? ""] ?? "license";
    return mounting === undefined ? { path, message } : { path: `secrets.${secret}`, message };
  });
  // Three steps mount the licence.
  const isFirst =
    ({ path, message }: Problem) =>
    (each: Problem) =>
      each.path === path && each.message === message;
  return all.filter((problem, index) => all.findIndex(isFirst(problem)) === index);
}

/** What is the same in two workflows of one cluster, and must not be. */
export function problemsAmongCpsign(all: readonly { readonly path: string; readonly value: unknown }[]): Problem[] {
  const named = all.flatMap(({ path, value }) => {
    const { name, repository } = partsOf(value);
    if (!isText(name) || (repository !== undefined && !isText(repository))) return [];
    return [{ path, repository: configurationRepository(value as CpsignSettings) }];
  });
  return named.flatMap(({ path, repository }, index) => {
    const first = named.findIndex((each) => each.repository === repository);
    if (first === index) return [];
    return [
      {
        path: `${path}.repository`,
        message: `must be a repository of its own, got ${shown(repository)} as ${named[first]?.path} has; a configuration would start both workflows`,
      },
    ];
  });
}

/** What is allowed in a workflow with CPSign, and may be a mistake. */
export function warningsOfCpsign({ configuration }: Pick<CpsignSettings, "configuration">): string[] {
  const { database, cpsign } = configuration;
  return [
    ...(database.user === "root"
      ? [
          "configuration.database.user is root, who may do everything in the database; make a user that may SELECT alone",
        ]
      : []),
    ...(cpsign.seed === undefined
      ? [
          "configuration.cpsign.seed is not set: each training splits the data otherwise, and no model can be made again",
        ]
      : []),
  ];
}
