import { didYouMean } from "../shared/did-you-mean";
import { isRecord, isText, type Parts, type Problem, partsOf, problemsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import { secretProblems, secretSettings } from "./cluster/secret-schema";
import { declaredKeys } from "./cluster/secret-settings";
import type { DeclaredSecret } from "./cluster/settings";
import { problemsAmongCpsign, problemsWithinCpsign } from "./cpsign/problems";
import { cpsignWorkflow } from "./cpsign/render/cpsign";
import { cpsignSettings } from "./cpsign/schema";
import { besideCpsign } from "./cpsign-workflow-schema";
import { mysqlProblems } from "./database/problems";
import { databasesOf } from "./database/render/mysql-contents";
import { mysqlSettings } from "./database/schema";
import type { MySqlSettings } from "./database/settings";
import { managerProblems } from "./manager/schema";
import { pachydermRules } from "./pachyderm/schema";
import { declaredSecrets, pachdNamespaceOf } from "./render/workflows";
import type { PipelinesSettings } from "./settings";
import { problemsAmongWorkflows, problemsWithinWorkflow } from "./workflow/problems";
import { pipelineName } from "./workflow/render/dag";
import { below, workflowSettings } from "./workflow/schema";
import type { PachydermVersion, WorkflowSettings } from "./workflow/settings";

/** A workflow of a file. */
interface Named {
  readonly path: string;
  readonly kind: "cpsign" | "plain";
  /** With its name. */
  readonly value: Parts;
  /** What stands beside the settings of CPSign. @default - nothing can */
  readonly beside?: { readonly path: string; readonly value: Parts };
}

/** What is wrong between the settings of one file; settings that are wrong by themselves are passed over. */
export function problemsBetween(value: unknown): Problem[] {
  if (!isRecord(value)) return [];
  const { namespace, database, secrets, manager, pachyderm } = value;
  const all = workflowsIn(value);
  const own = all.map(ownProblems);
  const isSound = own.every((each) => each.length === 0);
  const declared = declaredIn(value);
  return [
    ...(isRecord(database) ? below("database", mysqlProblems({ ...database, namespace })) : []),
    ...Object.entries(partsOf(secrets)).flatMap(([name, each]) =>
      below(`secrets.${name}`, secretProblems(partsOf(each))),
    ),
    ...ownSecretProblems(value, declared),
    ...(isRecord(manager) && isRecord(database) && isText(manager.name) && manager.name === database.name
      ? [
          {
            path: "manager.name",
            message: `must be another name than the database's, got ${shown(manager.name)}; choose another`,
          },
        ]
      : []),
    ...(isRecord(manager)
      ? below(
          "manager",
          managerProblems({ ...manager, pachyderm: partsOf(pachyderm).version, namespace }, declared?.all),
        )
      : []),
    ...(isRecord(value.workflows) && all.length === 0
      ? [{ path: "workflows", message: "must have a workflow, got none; write { LogD: { cpsign: { … } } }" }]
      : []),
    ...all.flatMap((each, index) => [
      ...(own[index] ?? []),
      ...problemsWithin(each, value, declared),
      ...databaseProblems(each, value),
    ]),
    ...(isSound ? [...amongProblems(all), ...deletionProblems(value.deletes, all)] : []),
  ];
}

/** The database makes its secrets itself. */
function ownSecretProblems({ secrets }: Parts, declared: Declared): Problem[] {
  return Object.entries(partsOf(secrets)).flatMap(([secret, each]) =>
    declared?.made.includes(secret) && partsOf(each).values !== undefined
      ? [
          {
            path: `secrets.${secret}.values`,
            message:
              "must be left out of a secret that the database makes, got some; choose another name, or take them out",
          },
        ]
      : [],
  );
}

/** What a file's pipelines and manager may mount; absent where a declaration is wrong by itself: nothing is held against it. */
type Declared = { readonly all: readonly DeclaredSecret[]; readonly made: readonly string[] } | undefined;

function declaredIn({ namespace, pachyderm, database, secrets }: Parts): Declared {
  const own = database === undefined ? [] : problemsOf(mysqlSettings, { ...partsOf(database), namespace });
  const others = Object.entries(partsOf(secrets)).flatMap(([name, each]) =>
    problemsOf(secretSettings, { ...partsOf(each), name, namespaces: [namespace] }),
  );
  if ([...own, ...others, ...problemsOf(pachydermRules, pachyderm)].length > 0) return undefined;
  const settings = { namespace, pachyderm, database } as PipelinesSettings;
  const all = declaredSecrets({ ...settings, secrets: partsOf(secrets) as NonNullable<PipelinesSettings["secrets"]> });
  const places = [namespace, pachdNamespaceOf(settings)];
  const made = declaredSecrets(settings).filter((each) => places.includes(each.namespace));
  return { all, made: made.map(({ name }) => name) };
}

function workflowsIn({ workflows }: Parts): Named[] {
  return Object.entries(partsOf(workflows)).map(([name, each]) => {
    const path = `workflows.${name}`;
    if (!isRecord(each) || !("cpsign" in each)) return { path, kind: "plain", value: { ...partsOf(each), name } };
    const { cpsign, ...beside } = each;
    const value = { ...partsOf(cpsign), name };
    return { path: `${path}.cpsign`, kind: "cpsign", value, beside: { path, value: beside } };
  });
}

/** What its own rules say. */
function ownProblems({ path, kind, value, beside }: Named): Problem[] {
  const found = problemsOf(kind === "cpsign" ? cpsignSettings : workflowSettings, value);
  // The name is the key, which has a rule.
  const own = found.filter((problem) => problem.path !== "name");
  return [...below(path, own), ...(beside ? below(beside.path, problemsOf(besideCpsign, beside.value)) : [])];
}

function problemsWithin({ path, kind, value }: Named, settings: Parts, declared: Declared): Problem[] {
  const version = partsOf(settings.pachyderm).version as PachydermVersion;
  const workers = String(partsOf(settings.pachyderm).namespace ?? settings.namespace);
  const secrets = declared === undefined ? {} : { secrets: declaredKeys(declared.all, workers) };
  const context = { ...(isText(version) && { version }), ...secrets };
  if (kind === "plain") return below(path, problemsWithinWorkflow(value, context));
  const { name } = partsOf(settings.database);
  const databases = isText(name) ? { databases: [name] } : {};
  return below(path, problemsWithinCpsign(value, { ...context, ...databases }));
}

/** A configuration that names what the database has not. */
function databaseProblems({ path, kind, value }: Named, { database, namespace }: Parts): Problem[] {
  const { host, db_name, user } = partsOf(partsOf(partsOf(value).configuration).database);
  const isOurs = kind === "cpsign" && isRecord(database) && isText(host) && host === database.name;
  if (!isOurs || problemsOf(mysqlSettings, { ...database, namespace }).length > 0) return [];
  const settings = database as unknown as MySqlSettings;
  const known = databasesOf(settings);
  const people = ["root", ...Object.keys(settings.users ?? {})];
  const place = `${path}.configuration.database`;
  return [
    ...(isText(db_name) && !known.includes(db_name)
      ? [{ path: `${place}.db_name`, message: oneOfThem("database", known, db_name) }]
      : []),
    ...(isText(user) && !people.includes(user)
      ? [{ path: `${place}.user`, message: oneOfThem("user", people, user) }]
      : []),
  ];
}

function oneOfThem(what: string, known: readonly string[], got: string): string {
  const advice = didYouMean(got, known) ?? `name it in database.${what}s`;
  return `must be a ${what} of the server (${known.join(", ") || "none yet"}), got ${shown(got)}; ${advice}`;
}

function amongProblems(all: readonly Named[]): Problem[] {
  const ofCpsign = all.filter(({ kind }) => kind === "cpsign");
  return [...problemsAmongCpsign(ofCpsign), ...problemsAmongWorkflows(all.map(plain))];
}

function plain({ path, kind, value }: Named): { readonly path: string; readonly value: WorkflowSettings } {
  return { path, value: (kind === "cpsign" ? cpsignWorkflow(value as never) : value) as unknown as WorkflowSettings };
}

/** What goes must not be made, or read, in the same deployment. */
function deletionProblems(deletes: unknown, all: readonly Named[]): Problem[] {
  if (!Array.isArray(deletes)) return [];
  const workflows = all.map(plain);
  return deletes.flatMap((name, index): Problem[] => {
    const owner = workflows.find(({ value }) =>
      Object.keys(value.pipelines).some((each) => pipelineName(value, each) === name),
    );
    const reader = workflows.find(({ value }) => value.externalRepositories?.includes(name));
    const path = `deletes[${index}]`;
    if (owner !== undefined) {
      const message = `must be a pipeline that no workflow has, got ${shown(name)}, which ${owner.path} makes; take it out of one of them`;
      return [{ path, message }];
    }
    if (reader === undefined) return [];
    const message = `must be a pipeline that no workflow reads, got ${shown(name)}, which stands in externalRepositories of ${reader.path}; take it out of one of them`;
    return [{ path, message }];
  });
}
