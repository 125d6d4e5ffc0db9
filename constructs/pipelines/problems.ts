import { didYouMean } from "../shared/did-you-mean";
import { isRecord, isText, type Parts, type Problem, partsOf, problemsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import type { DeclaredSecret } from "./cluster-settings";
import { problemsAmongCpsign, problemsWithinCpsign } from "./cpsign-problems";
import { cpsignSettings } from "./cpsign-schema";
import { managerProblems } from "./manager-schema";
import { mysqlProblems } from "./mysql-problems";
import { cpsignWorkflow } from "./render/cpsign";
import { passwordKeys } from "./render/mysql-contents";
import { mountableSecrets } from "./render/workflows";
import { secretProblems } from "./secret-schema";
import type { PipelinesSettings } from "./settings";
import { problemsAmongWorkflows, problemsWithinWorkflow } from "./workflow-problems";
import { below, workflowSettings } from "./workflow-schema";
import type { DeclaredSecrets, PachydermVersion } from "./workflow-settings";

/** A workflow of a file. */
interface Named {
  readonly path: string;
  readonly kind: "cpsign" | "plain";
  /** With its name. */
  readonly value: Parts;
}

/** What is wrong between the settings of one file; settings that are wrong by themselves are passed over. */
export function problemsBetween(value: unknown): Problem[] {
  if (!isRecord(value)) return [];
  const { namespace, database, secrets, manager, pachyderm } = value;
  const all = workflowsIn(value);
  const isSound = all.every((each) => ownProblems(each).length === 0);
  return [
    ...(isRecord(database) ? below("database", mysqlProblems({ ...database, namespace } as never)) : []),
    ...Object.entries(partsOf(secrets)).flatMap(([name, each]) =>
      below(`secrets.${name}`, secretProblems(partsOf(each))),
    ),
    ...ownSecretProblems(value),
    ...(isRecord(manager)
      ? below(
          "manager",
          managerProblems({ ...manager, pachyderm: partsOf(pachyderm).version, namespace }, declaredTo(value)),
        )
      : []),
    ...(isRecord(value.workflows) && all.length === 0
      ? [{ path: "workflows", message: "must have a workflow, got none; write { LogD: { cpsign: { … } } }" }]
      : []),
    ...all.flatMap((each) => [...ownProblems(each), ...problemsWithin(each, value), ...databaseProblems(each, value)]),
    ...(isSound ? amongProblems(all) : []),
  ];
}

/** The database makes its secrets itself. */
function ownSecretProblems({ database, secrets, namespace, pachyderm }: Parts): Problem[] {
  const { name, workers } = partsOf(database);
  const places = [namespace, partsOf(pachyderm).namespace ?? namespace];
  const ofWorkers = (Array.isArray(workers) ? workers : []).map(partsOf).flatMap((each) => {
    return isRecord(each.secret) && places.includes(each.namespace) ? [each.secret.name ?? name] : [];
  });
  const own = [name, ...ofWorkers];
  return Object.entries(partsOf(secrets)).flatMap(([secret, each]) =>
    own.includes(secret) && partsOf(each).values !== undefined
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

/** What lies in the manager's namespace. */
function declaredTo({ database, secrets, namespace }: Parts): DeclaredSecret[] {
  const { name } = partsOf(database);
  const own = isText(name) ? [{ name, keys: passwordKeys(partsOf(database) as never) }] : [];
  const others = Object.entries(partsOf(secrets)).map(([each, settings]) => {
    const { keys } = partsOf(settings);
    return { name: each, keys: Array.isArray(keys) ? (keys as string[]) : [] };
  });
  return [...own, ...others].map((each) => ({ ...each, namespace: String(namespace) }));
}

function workflowsIn({ workflows }: Parts): Named[] {
  return Object.entries(partsOf(workflows)).map(([name, each]) => {
    const isCpsign = isRecord(each) && "cpsign" in each;
    return isCpsign
      ? { path: `workflows.${name}.cpsign`, kind: "cpsign", value: { ...partsOf(each.cpsign), name } }
      : { path: `workflows.${name}`, kind: "plain", value: { ...partsOf(each), name } };
  });
}

/** What its own rules say. */
function ownProblems({ path, kind, value }: Named): Problem[] {
  const found = problemsOf(kind === "cpsign" ? cpsignSettings : workflowSettings, value);
  // The name is the key, which has a rule.
  return below(
    path,
    found.filter((problem) => problem.path !== "name"),
  );
}

function problemsWithin({ path, kind, value }: Named, settings: Parts): Problem[] {
  const version = partsOf(settings.pachyderm).version as PachydermVersion;
  const context = { ...(isText(version) && { version }), ...secretsOf(settings) };
  if (kind === "plain") return below(path, problemsWithinWorkflow(value, context));
  const { name } = partsOf(settings.database);
  const databases = isText(name) ? { databases: [name] } : {};
  return below(path, problemsWithinCpsign(value, { ...context, ...databases }));
}

/** A configuration that names what the database has not. */
function databaseProblems({ path, kind, value }: Named, { database }: Parts): Problem[] {
  const { host, db_name, user } = partsOf(partsOf(partsOf(value).configuration).database);
  const { name, databases, loads, users } = partsOf(database);
  if (kind !== "cpsign" || host !== name || !isText(host)) return [];
  const loaded = Object.values(partsOf(loads)).map((load) => partsOf(load).database);
  const known = [...(Array.isArray(databases) ? databases : []), ...loaded].filter(isText);
  const people = ["root", ...Object.keys(partsOf(users))];
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

/** Where a declaration is wrong by itself, nothing is held against it. */
function secretsOf(settings: Parts): { readonly secrets?: DeclaredSecrets } {
  try {
    return { secrets: mountableSecrets(settings as unknown as PipelinesSettings) };
  } catch {
    return {};
  }
}

function amongProblems(all: readonly Named[]): Problem[] {
  const ofCpsign = all.filter(({ kind }) => kind === "cpsign");
  const plain = all.map(({ path, kind, value }) => ({
    path,
    value: kind === "cpsign" ? cpsignWorkflow(value as never) : value,
  }));
  return [...problemsAmongCpsign(ofCpsign), ...problemsAmongWorkflows(plain)];
}
