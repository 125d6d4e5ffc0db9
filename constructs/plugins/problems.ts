import { stateBucketProblems } from "../shared/backend-problems";
import { problemsWithin as containerProblems, type KnownSettings } from "../shared/container/problems";
import { secretProblems } from "../shared/container/secrets";
import { dockerHostProblems } from "../shared/docker-host-problems";
import { didYouMeanRegion, isRegion } from "../shared/regions";
import { isList, isRecord, isText, type Parts, type Problem, partsOf } from "../shared/rules";
import { secretsBelow } from "../shared/secret-problems";
import { shown } from "../shared/shown";
import { BUILTINS, OWN_VARIABLES } from "./render/names";

/** What is wrong between the settings of one file; settings that are wrong by themselves are passed over. */
export function problemsWithinPlugins(value: unknown): Problem[] {
  const { collections, workers, backend, bucket, region } = partsOf(value);
  const { name: own, store } = partsOf(bucket);
  const all = isList(collections) ? collections : [];
  return [
    ...problemsWithinPlace(partsOf(value)),
    ...(store === undefined ? stateBucketProblems(backend, { bucket: own, region }) : []),
    ...all.flatMap((each, index) => prefixProblems(all, partsOf(each).prefix, index)),
    ...builtinsProblems(all),
    ...(isRecord(workers) ? workersProblems(workers, "workers.") : []),
  ];
}

/** Amazon's regions, accounts, roles and tags are Amazon's alone. */
export function problemsWithinPlace({ region, bucket, accountId, access, tags }: Parts): Problem[] {
  if (partsOf(bucket).store === undefined) {
    if (!isText(region) || isRegion(region)) return [];
    const advice = `${didYouMeanRegion(region)}; another store is named in bucket.store`;
    return [{ path: "region", message: `must be a region of AWS, got ${shown(region)}; ${advice}` }];
  }
  return Object.entries({ accountId, access, tags }).flatMap(([path, said]) =>
    said === undefined ? [] : [{ path, message: "is for Amazon S3, got it with bucket.store; take it out" }],
  );
}

/** A collection within another would be emptied by it. */
function prefixProblems(all: readonly unknown[], prefix: unknown, index: number): Problem[] {
  if (!isText(prefix)) return [];
  const other = all.findIndex((each, at) => {
    const outer = partsOf(each).prefix;
    return at !== index && isText(outer) && isWithin(prefix, outer) && (prefix !== outer || at < index);
  });
  if (other < 0) return [];
  const message = `must be a prefix of its own, got ${shown(prefix)}, which collections[${other}] would empty; choose another`;
  return [{ path: `collections[${index}].prefix`, message }];
}

/** Whether a prefix is another, or lies below it. */
export function isWithin(prefix: string, other: string): boolean {
  return `${prefix}/`.startsWith(`${other}/`);
}

function builtinsProblems(all: readonly unknown[]): Problem[] {
  const prefixes = all.map((each) => partsOf(each).prefix);
  if (prefixes.length === 0 || !prefixes.every(isText)) return [];
  if (prefixes.some((prefix) => prefix.replace(/\/+$/, "") === BUILTINS)) return [];
  const message = `must have one with the prefix ${shown(BUILTINS)}, got ${prefixes.map(shown).join(", ")}; every job reads it`;
  return [{ path: "collections", message }];
}

/** What is wrong between the settings of workers. */
export function workersProblems({ pools, gpus, allowLatest, ...settings }: Parts, place = ""): Problem[] {
  const all = (isList(pools) ? pools : []).map(partsOf);
  const each = all.flatMap((pool, index) => poolProblems(pool, `${place}pools[${index}]`, allowLatest));
  const { environment, secretEnvironment, mounts } = settings;
  const shared = {
    ...(isRecord(environment) && { environment }),
    ...(isRecord(secretEnvironment) && { secretEnvironment }),
    ...(isList(mounts) && mounts.every((each) => isText(partsOf(each).path)) && { mounts }),
  } as KnownSettings;
  const common = [
    ...secretsBelow("trackingUri", settings.trackingUri, "give it to the workers in secretEnvironment"),
    ...secretProblems(shared),
    ...containerProblems(shared),
    ...ownVariables(shared),
  ];
  return [
    ...each,
    ...dockerHostProblems(settings, place),
    ...common.map(({ path, message }) => ({ path: `${place}${path}`, message })),
    ...gpuProblems(all, gpus, place),
  ];
}

