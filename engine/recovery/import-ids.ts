import { templateText, textOfTemplate } from "../../constructs/shared/render/template-text";

/** A stack as its JSON describes it; only what is read here. */
export interface DeclaredStack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
}

type Attributes = Readonly<Record<string, unknown>>;

/** Where a stack's resources are in AWS. */
export interface AwsPlace {
  /** `aws`, or `aws-cn` in China. */
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** Reads a text of a resource as it is after a deployment; undefined where it cannot be known before. */
type Read = (attribute: string) => string | undefined;
type IdOf = (read: Read, place: AwsPlace | undefined) => string | undefined;

const attribute =
  (name: string): IdOf =>
  (read) =>
    read(name);

/** Texts in a row; undefined where one is. */
function joined(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join("");
}

const bucket = attribute("bucket");

/**
 * What Terraform imports a resource by. Of Docker's, a container and a network have an id that only the engine knows.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs, "Import" at the end of each resource
 */
const IDS: Readonly<Record<string, IdOf>> = {
  aws_s3_bucket: bucket,
  aws_s3_bucket_versioning: bucket,
  aws_s3_bucket_public_access_block: bucket,
  aws_s3_bucket_cors_configuration: bucket,
  aws_ecr_repository: attribute("name"),
  aws_cloudwatch_log_group: attribute("name"),
  aws_lambda_function: attribute("function_name"),
  aws_iam_role: attribute("name"),
  aws_iam_policy: (read, place) => arnOf("aws_iam_policy", read, place),
  aws_iam_role_policy: (read) => joined(read("role"), ":", read("name")),
  aws_iam_role_policy_attachment: (read) => joined(read("role"), "/", read("policy_arn")),
  aws_sfn_state_machine: (read, place) => arnOf("aws_sfn_state_machine", read, place),
  docker_volume: attribute("name"),
  kubernetes_namespace_v1: attribute("metadata.name"),
};

/** The ids of the resources that a stack declares, by their addresses, as far as they can be known without a state. */
export function importIds(stack: DeclaredStack, place?: AwsPlace): Map<string, string> {
  const found = Object.entries(stack.resource ?? {}).flatMap(([type, resources]) =>
    Object.keys(resources).flatMap((name): [string, string][] => {
      const id = idOf(type)?.(reader(stack, type, name, place), place);
      return id === undefined ? [] : [[`${type}.${name}`, id]];
    }),
  );
  return new Map(found);
}

function idOf(type: string): IdOf | undefined {
  if (IDS[type] !== undefined) return IDS[type];
  if (!type.startsWith("kubernetes_")) return undefined;
  return (read) => joined(read("metadata.namespace"), "/", read("metadata.name"));
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
function arnOf(type: string, read: Read, place: AwsPlace | undefined): string | undefined {
  if (place === undefined) return undefined;
  const { partition, account, region } = place;
  const name = read("name");
  if (type === "aws_s3_bucket") return joined(`arn:${partition}:s3:::`, read("bucket"));
  if (type === "aws_iam_policy") return joined(`arn:${partition}:iam::${account}:policy`, read("path") ?? "/", name);
  if (type === "aws_iam_role") return joined(`arn:${partition}:iam::${account}:role`, read("path") ?? "/", name);
  if (type === "aws_sfn_state_machine")
    return joined(`arn:${partition}:states:${region}:${account}:stateMachine:`, name);
  return undefined;
}

function reader(stack: DeclaredStack, type: string, name: string, place: AwsPlace | undefined): Read {
  return (path) => {
    let value: unknown = stack.resource?.[type]?.[name];
    for (const key of path.split(".")) {
      // A block that there is once stands alone, or in a list.
      const object: unknown = Array.isArray(value) ? value[0] : value;
      value = (object as Attributes | undefined)?.[key];
    }
    return typeof value === "string" ? resolved(value, stack, place) : undefined;
  };
}

/** `${aws_iam_role.Role.name}` */
const REFERENCE = /^(\w+)\.(\w+)\.(\w+)$/;
/** What `constructs/shared/arn.ts` writes for the beginning of an ARN without the resource in it. */
const ACCOUNT_OF = /^join\(":", slice\(split\(":", (\w+)\.(\w+)\.arn\), 0, 5\)\)$/;

/** A text of Terraform's with its references put in. */
function resolved(text: string, stack: DeclaredStack, place: AwsPlace | undefined): string | undefined {
  const parts = text.split(/(?<!\$)\$\{(.*?)\}/).map((part, index) => {
    if (index % 2 === 0) return textOfTemplate(part);
    const [, type = "", name = "", key = ""] = REFERENCE.exec(part) ?? [];
    if (type !== "") return referenced(stack, type, name, key, place);
    const [, owner = "", its = ""] = ACCOUNT_OF.exec(part) ?? [];
    return owner === "" ? undefined : referenced(stack, owner, its, "arn", place)?.split(":").slice(0, 5).join(":");
  });
  return joined(...parts);
}

function referenced(
  stack: DeclaredStack,
  type: string,
  name: string,
  key: string,
  place: AwsPlace | undefined,
): string | undefined {
  const read = reader(stack, type, name, place);
  if (key === "arn") return arnOf(type, read, place);
  if (key === "id") return idOf(type)?.(read, place);
  return read(key);
}

/** The import blocks of Terraform for such ids. */
export function importBlocks(ids: ReadonlyMap<string, string>) {
  return [...ids].map(([to, id]) => ({ to, id: templateText(id) }));
}
