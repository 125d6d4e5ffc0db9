import { LARGEST_CONFIG_MAP, LARGEST_DEFINITION } from "../../constructs/shared/render/sizes";
import type { DeclaredStack } from "../recovery/import-ids";

type Attributes = Readonly<Record<string, unknown>>;

/** The most that an API takes of a resource. */
interface Limit {
  readonly types: RegExp;
  readonly rule: string;
  readonly most: number;
  /** How much of it a resource has. */
  size(attributes: Attributes): number;
  readonly advice: string;
}

/**
 * Sizes that an API refuses when it is too late: others of the stack are made by then.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const LIMITS: readonly Limit[] = [
  {
    types: /^aws_sfn_state_machine$/,
    rule: "definition must have at most 1 MiB",
    most: LARGEST_DEFINITION,
    size: ({ definition }) => bytesOf(definition),
    advice: "put data that it passes on into S3",
  },
  {
    types: /^aws_iam_role_policy$/,
    rule: "policy must have at most 10,240 characters",
    most: 10_240,
    size: ({ policy }) => withoutSpace(policy),
    advice: "write fewer statements, or a managed policy",
  },
  {
    types: /^aws_iam_policy$/,
    rule: "policy must have at most 6,144 characters",
    most: 6_144,
    size: ({ policy }) => withoutSpace(policy),
    advice: "write fewer statements",
  },
  {
    types: /^aws_lambda_function$/,
    rule: "environment must have at most 4 KiB",
    most: 4096,
    size: ({ environment }) => bytesOf((environment as { readonly variables?: unknown } | undefined)?.variables),
    advice: "put long values into a file of the image, or into S3",
  },
  {
    types: /^kubernetes_config_map(_v1)?$/,
    rule: "data must have at most 1 MiB",
    most: LARGEST_CONFIG_MAP,
    size: ({ data, binary_data }) => valuesOf(data) + valuesOf(binary_data),
    advice: "put long scripts and files into the image",
  },
  {
    types: /^kubernetes_secret(_v1)?$/,
    rule: "data must have at most 1 MiB",
    most: LARGEST_CONFIG_MAP,
    size: ({ data, binary_data }) => valuesOf(data) + valuesOf(binary_data),
    advice: "put long files into the image, or on a volume",
  },
];

/** What in a stack is larger than its API takes: `kubernetes_config_map_v1.Scripts: data must have at most 1 MiB, got …`. */
export function sizeProblems({ resource = {} }: DeclaredStack): string[] {
  return Object.entries(resource).flatMap(([type, resources]) => {
    const limits = LIMITS.filter(({ types }) => types.test(type));
    return Object.entries(resources).flatMap(([name, attributes]) =>
      limits.flatMap(({ rule, most, size, advice }) => {
        const got = size(attributes);
        return got > most ? [`${type}.${name}: ${rule}, got ${got.toLocaleString("en")}; ${advice}`] : [];
      }),
    );
  });
}

function bytesOf(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(known(value));
}

/** IAM does not count white space. */
function withoutSpace(value: unknown): number {
  return known(value ?? "").replace(/\s/g, "").length;
}

function valuesOf(data: unknown): number {
  if (typeof data !== "object" || data === null) return 0;
  return Object.entries(data).reduce((sum, [key, value]) => sum + bytesOf(key) + bytesOf(value), 0);
}

/** What of a text is known before a deployment: the rest may be shorter than what stands for it. */
function known(value: unknown): string {
  return (typeof value === "string" ? value : JSON.stringify(value)).replace(/\$\{[^}]*\}/g, "");
}
