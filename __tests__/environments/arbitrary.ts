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
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const region = fc.constantFrom(...REGIONS, "ca-west-2", "ap-southeast-8");
const account = text(DIGITS, 12, 12);

const tags = fc.dictionary(
  text(TAG, 1, 128).filter((key) => !key.startsWith("aws:") && !["cost:name", "__proto__"].includes(key)),
  text(TAG, 0, 256),
  { maxKeys: 49 },
);

const key = fc.array(text(`${WORD} .äß`, 1, 40), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const cloud = fc.record({
  organization: text(WORD, 3, 40),
  project: maybe(text(`${LOWER}${DIGITS}`, 3, 40)),
  hostname: maybe(fc.constantFrom("app.terraform.io", "tfe.example.org:8443")),
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

/** A policy by its name; by its ARN, of the environment's partition and account, or of AWS. */
const policy = fc.record({
  name: text(ROLE, 1, 128),
  as: fc.constantFrom("name", "arn", "path", "aws"),
});

const access = fc.record({
  pool: fc.uuid(),
  // Cut to what the name leaves.
  rolePrefix: maybe(text(ROLE, 1, 61)),
  policies: maybe(fc.uniqueArray(policy, { maxLength: 3, selector: ({ name }) => name })),
  adminRoleName: maybe(text(ROLE, 1, 64)),
});

/** Environments with which nothing is wrong. No name is contained in another when each has an index of its own. */
export const rightSettings = (index: number): fc.Arbitrary<Settings> =>
  fc
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
      access: maybe(access),
      logRetentionDays: maybe(fc.constantFrom(1, 14, 400, 3653)),
      tags: maybe(tags),
    })
    .map(({ shared, definition, authorizer, access, ...settings }) => {
      const { name, region, accountId = "123456789012" } = settings;
      const authorizerArn =
        authorizer && `arn:${partitionOf(region)}:lambda:${region}:${accountId}:function:${authorizer}`;
      const workflow = (definition ?? authorizerArn) && { definition, authorizerArn };
      // A name of its own length would be too long with something behind it.
      const sharesRunsWith = name.length > 38 ? undefined : shared?.map((end) => `${name}-${end}`);
      return withoutUndefined({
        ...settings,
        sharesRunsWith,
        workflow,
        access: access && {
          identityPoolId: `${region}:${access.pool}`,
          rolePrefix: access.rolePrefix?.slice(0, 64 - name.length),
          sharedPolicies: access.policies?.map(({ name, as }) => policyText(name, as, region, accountId)),
          adminRoleName: access.adminRoleName,
        },
      });
    });

function policyText(name: string, as: string, region: string, account: string): string {
  const start = `arn:${partitionOf(region)}:iam::${as === "aws" ? "aws" : account}:policy/`;
  return as === "name" ? name : `${start}${as === "path" ? "lab/models/" : ""}${name}`;
}

/** What few settings accept, and what some accept just not. */
const OTHERS: readonly unknown[] = [
  ...[null, true, -1, 0, 0.5, 1, 2, 127, 128, 511, 512, 900, 901, 3653, 3654, 10240, 10241, 1e9],
  ...[
    "",
    " ",
    "\u0000",
    "external",
    "${var.x}",
    "%{ if x }",
    "*",
    "http://a b",
    "https://a.org/",
    "arn:aws:iam::aws:policy/x",
  ],
  ...["eu-west-3", "ca-centrl-1", "123456789012", "x".repeat(62), "x".repeat(65), "x".repeat(129), "x".repeat(1025)],
  ...[[], [null], ["x", "x"], {}, { x: 1 }],
];
const SIGNS = [..."-_./$*: A9é\n", "${x}", "%{x}", "//", "--"];

/** How one setting is changed: which, to what, and in what way. */
const change = fc.record({
  where: fc.nat(),
  what: fc.nat(),
  how: fc.constantFrom("replace", "replace", "append", "prepend", "lengthen", "remove", "add", "move"),
});

/** Right environments with one or two settings changed, without regard to any rule. */
export const changedSettings = (index: number): fc.Arbitrary<Settings> =>
  fc.tuple(rightSettings(index), fc.array(change, { minLength: 1, maxLength: 2 })).map(([settings, changes]) => {
    const copy = withoutUndefined(settings) as Record<string, unknown>;
    for (const { where, what, how } of changes) {
      const places = placesOf(copy);
      const [object, key] = places[where % places.length] as [Record<string, unknown>, string];
      const old = object[key];
      const sign = SIGNS[what % SIGNS.length] as string;
      if (how === "remove") delete object[key];
      else if (how === "add") object[`${key}x`] = old;
      else if (how === "move") copy[key] = old;
      else if (typeof old !== "string" || how === "replace") object[key] = OTHERS[what % OTHERS.length];
      else object[key] = how === "append" ? old + sign : how === "prepend" ? sign + old : old + old;
    }
    return copy;
  });

/** Every key of every object and list in a value, with its object. */
function placesOf(value: unknown): [object: Record<string, unknown>, key: string][] {
  if (typeof value !== "object" || value === null) return [];
  const object = value as Record<string, unknown>;
  return Object.keys(object).flatMap((key) => [[object, key] as [typeof object, string], ...placesOf(object[key])]);
}

function withoutUndefined(value: Settings): Settings {
  return JSON.parse(JSON.stringify(value)) as Settings;
}

/** As many environments as wanted, each of an arbitrary for its index, the same for a seed. */
export function sample(make: (index: number) => fc.Arbitrary<Settings>, count: number, seed: number): Settings[] {
  return Array.from({ length: count }, (_, index) => fc.sample(make(index), { numRuns: 1, seed: seed + index })).flat();
}
