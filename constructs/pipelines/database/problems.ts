import { didYouMean } from "../../shared/did-you-mean";
import { isRecord, isText, type Parts, type Problem, partsOf } from "../../shared/rules";
import { secretsBelow } from "../../shared/secret-problems";
import { shown } from "../../shared/shown";
import { resourceProblems } from "../cluster/schema";
import { configurationProblems } from "./configuration-problems";
import { DEFAULT_MEMORY } from "./defaults";
import { dumpVolumeProblems, dumpVolumeWarnings } from "./dump-volume";
import { durabilityWarnings } from "./durability-warnings";
import { memoryProblems, memoryWarnings } from "./memory-problems";
import { versionOf, versionProblems } from "./mysql-version";
import { METRICS_USER, passwordKeys } from "./render/mysql-contents";
import type { MySqlSettings } from "./settings";

/** What is wrong between a database's settings, of any shape. */
export function mysqlProblems(value: unknown): Problem[] {
  const settings = partsOf(value);
  return [
    ...limitProblems(settings),
    ...versionProblems(settings),
    ...configurationProblems(settings),
    ...memoryProblems(settings),
    ...storageProblems(settings),
    ...databaseProblems(settings),
    ...workerProblems(settings),
    ...loadProblems(settings),
    ...plainSecrets(settings),
    ...copyProblems(settings),
    ...dumpProblems(settings),
  ];
}

/** Secrets in scripts and in the server's configuration. */
function plainSecrets({ initScripts, configuration }: Parts): Problem[] {
  const advice = "name users in users, whose passwords are made in the cluster";
  return [...secretsBelow("initScripts", initScripts, advice), ...secretsBelow("configuration", configuration, advice)];
}

/** With what is asked for and allowed where nothing is said. */
function limitProblems({ requests, limits }: Parts): Problem[] {
  const [asked, allowed] = [partsOf(requests), partsOf(limits)];
  const least = { cpu: "500m", memory: allowed.memory ?? "1Gi", ephemeralStorage: "512Mi", ...asked };
  return resourceProblems("limits", least, { memory: DEFAULT_MEMORY, ephemeralStorage: "20Gi", ...allowed });
}

function storageProblems({ existingClaim, storage, storageClass, removal, name }: Parts): Problem[] {
  const own = { storage, storageClass, removal };
  const beside = Object.entries(own).filter(([, value]) => existingClaim !== undefined && value !== undefined);
  return [
    ...beside.map(([path, value]) => ({
      path,
      message: `must be left out beside existingClaim, got ${shown(value)}; the claim has its own`,
    })),
    ...(existingClaim !== undefined && existingClaim === `${name}-data`
      ? [
          {
            path: "existingClaim",
            message: `must be another claim than the one that is made, got ${shown(existingClaim)}; leave it out`,
          },
        ]
      : []),
  ];
}

/** All databases that are made. */
function madeDatabases({ databases, loads, copyFrom }: Parts): string[] {
  const loaded = Object.values(partsOf(loads)).map((each) => partsOf(each).database);
  const copied = partsOf(copyFrom).databases;
  const all = [...(Array.isArray(databases) ? databases : []), ...loaded, ...(Array.isArray(copied) ? copied : [])];
  return [...new Set(all.filter(isText))];
}

function unknownDatabases(path: string, wanted: unknown, made: readonly string[]): Problem[] {
  if (!Array.isArray(wanted)) return [];
  return wanted.flatMap((each, index) => {
    if (!isText(each) || made.includes(each)) return [];
    const advice = didYouMean(each, made) ?? "name it in databases, or load it";
    return [{ path: `${path}[${index}]`, message: `must be a database that is made, got "${each}"; ${advice}` }];
  });
}

