import fc from "fast-check";
import { PROFILES } from "../../constructs/model/schema";
import { REGIONS } from "../../constructs/shared/regions";

/** An environment as a file exports it, which may be wrong. */
export type Settings = Readonly<Record<string, unknown>>;

const text = (signs: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...signs), minLength, maxLength });
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const WORD = `${LOWER}${LOWER.toUpperCase()}${DIGITS}_-`;
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const region = fc.constantFrom(...REGIONS);
const account = text(DIGITS, 12, 12);
const hexadecimal = (length: number) => text("0123456789abcdef", length, length);
const whole = (min: number, max: number) => fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));

const tags = fc.dictionary(
  text(`${WORD} .:/=+@äß東`, 1, 128).filter(
    (key) => !key.startsWith("aws:") && key !== "cost:name" && key !== "__proto__",
  ),
  text(`${WORD} .:/=+@äß東`, 0, 256),
  { maxKeys: 49 },
);

const backend = fc.oneof(
  fc.record({ local: fc.constant({}) }),
  fc.record({ s3: fc.record({ bucket: text(`${LOWER}${DIGITS}`, 3, 63), key: text(`${WORD}.`, 1, 100), region }) }),
  fc
    .record({ organization: text(WORD, 3, 40), project: optional(text(`${LOWER}${DIGITS}`, 3, 40)) })
    .map((cloud) => ({ cloud })),
);

const image = fc.oneof(
  fc.constant("external"),
  text(`${WORD}.`, 0, 127).map((rest) => ({ tag: `v${rest}` })),
  hexadecimal(64).map((hash) => ({ digest: `sha256:${hash}` })),
);

const access = fc
  .record({
    pool: fc.tuple(region, fc.uuid()),
    rolePrefix: optional(text(`${WORD}+=,.@`, 1, 21)),
    sharedPolicies: optional(
      fc.uniqueArray(fc.tuple(text(WORD, 1, 60), fc.boolean()), { maxLength: 3, selector: ([name]) => name }),
    ),
    adminRoleName: optional(text(WORD, 1, 64)),
  })
  .map(({ pool, sharedPolicies, ...rest }) => ({
    identityPoolId: pool.join(":"),
    sharedPolicies: sharedPolicies?.map(([name, own]) => (own ? name : `arn:aws:iam::123456789012:policy/lab/${name}`)),
    ...rest,
  }));

const origin = fc.oneof(
  fc.constant("*"),
  fc
    .tuple(fc.constantFrom("http", "https"), text(LOWER, 1, 20), fc.integer({ min: 1, max: 65535 }))
    .map(([scheme, host, port]) => `${scheme}://${host}.example:${port}`),
);

/** Environments with which nothing is wrong; their names are put in by {@link named}. */
export const rightSettings: fc.Arbitrary<Settings> = fc
  .record({
    name: text(LOWER, 1, 38),
    profile: fc.constantFrom(...PROFILES),
    region,
    accountId: optional(account),
    backend: optional(backend),
    compute: fc.record({
      lambda: fc.record({ memoryMiB: whole(128, 10240), timeoutSeconds: whole(1, 900), storageMiB: whole(512, 10240) }),
    }),
    image: optional(image),
    workflow: optional(
      fc.record({
        definition: optional(fc.constantFrom("external", { file: "steps.json" })),
        authorizer: optional(text(WORD, 1, 64)),
      }),
    ),
    corsOrigins: optional(fc.uniqueArray(origin, { maxLength: 4 })),
    access: optional(access),
    logRetentionDays: optional(fc.constantFrom(1, 14, 400, 3653)),
    tags: optional(tags),
  })
  .map(({ workflow, ...settings }) => {
    const { definition, authorizer } = workflow ?? {};
    const authorizerArn = authorizer && `arn:aws:lambda:${settings.region}:123456789012:function:${authorizer}`;
    return withoutUndefined({ ...settings, workflow: workflow && { definition, authorizerArn } });
  });

/** What no setting accepts. */
const NONSENSE: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e9,
  "",
  " ",
  "\u0000",
  [],
  [null],
  {},
  { x: 1 },
  "${var.x}",
];

/** Environments of which one setting is something else, an unknown one, or absent; most of them are wrong. */
export const changedSettings: fc.Arbitrary<Settings> = fc
  .tuple(rightSettings, fc.nat(), fc.nat(), fc.constantFrom("replace", "remove", "add"))
  .map(([settings, where, what, how]) => {
    const copy = JSON.parse(JSON.stringify(settings)) as Record<string, unknown>;
    const places = placesOf(copy).filter(([, key]) => key !== "name");
    const [object, key] = places[where % places.length] as [Record<string, unknown>, string];
    if (how === "remove") delete object[key];
    else object[how === "add" ? `${key}x` : key] = NONSENSE[what % NONSENSE.length];
    return copy;
  });

/** Every key of every object in a value, with its object. */
function placesOf(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== "object" || value === null) return [];
  const object = value as Record<string, unknown>;
  return Object.keys(object).flatMap((key) => [[object, key] as [typeof object, string], ...placesOf(object[key])]);
}

function withoutUndefined(value: Settings): Settings {
  return JSON.parse(JSON.stringify(value)) as Settings;
}

/** Gives each its own name, of which none is contained in another. */
export function named(all: readonly Settings[]): Settings[] {
  return all.map((settings, index) => ({
    ...settings,
    name: `${String(settings.name)}-${String(index).padStart(4, "0")}`,
  }));
}
