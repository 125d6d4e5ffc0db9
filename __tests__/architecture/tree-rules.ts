const DOMAINS = ["model", "observatory", "pipelines", "plugins", "services"];
const MAX_BYTES = 200_000;

// The names are put together, so that this file holds none of them.
const HOSTS = [
  ["registry", "npmjs", "org"],
  ["registry", "npmmirror", "com"],
  ["registry", "yarnpkg", "com"],
  ["npm", "pkg", "github", "com"],
  ["npm", "jsr", "io"],
  ["files", "pythonhosted", "org"],
  ["pypi", "org"],
  ["proxy", "golang", "org"],
].map((parts) => parts.join("."));
const LATER = new RegExp(`\\b(${["TO", "FIX"].map((word, index) => word + ["DO", "ME"][index]).join("|")})\\b`);

/** A place without a row in the import matrix would have no rules. */
export function filesLieInKnownPlaces(paths: readonly string[]): string[] {
  const known =
    /^(app|cli|demos|domains|engine|examples|local|sandbox|stacks|testing|__tests__|\.ci)\/|^environments\/([^/]+\/)?_?[^/]+\.ts$|^constructs\/[^/]+\/|^main\.ts$|^[^/]+\.(cjs|mjs)$/;
  return paths
    .filter((path) => /\.[cm]?[jt]s$/.test(path) && !known.test(path))
    .map((path) => `${path}: lies in no place that the import matrix knows`);
}

/** constructs/index.ts would stand in for the npm package of that name, and load every domain. */
export function constructsHasNoIndex(paths: readonly string[]): string[] {
  return paths
    .filter((path) => /^constructs\/[^/]+$/.test(path))
    .map((path) => `${path}: constructs/ holds folders only`);
}

/** A domain has one name in every folder. */
export function domainsAreSpelledOneWay(paths: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const path of paths) {
    const folder = /^(?:__tests__\/)?(constructs|environments)\/([^/]+)\//.exec(path);
    const stack = /^(?:__tests__\/)?stacks\/([^/]+?)-stack\b/.exec(path);
    const name = stack?.[1] ?? folder?.[2];
    if (name === undefined || name.startsWith("_") || (folder?.[1] === "constructs" && name === "shared")) continue;
    if (!DOMAINS.includes(name)) found.set(name, path);
  }
  return [...found].map(([name, path]) => `${path}: "${name}" is no domain; the domains are ${DOMAINS.join(", ")}`);
}

/** What is larger was made by a program, or belongs somewhere else. */
export function filesAreSmall(path: string, text: string): string[] {
  const bytes = Buffer.byteLength(text);
  if (path === "package-lock.json" || bytes <= MAX_BYTES) return [];
  return [`${path}: has ${bytes} bytes, ${MAX_BYTES} is the limit; make it when it is needed`];
}

/** What is to be done stands in the issues, not in the code. */
export function nothingIsLeftForLater(path: string, text: string): string[] {
  if (path === "package-lock.json") return [];
  return text
    .split("\n")
    .flatMap((line, index) =>
      LATER.test(line) ? [`${path}:${index + 1}: leaves work for later: ${line.trim()}`] : [],
    );
}

/** Which registry packages come from is the user's own setting. */
export function noPackageRegistryIsNamed(path: string, text: string): string[] {
  const named = HOSTS.filter((host) => new RegExp(`(?<![\\w.-])${host.replaceAll(".", "\\.")}\\b`, "i").test(text));
  const set = /(^|\/)\.npmrc$/.test(path) && /^\s*(@[^:\s]+:)?registry\s*=/m.test(text) ? ["a registry setting"] : [];
  return [...named, ...set].map(
    (host) => `${path}: names a package registry, got ${host}; leave it to the user's settings`,
  );
}

/** A lock file with addresses installs from nowhere else. */
export function lockNamesNoHost(path: string, text: string): string[] {
  if (path !== "package-lock.json") return [];
  const { packages } = JSON.parse(text) as { packages: Record<string, { resolved?: string }> };
  return Object.entries(packages)
    .filter(([, { resolved }]) => resolved !== undefined && /^[a-z+]+:\/\//i.test(resolved))
    .map(
      ([name, { resolved }]) =>
        `${path}: ${name} comes from ${resolved}; keep omit-lockfile-registry-resolved in .npmrc`,
    );
}
