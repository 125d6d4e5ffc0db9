import { blockAt } from "../block-at";

/** Attributes by type, or by address, in Terraform's own names: `{ aws_caller_identity: { account_id: "123456789012" } }`. */
export type Values = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A condition that Terraform checks, as in a run of `terraform test`. */
export interface PlanAssert {
  /** An expression of Terraform, such as `aws_s3_bucket.Data.bucket == "lab"`, or a token of cdktf: `Op.eq(bucket.bucket, "lab")`. */
  readonly condition: unknown;
  /** What the error says when it is false. */
  readonly errorMessage: string;
}

/** What is planned, and with which values. */
export interface PlanSettings {
  /**
   * Whether Terraform only plans, or applies too: then values that are computed are there, as mocks. No provisioner runs.
   *
   * @default "plan"
   */
  readonly command?: "plan" | "apply";
  /** The values of the stack's variables, by name. A name that it does not declare is refused. @default - their defaults */
  readonly variables?: Readonly<Record<string, unknown>>;
  /**
   * What data sources answer, by type.
   *
   * @default - made-up texts, of AWS's form for ARNs, accounts, regions and partitions; and 0, false or nothing for the rest
   */
  readonly data?: Values;
  /**
   * What resources have computed when they are applied, by type: `{ aws_iam_role: { arn: "arn:aws:iam::123456789012:role/lab" } }`.
   *
   * @default - made-up texts, of AWS's form for ARNs; and 0, false or nothing for the rest
   */
  readonly resources?: Values;
  /**
   * What single resources, data sources or modules have computed, by address: `{ "aws_iam_role.Role": { arn: "arn:…" } }`; of another
   * stack's remote state, its `outputs`. For resources, a plan needs Terraform 1.11. An address that the stack does not have, and an
   * attribute that it sets itself, are refused.
   *
   * @default - by type
   */
  readonly overrides?: Values;
  /** What must be true; what is not fails with its `errorMessage`. @default - nothing */
  readonly asserts?: readonly PlanAssert[];
}

/** How Terraform runs. */
export interface PlanRun {
  /**
   * The surroundings that Terraform gets, which say where it finds providers: in mirrors that SLIPWAY_PROVIDER_MIRRORS names, too.
   *
   * @default - the test's own
   */
  readonly env?: NodeJS.ProcessEnv;
  /** Terraform's command, or `tofu` for OpenTofu. @default "terraform" */
  readonly terraform?: string;
}

/** A stack's JSON; only what is read here. */
export interface StackJson {
  readonly terraform?: {
    readonly required_providers?: Readonly<Record<string, { readonly source: string }>>;
    readonly [key: string]: unknown;
  };
  readonly provider?: Readonly<Record<string, readonly { readonly alias?: string }[]>>;
  readonly resource?: Sections;
  readonly data?: Sections;
  readonly variable?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly check?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly import?: unknown;
  readonly module?: Readonly<Record<string, unknown>>;
  readonly locals?: Readonly<Record<string, unknown>>;
}

type Sections = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** What of the settings the stack cannot take. */
export function settingProblems(json: StackJson, { variables = {}, overrides = {} }: PlanSettings): string[] {
  const declared = Object.keys(json.variable ?? {});
  const addresses = [...addressesIn(json.resource, ""), ...addressesIn(json.data, "data.")];
  return [
    ...Object.keys(variables)
      .filter((name) => !declared.includes(name))
      .map((name) => `variables.${name} must be a variable of the stack, got ${declared.join(", ") || "no variables"}`),
    ...Object.entries(overrides).flatMap(([address, values]) => {
      // What a module has inside is in its own files.
      if (/^module\.[\w-]+\./.test(address)) return [];
      const block = blockAt(json, address);
      if (block === undefined) {
        return [
          `overrides["${address}"] must be an address in the stack, got ${addresses.join(", ") || "no resources"}`,
        ];
      }
      return Object.keys(values)
        .filter((key) => Object.hasOwn(block, key))
        .map((key) => `overrides["${address}"].${key} must be computed, got one that the stack sets`);
    }),
  ];
}

function addressesIn(sections: Sections = {}, prefix: string): string[] {
  return Object.entries(sections).flatMap(([type, all]) => Object.keys(all).map((name) => `${prefix}${type}.${name}`));
}
