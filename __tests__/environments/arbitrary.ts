import fc from "fast-check";
import { PROFILES } from "../../constructs/model/schema";
import { partitionOf, REGIONS } from "../../constructs/shared/regions";

/** An environment as a file exports it, which may be wrong. */
export type Settings = Readonly<Record<string, unknown>>;

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const WORD = `${LOWER}${LOWER.toUpperCase()}${DIGITS}_-`;
const ROLE = `${WORD}+=,.@`;
const TAG = `${WORD} .:/=+@äß東`;

/** Texts of some signs, often as short or as long as they may be. */
const text = (signs: string, min: number, max: number) => {
  const unit = fc.constantFrom(...signs);
  const ofLength = (minLength: number, maxLength: number) => fc.string({ unit, minLength, maxLength });
  return fc.oneof(ofLength(min, max), ofLength(min, min), ofLength(max, max));
};
const whole = (min: number, max: number) => fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));

const region = fc.constantFrom(...REGIONS, "ca-west-2", "ap-southeast-8");
const account = text(DIGITS, 12, 12);

const tags = fc.dictionary(
  text(TAG, 1, 128).filter(
    (key) => key === key.trim() && !key.startsWith("aws:") && !["cost:name", "__proto__"].includes(key),
  ),
  text(TAG, 0, 256),
  { maxKeys: 49 },
);

