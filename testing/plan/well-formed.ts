import { createHash } from "node:crypto";
import { blockAt } from "../block-at";
import { pieces } from "../json-text";
import type { PlanSettings, StackJson } from "./settings";

/** A value that a mock gives where a provider, or a function of Terraform, takes no text by chance. */
export interface WellFormed {
  readonly address: string;
  readonly attribute: string;
  readonly text: string;
  /** What stands for it in a snapshot, such as `<aws_iam_role.Role.arn>`. */
  readonly name: string;
}

/** Services whose ARNs have another name than their types in Terraform. */
const SERVICES: Readonly<Record<string, string>> = {
  cloudwatch_log: "logs",
  cloudwatch_event: "events",
  sfn: "states",
};

/** A reference to an attribute of something of AWS. */
const REFERENCE = /(?<![\w.-])((?:data\.)?aws_\w+\.[\w-]+)(?:\[[^\]]*\])?\.(\w+)/g;

/**
 * Values for the attributes that a stack's references name, as far as AWS gives them a form: ARNs, and the account, the region and the
 * partition, of which ARNs are made. The same stack gets the same values.
 *
 * @param settings what a test gives is left as it is; in a plan, resources have computed nothing yet
 */
export function wellFormed(json: StackJson, settings: PlanSettings): WellFormed[] {
  const { command = "plan", data = {}, resources = {}, overrides = {} } = settings;
  const found = new Map<string, WellFormed>();
  for (const [, address = "", attribute = ""] of referencesIn(json).flatMap((text) => [...text.matchAll(REFERENCE)])) {
    const block = blockAt(json, address);
    const isData = address.startsWith("data.");
    const [type = ""] = (isData ? address.slice("data.".length) : address).split(".");
    const given = { ...block, ...(isData ? data : resources)[type], ...overrides[address] };
    if (block === undefined || Object.hasOwn(given, attribute) || (command === "plan" && !isData)) continue;
    const name = `<${address}.${attribute}>`;
    const text = formed(type, attribute, name);
    if (text !== undefined) found.set(name, { address, attribute, text, name });
  }
  return [...found.values()];
}

/** A text of the form that AWS gives an attribute; undefined where it may be any. The same for the same name. */
export function formed(type: string, attribute: string, name: string): string | undefined {
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  const letters = hash.replace(/\d/g, (digit) => "ghijklmnop"[Number(digit)] ?? "");
  if (/^(.+_)?arn$/.test(attribute)) {
    const [, service = "iam", kind = service] = /^aws_(cloudwatch_[a-z]+|[a-z0-9]+)(?:_(\w+))?$/.exec(type) ?? [];
    return `arn:aws:${SERVICES[service] ?? service.replace(/_.*/, "")}:us-east-1:123456789012:${kind}/mock-${hash}`;
  }
  const digits = String(Number.parseInt(hash, 16)).padStart(12, "9");
  return new Map([
    ["aws_caller_identity.account_id", digits],
    ["aws_partition.partition", `aws-${letters}`],
    ["aws_region.name", `us-${letters}-1`],
    ["aws_region.region", `us-${letters}-1`],
  ]).get(`${type}.${attribute}`);
}

/** The references in all texts of a value. */
function referencesIn(value: unknown): string[] {
  if (typeof value === "string") {
    return pieces(value).flatMap(({ text, isReference }) => (isReference ? [text] : []));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}