function poolProblems({ kind, image, gpus }: Parts, place: string, allowLatest: unknown): Problem[] {
  const problems: Problem[] = [];
  if (isText(kind) && !isGpu(kind) && gpus !== undefined) {
    problems.push({
      path: `${place}.gpus`,
      message: `is for GPU kinds, got it with kind ${shown(kind)}; leave it out`,
    });
  }
  const tag = isText(image) ? containerProblems({ image, ...(allowLatest === true && { allowLatest }) }) : [];
  return [...problems, ...tag.map(({ path, message }) => ({ path: `${place}.${path}`, message }))];
}

/** What is derived for all workers alike. */
function ownVariables({ environment = {}, secretEnvironment = {} }: KnownSettings): Problem[] {
  return Object.entries({ environment, secretEnvironment }).flatMap(([setting, variables]) =>
    OWN_VARIABLES.filter((name) => name in variables).map((name) => {
      return { path: `${setting}.${name}`, message: "must be left out, got it; it is derived for all workers alike" };
    }),
  );
}

/** Each worker has its GPUs for itself. */
function gpuProblems(pools: readonly Parts[], gpus: unknown, place: string): Problem[] {
  const wanted = pools.map(({ kind, count = 1, gpus = 1 }) => {
    return isText(kind) && isGpu(kind) && isNumber(count) && isNumber(gpus) ? count * gpus : 0;
  });
  const sum = wanted.reduce((total, each) => total + each, 0);
  const there = gpus ?? 0;
  if (sum === 0 || !isNumber(there) || sum <= there) return [];
  const message = `must be enough for all workers, which want ${sum}, got ${there}; say how many the host has, or lower a pool's count`;
  return [{ path: `${place}gpus`, message }];
}

function isGpu(kind: string): boolean {
  return kind.endsWith("-gpu");
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

/** However an address is written. */
function originOf(endpoint: unknown): unknown {
  return isText(endpoint) && URL.canParse(endpoint) ? new URL(endpoint).origin : endpoint;
}

/** Two workspaces that keep one prefix would empty it for each other. The problems by the names of the workspaces. */
export function problemsAmongPlugins(values: readonly unknown[]): ReadonlyMap<string, readonly Problem[]> {
  const places = values.flatMap((value) => {
    const { name, bucket, collections } = partsOf(value);
    const { name: bucketName, store } = partsOf(bucket);
    const endpoint = originOf(partsOf(store).endpoint);
    return (isList(collections) ? collections : []).map((each, index) => {
      const { prefix } = partsOf(each);
      return {
        name,
        index,
        prefix,
        bucketName,
        store: isText(bucketName) ? `${isText(endpoint) ? endpoint : ""} ${bucketName}` : undefined,
      };
    });
  });
  const problems = new Map<string, Problem[]>();
  for (const [at, { name, index, prefix, bucketName, store }] of places.entries()) {
    if (!isText(name) || !isText(prefix) || !isText(bucketName)) continue;
    const other = places.find((each, index) => {
      if (each.name === name || each.store !== store || !isText(each.prefix)) return false;
      if (each.prefix === prefix) return index < at;
      return isWithin(prefix, each.prefix);
    });
    if (other === undefined) continue;
    const message = `must be a prefix of its own, got ${shown(prefix)} of bucket ${shown(bucketName)}, in which workspace ${shown(other.name)} has ${shown(other.prefix)}; choose another`;
    problems.set(name, [...(problems.get(name) ?? []), { path: `collections[${index}].prefix`, message }]);
  }
  return problems;
}