const key = fc.array(text(`${WORD} .äß`, 1, 40), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const cloud = fc.record({
  organization: text(WORD, 3, 40),
  project: fc.option(text(`${LOWER}${DIGITS}`, 3, 40), { nil: undefined }),
  hostname: fc.constantFrom("app.terraform.io", "tfe.example.org:8443"),
});
const backend = fc.oneof(
  fc.constant({ local: {} }),
  fc.record({ s3: fc.record({ bucket: text(`${LOWER}${DIGITS}`, 3, 63), key, region }) }),
  fc.record({ cloud }),
);

const image = fc.oneof(
  fc.constant("external"),
  text(`${WORD}.`, 0, 127).map((rest) => ({ tag: `v${rest}` })),
  text("0123456789abcdef", 64, 64).map((hash) => ({ digest: `sha256:${hash}` })),
);

const origin = fc.oneof(
  fc.constantFrom("*", "https://*", "http://localhost:*", "https://*.example.org", "capacitor://localhost"),
  fc
    .tuple(fc.constantFrom("http", "https"), text(LOWER, 1, 20), whole(1, 65535))
    .map(([scheme, host, port]) => `${scheme}://${host}.example:${port}`),
);

/** How policies are named: by ARN with a path, by name, by ARN, by ARN of one of AWS's. */
const KINDS = ["path", "name", "arn", "aws"] as const;
type Policy = { readonly name: string; readonly kind: (typeof KINDS)[number] };
const policies: fc.Arbitrary<Policy[]> = fc
  .uniqueArray(text(ROLE, 1, 128), { minLength: KINDS.length, maxLength: KINDS.length })
  .map((names) => KINDS.map((kind, index) => ({ name: names[index] as string, kind })));

/** Makes a setting one that may be left out, or leaves it as it is. */
type Maybe = <T>(each: fc.Arbitrary<T>) => fc.Arbitrary<T | undefined>;

const accessWith = (maybe: Maybe) =>
  fc.record({
    pool: fc.uuid(),
    // Cut to what the name leaves.
    rolePrefix: maybe(text(ROLE, 1, 61)),
    policies: maybe(policies),
    adminRoleName: maybe(text(ROLE, 1, 64)),
  });

/** Environments with which nothing is wrong. No name is contained in another when each has an index of its own. */
export const rightSettings = (index: number) => settingsWith((each) => fc.option(each, { nil: undefined }), index);

/** The same with every setting. */
export const fullSettings = settingsWith((each) => each, 0);

function settingsWith(maybe: Maybe, index: number) {
  return fc
    .record({
      name: text(LOWER, 1, 38).map((start) => `${start}-${String(index).padStart(4, "0")}`),
      shared: maybe(fc.constantFrom([], ["dev"], ["dev", "test"])),
      profile: fc.constantFrom(...PROFILES),
      region,
      accountId: maybe(account),
      backend: maybe(backend),
      compute: fc.record({
        lambda: fc.record({
          memoryMiB: whole(128, 10240),
          timeoutSeconds: whole(1, 900),
          storageMiB: whole(512, 10240),
        }),
      }),
      image: maybe(image),
      definition: maybe(fc.constantFrom("external", { file: "steps.json" })),
      authorizer: maybe(text(WORD, 1, 64)),
      corsOrigins: maybe(fc.uniqueArray(origin, { maxLength: 4 })),
      access: maybe(accessWith(maybe)),
      logRetentionDays: maybe(fc.constantFrom(1, 14, 400, 3653)),
      tags: maybe(tags),
    })
    .map(({ shared, definition, authorizer, access, ...settings }) => {
      const { name, region, accountId = "123456789012", backend: place } = settings;
      const isElsewhere = place !== undefined && "s3" in place && partitionOf(place.s3.region) !== partitionOf(region);
      const authorizerArn =
        authorizer && `arn:${partitionOf(region)}:lambda:${region}:${accountId}:function:${authorizer}`;
      const workflow = (definition ?? authorizerArn) && { definition, authorizerArn };
      // A name of its own length would be too long with something behind it.
      const sharesRunsWith = name.length > 38 ? undefined : shared?.map((end) => `${name}-${end}`);
      return withoutUndefined({
        ...settings,
        backend: isElsewhere ? { s3: { ...place.s3, region } } : place,
        sharesRunsWith,
        workflow,
        access: access && {
          identityPoolId: `${region}:${access.pool}`,
          rolePrefix: access.rolePrefix?.slice(0, 64 - name.length),
          sharedPolicies: access.policies?.map((policy) => policyText(policy, region, accountId)),
          adminRoleName: access.adminRoleName,
        },
      });
    });
}

function policyText({ name, kind }: Policy, region: string, account: string): string {
  const start = `arn:${partitionOf(region)}:iam::${kind === "aws" ? "aws" : account}:policy/`;
  return kind === "name" ? name : `${start}${kind === "path" ? "lab/models/" : ""}${name}`;
}

/** Numbers and texts that some settings accept, some just not, and most not at all. */
const OTHERS: readonly unknown[] = [
  ...[null, true, -1, 0, 0.5, 1, 2, 127, 128, 511, 512, 900, 901, 3653, 3654, 10240, 10241, 1e9],
  ...["", " ", "external", "*", "http://a b", "arn:aws:iam::aws:policy/x", "eu-west-3", "ca-centrl-1", "123456789012"],
  ...[44, 53, 62, 65, 129, 257, 1025].map((length) => "x".repeat(length)),
  ...[[], [null], ["x", "x"], {}, { x: 1 }],
];
const SIGNS = [..."-/$*: A\n\u0000", "${x}", "%{x}", "//", "--"];

/** What is put in the place of a setting: other values, and the text itself with a sign in it or without its begin. */
function changesOf(old: unknown): unknown[] {
  if (typeof old !== "string") return [...OTHERS];
  const places = [0, old.length, old.includes("/") ? old.lastIndexOf("/") : Math.floor(old.length / 2)];
  const within = SIGNS.flatMap((sign) => places.map((place) => old.slice(0, place) + sign + old.slice(place)));
  return [...OTHERS, ...within, old + old, old.slice(1)];
}

/** An environment once for each change of each of its settings, without regard to any rule, each of its own name. */
export function allChanges(right: Settings, firstIndex: number): Settings[] {
  const changed: Settings[] = [];
  const add = (path: readonly string[], change: (object: Record<string, unknown>, key: string) => void) => {
    const name = String(right.name).replace(/\d{4}$/, String(firstIndex + changed.length).padStart(4, "0"));
    const copy = JSON.parse(JSON.stringify(right).replaceAll(String(right.name), name)) as Settings;
    change(at(copy, path.slice(0, -1)) as Record<string, unknown>, path.at(-1) as string);
    changed.push(copy);
  };
  for (const path of pathsOf(right)) {
    for (const index of changesOf(at(right, path)).keys()) {
      add(path, (object, key) => {
        object[key] = changesOf(object[key])[index];
      });
    }
    add(path, (object, key) => delete object[key]);
    add(path, (object, key) => {
      object[`${key}x`] = object[key];
    });
  }
  return changed;
}

/** Paths of all settings; of a list and of tags only the first. */
function pathsOf(value: unknown, above: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Object.keys(value);
  const few = Array.isArray(value) || above[0] === "tags" ? keys.slice(0, 1) : keys;
  return few.flatMap((key) => [[...above, key], ...pathsOf((value as Settings)[key], [...above, key])]);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((part, key) => (part as Settings)[key], value);
}

function withoutUndefined(value: Settings): Settings {
  return JSON.parse(JSON.stringify(value)) as Settings;
}
