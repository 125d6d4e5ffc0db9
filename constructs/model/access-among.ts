import { didYouMean } from "../shared/did-you-mean";
import { partitionOf } from "../shared/regions";
import { complaint, isList, isText, type Parts, type Problem, partsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import { ATTACHMENTS } from "./access-schema";
import { type AdminRole, budgetProblem, budgetWarning } from "./admin-budget";
import { type AccessEnvironment, accessEnvironment, REGISTRY_KEY, USERS_PREFIX } from "./groups-schema";
import { problemsAmongModels } from "./names";

/** What is wrong among all files of the domain, by the names of the files that are to be corrected. */
export function problemsAmongFiles(values: readonly unknown[]): Map<string, Problem[]> {
  const found = problemsAmongModels(values.filter((each) => partsOf(each).kind === undefined));
  for (const [name, problems] of problemsAmongAccess(values)) {
    found.set(name, [...(found.get(name) ?? []), ...problems]);
  }
  return found;
}

/** What is wrong among access files and models' files, by the names of the files that are to be corrected. */
function problemsAmongAccess(values: readonly unknown[]): Map<string, Problem[]> {
  const found = new Map<string, Problem[]>();
  const tell = (name: string, problems: readonly Problem[]) => {
    if (problems.length > 0) found.set(name, [...(found.get(name) ?? []), ...problems]);
  };
  const files = values.flatMap((each) => accessFile(each) ?? []);
  const models = modelsAmong(values);
  for (const [index, file] of files.entries()) {
    tell(file.name, unknownModels(file, models));
    tell(file.name, formerProblems(file, models));
    tell(file.name, attachmentProblems(file, models));
    tell(file.name, twinProblems(file, files.slice(0, index)));
  }
  for (const model of models.values()) tell(String(model.name), releaseProblems(model, files));
  for (const [owner, role] of adminRoles(values)) {
    const message = budgetProblem(role);
    if (message !== undefined) tell(owner.name, [{ path: owner.path, message }]);
  }
  return found;
}

/** How full the administrators' roles are, by the names of the files. */
export function warningsOfAccess(values: readonly unknown[]): Map<string, string[]> {
  const told = adminRoles(values).flatMap(([{ name, path }, role]): [string, string[]][] => {
    const warning = budgetWarning(role);
    return warning === undefined ? [] : [[name, [`${path} ${warning}`]]];
  });
  return new Map(told);
}

function accessFile(value: unknown): AccessEnvironment | undefined {
  return accessEnvironment.safeParse(value).success ? (value as AccessEnvironment) : undefined;
}

function modelsAmong(values: readonly unknown[]): Map<string, Parts> {
  const models = values.map(partsOf).filter((each) => each.kind === undefined && isText(each.name));
  return new Map(models.map((each) => [String(each.name), each]));
}

function unknownModels(file: AccessEnvironment, models: ReadonlyMap<string, Parts>): Problem[] {
  const known = [...models.keys(), ...(file.otherModels ?? [])];
  const lists: [string, readonly string[]][] = [
    ...Object.entries(file.groups).map(([name, group]): [string, readonly string[]] => [
      `groups.${name}.models`,
      group.models ?? [],
    ]),
    ["administrators.models", file.administrators?.models ?? []],
  ];
  const named = lists.flatMap(([path, all]) => all.map((model, index) => ({ path: `${path}[${index}]`, model })));
  const own = Object.entries(file.groups)
    .filter(([, { roleName }]) => roleName === undefined)
    .map(([name]) => ({ path: `groups.${name}`, model: name }));
  return [...own, ...named]
    .filter(({ model }) => !known.includes(model))
    .map(({ path, model }) => {
      const advice = didYouMean(model, known) ?? "a model that the older code deploys goes to otherModels";
      return { path, message: complaint("must be a model with a file here, or one of otherModels", model, advice) };
    });
}

/** Whether a model's own policy is still made by its own stack. */
function hasOwn(model: Parts | undefined, role: string): boolean {
  const { adminRoleName, adminPolicy } = partsOf(model?.access);
  return adminRoleName === role && adminPolicy !== "released";
}

/** A model's own policy is imported before its stack lets go of it, and deleted after. */
function formerProblems({ administrators }: AccessEnvironment, models: ReadonlyMap<string, Parts>): Problem[] {
  if (administrators === undefined) return [];
  const { roleName, models: all, formerPolicies = [] } = administrators;
  return all
    .filter((model) => hasOwn(models.get(model), roleName) && !formerPolicies.includes(model))
    .map((model) => ({
      path: "administrators.formerPolicies",
      message: `must name ${shown(model)} until access.adminPolicy of that model is "released", got ${shown(formerPolicies)}; add it`,
    }));
}

/** Administrators must not be left without a right. */
function releaseProblems(model: Parts, files: readonly AccessEnvironment[]): Problem[] {
  const { adminRoleName, adminPolicy } = partsOf(model.access);
  if (adminPolicy !== "released" || !isText(adminRoleName)) return [];
  const administrators = files.map((each) => each.administrators).find((each) => each?.roleName === adminRoleName);
  const path = "access.adminPolicy";
  if (administrators === undefined || !administrators.models.includes(String(model.name))) {
    const advice = "add the model to administrators.models of an access file, and deploy that first";
    const rule = `must be "own" until an access file gives ${shown(adminRoleName)} the model`;
    return [{ path, message: complaint(rule, adminPolicy, advice) }];
  }
  const { kmsKeyArn } = model;
  if (!isText(kmsKeyArn) || administrators.kmsKeyArns?.includes(kmsKeyArn)) return [];
  const advice = "add it there, or administrators could not decrypt the model's files";
  const rule = "must be one of administrators.kmsKeyArns of the access file";
  return [{ path: "kmsKeyArn", message: complaint(rule, kmsKeyArn, advice) }];
}

/** The role of a model's users has the model's policy and the shared ones already. */
function attachmentProblems(file: AccessEnvironment, models: ReadonlyMap<string, Parts>): Problem[] {
  const roles = new Map(
    [...models.values()].flatMap((model) => {
      const { rolePrefix = USERS_PREFIX, sharedPolicies } = partsOf(model.access);
      const name = `${String(model.roleNamePrefix ?? "")}${String(rolePrefix)}${String(model.name)}`;
      return model.access === undefined ? [] : [[name, 1 + (isList(sharedPolicies) ? sharedPolicies.length : 0)]];
    }),
  );
  return Object.entries(file.groups).flatMap(([group, { roleName, models: more = [] }]) => {
    const role = roleName ?? `${file.rolePrefix ?? USERS_PREFIX}${group}`;
    const there = roles.get(role.slice(role.lastIndexOf("/") + 1));
    if (roleName === undefined && models.has(group) && there === undefined) {
      const advice = "set rolePrefix as access.rolePrefix of the models, or roleName";
      return [{ path: `groups.${group}`, message: complaint("must have a role that its model makes", role, advice) }];
    }
    if (more.length + (there ?? 0) <= ATTACHMENTS) return [];
    const message = `must leave ${shown(role)} ${ATTACHMENTS} policies at most, got ${more.length} models beside ${there} of its own; name a role of IAM for a second group`;
    return [{ path: `groups.${group}.models`, message }];
  });
}

/** A registry and a role have one writer. */
function twinProblems(file: AccessEnvironment, before: readonly AccessEnvironment[]): Problem[] {
  const placeOf = ({ registry }: AccessEnvironment) => registry && `${registry.bucket}/${registry.key ?? REGISTRY_KEY}`;
  const roleOf = ({ administrators }: AccessEnvironment) => administrators?.roleName;
  return [["registry", placeOf] as const, ["administrators.roleName", roleOf] as const].flatMap(([path, of]) => {
    const own = of(file);
    const twin = own === undefined ? undefined : before.find((each) => of(each) === own);
    if (twin === undefined) return [];
    const message = `must have one file that writes it, got ${shown(own)}, as ${twin.name} has; leave it out of one`;
    return [{ path, message }];
  });
}

/** Every administrators' role of an account, with the file and the setting that can make room. */
function adminRoles(values: readonly unknown[]): [{ name: string; path: string }, AdminRole][] {
  const files = values.flatMap((each) => accessFile(each) ?? []);
  const models = [...modelsAmong(values).values()];
  const roles = [
    ...files.flatMap(({ administrators, accountId }) => (administrators ? [[administrators.roleName, accountId]] : [])),
    ...models.map(({ access, accountId }) => [partsOf(access).adminRoleName, accountId]),
  ];
  return [...new Map(roles.map((each) => [JSON.stringify(each), each])).values()].flatMap(
    ([roleName, account]): [{ name: string; path: string }, AdminRole][] => {
      if (!isText(roleName)) return [];
      // A model that names no account may be in each.
      if (account === undefined && roles.some(([role, named]) => role === roleName && named !== undefined)) return [];
      const own = models.filter(
        (each) => [undefined, account].includes(each.accountId as string | undefined) && hasOwn(each, roleName),
      );
      const file = files.find((each) => each.accountId === account && each.administrators?.roleName === roleName);
      const ownNames = own.map(({ name }) => String(name));
      if (file?.administrators === undefined) {
        const last = own.at(-1);
        if (last === undefined) return [];
        const partition = partitionOf(String(last.region));
        const owner = { name: String(last.name), path: "access.adminRoleName" };
        return [[owner, { models: [], keys: [], own: ownNames, partition }]];
      }
      const { models: all, kmsKeyArns: keys = [], formerPolicies = [] } = file.administrators;
      const others = (file.otherModels ?? []).filter((each) => !all.includes(each));
      const there = [...new Set([...ownNames, ...formerPolicies, ...others])];
      const owner = { name: file.name, path: "administrators.models" };
      return [[owner, { models: all, keys, own: there, partition: partitionOf(file.region) }]];
    },
  );
}