function databaseProblems(settings: Parts): Problem[] {
  const made = madeDatabases(settings);
  const users = Object.entries(partsOf(settings.users));
  const withScripts = Object.keys(partsOf(settings.initScripts)).length > 0;
  return [
    ...users.flatMap(([name, each]) => {
      const { databases } = partsOf(each);
      if (databases === undefined && made.length === 0) {
        return [{ path: `users.${name}.databases`, message: "is required where no database is made; name some" }];
      }
      return unknownDatabases(`users.${name}.databases`, databases, made);
    }),
    ...keyProblems(users, settings.dump !== undefined, settings.metrics !== undefined),
    ...(withScripts && !(Array.isArray(settings.databases) && settings.databases.length > 0)
      ? [{ path: "databases", message: "is required with initScripts; they run in the first of them" }]
      : []),
  ];
}

/** Two users with one password would be one for whoever has it. */
function keyProblems(users: readonly (readonly [string, unknown])[], isDumped: boolean, isCounted: boolean): Problem[] {
  const owners: Readonly<Record<string, string>> = {
    "mysql-root-password": "root's",
    ...(isDumped && { "mysql-dump-password": "that of the user who dumps" }),
    ...(isCounted && { [METRICS_USER.passwordKey]: "that of the exporter of metrics" }),
  };
  const keys = users.map(([name, each]): unknown => partsOf(each).passwordKey ?? `mysql-${name}-password`);
  return users.flatMap(([name], index) => {
    const key = keys[index];
    const owner = isText(key) && Object.hasOwn(owners, key) ? owners[key] : undefined;
    if (isCounted && name === METRICS_USER.name) {
      const message = `must have another name, got "${name}"; metrics makes that user`;
      return [{ path: `users.${name}`, message }];
    }
    // That there is no user of this name is told by its own rule.
    if (owner !== undefined && name !== "root") {
      const message = `must be a key of its own, got ${shown(key)}; it is ${owner}`;
      return [{ path: `users.${name}.passwordKey`, message }];
    }
    const first = keys.indexOf(key);
    if (first === index) return [];
    const message = `must be a key of its own, got ${shown(key)} as user "${users[first]?.[0]}" has; choose another`;
    return [{ path: `users.${name}.passwordKey`, message }];
  });
}

function workerProblems({ workers, name, namespace, users, dump, metrics }: Parts): Problem[] {
  if (!Array.isArray(workers)) return [];
  const plainUsers = Object.entries(partsOf(users)).map(([user, each]) => {
    const { passwordKey } = partsOf(each);
    return [user, isText(passwordKey) ? { passwordKey } : {}] as const;
  });
  const keys = passwordKeys({
    users: Object.fromEntries(plainUsers),
    ...(dump !== undefined && { dump }),
    ...(metrics !== undefined && { metrics }),
  } as never);
  const places = workers.map((each) => {
    const { namespace: where, secret } = partsOf(each);
    return secret === undefined ? undefined : `${where}/${partsOf(secret).name ?? name}`;
  });
  return workers.flatMap((each, index) => {
    const { secret } = partsOf(each);
    const path = `workers[${index}].secret`;
    const place = places[index];
    const unknown = Object.entries(partsOf(partsOf(secret).keys)).filter(
      ([, from]) => isText(from) && !keys.includes(from),
    );
    return [
      ...unknown.map(([key, from]) => {
        const advice = didYouMean(String(from), keys) ?? `it has ${keys.join(", ")}`;
        return {
          path: `${path}.keys.${key}`,
          message: `must be a key of the database's secret, got "${from}"; ${advice}`,
        };
      }),
      ...(place !== undefined && place === `${namespace}/${name}`
        ? [
            {
              path: `${path}.name`,
              message: `must be another name than the database's secret, got ${shown(name)}; choose one`,
            },
          ]
        : []),
      ...(place !== undefined && places.indexOf(place) !== index
        ? [{ path, message: `must be a secret of its own, got ${place} twice; take one out` }]
        : []),
    ];
  });
}

