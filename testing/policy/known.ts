import type { TerraformStack } from "cdktf";
import type { Block } from "../block-at";
import { pieces } from "../json-text";
import { originOf } from "../plan/origins";
import { synthesized } from "../synthesized";
import { type Addressed, Blocks } from "./blocks";
import { type Known, MARK, type Value } from "./text";

/** Around what Terraform makes up, which no other value has. */
const MADE_UP = "\ue002";

/** Types whose ARN ends with a name, and the attribute that gives it; none where the name says too little. */
const NAMES: Readonly<Record<string, string | undefined>> = {
  aws_cloudwatch_log_group: "name",
  aws_dynamodb_table: "name",
  aws_ecr_repository: "name",
  aws_iam_group: "name",
  aws_iam_policy: "name",
  aws_iam_role: "name",
  aws_iam_user: "name",
  aws_kinesis_stream: "name",
  aws_kms_key: undefined,
  aws_lambda_function: "function_name",
  aws_s3_bucket: "bucket",
  aws_secretsmanager_secret: undefined,
  aws_sfn_state_machine: "name",
  aws_sns_topic: "name",
  aws_sqs_queue: "name",
};

/** What the blocks of a stack say of references, and those of the stacks that it takes outputs from. */
export function knownIn(stack: TerraformStack, json: Block): Known {
  const all = new Map<TerraformStack, Block>([[stack, json]]);
  const jsonOf = (own: TerraformStack): Block => {
    const known = all.get(own) ?? synthesized(own);
    all.set(own, known);
    return known;
  };
  const valueIn = (own: TerraformStack, reference: string): Value | undefined => {
    const at = new Blocks(jsonOf(own));
    const [, id, output] = /^\$\{data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)\}$/.exec(reference) ?? [];
    if (id !== undefined && output !== undefined) {
      const origin = originOf(own, id);
      const value = origin && new Map(Object.entries(outputsIn(jsonOf(origin)))).get(output)?.value;
      return origin === undefined || value === undefined ? undefined : valueIn(origin, String(value));
    }
    const found = at.reference(reference);
    return found === undefined ? undefined : attributeValue(found, own.node.path);
  };
  return (reference) => valueIn(stack, reference);
}

function outputsIn(json: Block): Readonly<Record<string, { readonly value?: unknown }>> {
  return (json.output ?? {}) as Readonly<Record<string, { readonly value?: unknown }>>;
}

function attributeValue(
  found: Addressed & { readonly type: string; readonly attribute: string },
  stack: string,
): Value | undefined {
  const { block, attribute } = found;
  const type = found.type.replace("data.", "");
  if (!Object.hasOwn(NAMES, type) || block.count !== undefined || block.for_each !== undefined) return undefined;
  const name = nameOf(found, NAMES[type], `${MADE_UP}${stack}/${found.address}${MADE_UP}`);
  const place = type === "aws_s3_bucket" ? "everywhere" : `${stack}/${String(block.provider ?? "")}`;
  if (name === undefined) return undefined;
  if (attribute === NAMES[type]) return { pieces: pieces(name), place };
  const isIam = type.startsWith("aws_iam_");
  // A data source does not say the path.
  if (attribute !== "arn" || (isIam && found.type !== type)) return undefined;
  const path = isIam ? String(block.path ?? "/") : "";
  return { pieces: [{ text: `${MARK}${type}`, isReference: true }, ...pieces(`${path}${name}`)], place };
}

function nameOf({ block, address }: Addressed, attribute: string | undefined, madeUp: string): string | undefined {
  if (attribute === undefined) return address.startsWith("data.") ? undefined : madeUp;
  const name = block[attribute];
  if (name !== undefined && name !== null) return String(name);
  return address.startsWith("data.") ? undefined : `${String(block[`${attribute}_prefix`] ?? "terraform-")}${madeUp}`;
}