function loadProblems({ loads, databases, copyFrom }: Parts): Problem[] {
  const entries = Object.entries(partsOf(loads)).map(([name, each]) => [name, partsOf(each)] as const);
  return entries.flatMap(([name, { url, member, database }], index) => {
    const isArchive = isText(url) && /\.(tar\.gz|tgz)$/.test(url);
    const first = entries.findIndex(([, other]) => other.database === database);
    const others = [databases, partsOf(copyFrom).databases];
    const isMade = others.some((each) => Array.isArray(each) && each.includes(database));
    return [
      ...(isArchive && member === undefined
        ? [{ path: `loads.${name}.member`, message: "is required for an archive; tar -tzf lists the files in it" }]
        : []),
      ...(!isArchive && isText(url) && member !== undefined
        ? [{ path: `loads.${name}.member`, message: `is for an archive, got ${shown(member)}; leave it out` }]
        : []),
      ...(isText(database) && (first !== index || isMade)
        ? [
            {
              path: `loads.${name}.database`,
              message: `must be a database of its own, got "${database}" twice; a load empties it before`,
            },
          ]
        : []),
    ];
  });
}

/** It would wait for itself. */
function copyProblems({ name, namespace, copyFrom }: Parts): Problem[] {
  const { host } = partsOf(copyFrom);
  if (!isText(host) || !isText(name)) return [];
  const places = [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`];
  if (!places.includes(host)) return [];
  const message = `must be another server than the one that is made, got "${host}"; name the old one, or give this one another name`;
  return [{ path: "copyFrom.host", message }];
}

function dumpProblems(settings: Parts): Problem[] {
  if (!isRecord(settings.dump)) return [];
  const { databases, to } = settings.dump;
  const made = madeDatabases(settings);
  const { roleArn, credentialsSecret } = partsOf(to);
  return [
    ...unknownDatabases("dump.databases", databases, made),
    ...dumpVolumeProblems(settings),
    ...(databases === undefined && made.length === 0
      ? [{ path: "dump.databases", message: "is required where no database is made; name some in databases" }]
      : []),
    ...(roleArn !== undefined && credentialsSecret !== undefined
      ? [{ path: "dump.to.roleArn", message: "must be left out beside credentialsSecret, got both; take one out" }]
      : []),
  ];
}

/** What is allowed, and may be a mistake. */
export function mysqlWarnings(settings: MySqlSettings): string[] {
  const { name, workers = [], existingClaim } = settings;
  const version = versionOf(settings);
  const isOld = version !== undefined && (version.major < 8 || (version.major === 8 && version.minor < 4));
  const rooted = workers.some(({ secret }) => Object.values(secret?.keys ?? {}).includes("mysql-root-password"));
  return [
    ...(isOld
      ? [`MySQL ${version.major}.${version.minor} gets no security fixes any more; move to 8.4, with copyFrom`]
      : []),
    ...memoryWarnings(settings),
    ...requestWarnings(settings),
    ...durabilityWarnings(settings),
    ...dumpVolumeWarnings(settings),
    ...(rooted
      ? ["workers get root's password, with which they may change and drop everything; give them a user's"]
      : []),
    ...(existingClaim !== undefined && !isOld
      ? [
          `claim ${existingClaim} must hold data of 8.0 or later: those of 5.7, which the chart had, are refused by ${version?.major}.${version?.minor}; copy them with copyFrom`,
        ]
      : []),
    ...(/(^|-)mysql$/.test(name)
      ? []
      : [`name "${name}" does not end in -mysql, as the chart's did; database.host of the configuration must be it`]),
  ];
}

/** A limit that also asks for as much, without a word. */
function requestWarnings({ requests, limits }: MySqlSettings): string[] {
  const { memory } = limits ?? {};
  if (memory === undefined || requests?.memory !== undefined) return [];
  return [`limits.memory, ${memory}, is what is requested too; set requests.memory to ask the cluster for less`];
}
