import { isData } from "../data-address";
import type { DeclaredStack } from "../recovery/import-ids";
import type { TerraformEvent } from "../terraform-events";
import { type NewImage, newImageOf } from "./database-image";
import { type ContainerBlock, databaseOf } from "./database-volume";
import { differences, type Transition, UNKNOWN } from "./differences";
import { drainNote } from "./drain-note";

/** A resource in a plan of Terraform, as `terraform show -json` describes it; only what is read here. */
interface ResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly action_reason?: string;
  /** Of what an earlier run has replaced, and did not come to destroy: a key. */
  readonly deposed?: string;
  readonly change: Transition & {
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly importing?: object;
  };
}

/** A plan of Terraform; only what is read here. @see https://developer.hashicorp.com/terraform/internals/json-format */
export interface TerraformPlan {
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Transition>>;
}

/** What becomes of one resource. */
export interface Change {
  /** Terraform's own, for example `aws_s3_bucket.Model_Bucket_24FA8CA2`. */
  readonly address: string;
  readonly type: string;
  /** What the resource itself is called, where it is known: `quetzal-paris`. */
  readonly name?: string;
  /** The attributes that differ: `memory_size: 512 -> 1024`. */
  readonly differences: readonly string[];
  /** Why it is replaced or destroyed, where Terraform says it. */
  readonly reason?: string;
  /** Whether what takes its place has another name, which somebody may have. @default false */
  readonly isRenamed?: boolean;
  /** Whether its creation was begun and did not end well. @default false */
  readonly isHalfMade?: boolean;
  /** The id of a container that must go before Terraform makes the next one, which has its name. @default - none must */
  readonly inTheWay?: string;
  /** The volume of a container with a database, which stays. @default - it is none */
  readonly keepsVolume?: string;
  /** The image that a MySQL server gets. @default - it is none, or keeps its image */
  readonly newImage?: NewImage;
  /** What follows from it, where that is not seen in what differs. @default - nothing */
  readonly notes?: readonly string[];
}

/** What Terraform would do to a stack. */
export interface Changes {
  readonly created: readonly Change[];
  readonly changed: readonly Change[];
  readonly replaced: readonly Change[];
  readonly destroyed: readonly Change[];
  /** Taken into the state as they are, or also changed then. */
  readonly imported: readonly Change[];
  /** Left as they are, and out of the state. */
  readonly forgotten: readonly Change[];
  /** The same things at other addresses. */
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  readonly outputs: readonly OutputChange[];
}

/** An output that is new, gone or differs. */
interface OutputChange {
  readonly name: string;
  readonly isNew: boolean;
  /** `bucket: "a" -> "b"`. */
  readonly differences: readonly string[];
}

/** A plan, with containers that no state has; one that may get requests stays until another is in its place. */
interface Wanted extends Changes {
  readonly strays?: readonly { readonly isAsked: boolean }[];
  readonly apart?: readonly object[];
}

/** Whether nothing is to be done: what only moves in the state counts as nothing. */
export function isNothing({ strays = [], apart = [], ...changes }: Wanted): boolean {
  return isUnchanged(changes) && apart.length === 0 && strays.every(({ isAsked }) => isAsked);
}

/** Whether Terraform has nothing to do. */
export function isUnchanged({ created, changed, replaced, destroyed, imported, forgotten, outputs }: Changes): boolean {
  return [created, changed, replaced, destroyed, imported, forgotten, outputs].every(({ length }) => length === 0);
}

/** Sorts a plan by what becomes of each resource. */
export function changesOf(plan: TerraformPlan): Changes {
  const resources = (plan.resource_changes ?? []).filter(({ mode }) => mode === "managed").sort(byAddress);
  const of = (...kinds: readonly Kind[]) => resources.filter((each) => kinds.includes(kindOf(each))).map(changeOf);
  const moved = resources.flatMap(({ address: to, previous_address: from }) =>
    from === undefined ? [] : { from, to },
  );
  return {
    created: of("create"),
    changed: of("change"),
    replaced: of("replace"),
    destroyed: of("destroy"),
    imported: resources.filter(({ change }) => change.importing !== undefined).map(changeOf),
    forgotten: of("forget"),
    moved,
    outputs: outputsOf(plan.output_changes ?? {}),
  };
}

/**
 * The same of a plan that only creates, as Terraform says it while it plans: to read the plan itself takes nearly
 * as long as to make it. Undefined of another plan.
 *
 * @param declared what the stack says of its resources
 */
export function plainChangesOf(
  events: readonly TerraformEvent[],
  declared: DeclaredStack["resource"] = {},
): Changes | undefined {
  const planned = events
    .flatMap(({ type, change }) => (type === "planned_change" && change ? [change] : []))
    .filter(({ resource }) => !isData(resource.addr));
  // What goes has the name that the state has; the file may say another by now.
  if (planned.some(({ action }) => action !== "create")) return undefined;
  const outputs = Object.entries(events.findLast(({ type }) => type === "outputs")?.outputs ?? {});
  if (planned.length === 0 && outputs.length === 0) return undefined;
  if (outputs.some(([, output]) => output.action !== "create" && output.action !== "noop")) return undefined;
  const changes = planned
    .map(({ resource: { addr: address } }): Change => {
      const [type = "", id = ""] = address.split(".");
      const name = nameOf(declared[type]?.[id]);
      const notes = notesOf(type, { before: null, after: declared[type]?.[id] });
      return { address, type, ...(name === undefined ? {} : { name }), differences: [], ...notes };
    })
    .sort(byAddress);
  const fresh = outputs.filter(([, output]) => output.action === "create");
  return {
    ...changesOf({}),
    created: changes,
    outputs: fresh.map(([name]) => ({ name, isNew: true, differences: [] })),
  };
}

/** Terraform names changes in the order in which it comes to them, which is another each time. */
function byAddress(one: { readonly address: string }, other: { readonly address: string }): number {
  return one.address < other.address ? -1 : 1;
}

type Kind = "create" | "change" | "replace" | "destroy" | "forget" | "none";

function kindOf({ change: { actions } }: ResourceChange): Kind {
  const has = (action: string) => actions.includes(action);
  if (has("create") && (has("delete") || has("forget"))) return "replace";
  if (has("create")) return "create";
  if (has("update")) return "change";
  if (has("delete")) return "destroy";
  return has("forget") ? "forget" : "none";
}

/** Of a new thing everything that its maker chooses is not known yet, or not there. */
const SAYS_NOTHING = new RegExp(`${UNKNOWN}$|: (""|0|false|\\[\\]|\\{\\}) -> none$`);

function changeOf({ address, type, change, action_reason, deposed }: ResourceChange): Change {
  const { before, after, replace_paths = [] } = change;
  const name = nameOf(before) ?? nameOf(after);
  const reason = deposed === undefined ? reasonOf(action_reason, replace_paths) : REPLACED;
  const differing = before === null || after === null ? [] : withoutScripts(withoutTwins(differences(change)));
  const isReplaced = replace_paths.length > 0 || change.actions.length > 1;
  return {
    address,
    type,
    ...(name === undefined ? {} : { name }),
    differences: differing.filter((difference) => !isReplaced || !SAYS_NOTHING.test(difference)),
    ...(reason === undefined ? {} : { reason }),
    ...(isReplaced && isRenamed(type, change) && { isRenamed: true }),
    ...(action_reason === "replace_because_tainted" && { isHalfMade: true }),
    ...inTheWay(type, change),
    ...keepsVolume(type, change),
    ...notesOf(type, change),
    ...withNewImage(type, change),
  };
}

function notesOf(type: string, { before, after }: Pick<Transition, "before" | "after">): Pick<Change, "notes"> {
  const note = drainNote(type, before, after);
  return note === undefined ? {} : { notes: [note] };
}

function withNewImage(type: string, { before, after }: Transition): Pick<Change, "newImage"> {
  const newImage = newImageOf(type, before, after);
  return newImage === undefined ? {} : { newImage };
}

/** The attributes that name a resource; policies of a role have their names within it. */
const NAMED_BY = ["name", "bucket", "function_name", "metadata"];
const NAMED_IN_ROLE = ["name", "role", "policy_arn"];

/** Whether another name is known already. A container has the time of its plan in its name, which nobody else has. */
function isRenamed(type: string, { before, after }: Transition): boolean {
  if (type === "docker_container") return false;
  const [old, fresh] = [before ?? {}, after ?? {}].map((value) => value as Readonly<Record<string, unknown>>);
  return (type.startsWith("aws_iam_role_policy") ? NAMED_IN_ROLE : NAMED_BY).some((key) => {
    const [is, becomes] = [old?.[key], fresh?.[key]].map((value) => JSON.stringify(nameIn(value)));
    return is !== undefined && becomes !== undefined && is !== becomes;
  });
}

/** Kubernetes has labels beside a name. */
function nameIn(value: unknown): unknown {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof one !== "object" || one === null) return one;
  const { name, namespace } = one as { readonly name?: unknown; readonly namespace?: unknown };
  return { name, namespace };
}

/** What needs the front's container is made before the old one goes, and so Terraform wants to make that first, too. */
function inTheWay(type: string, { actions: [first], before, after }: Transition): Pick<Change, "inTheWay"> {
  if (type !== "docker_container" || first !== "create" || before === null) return {};
  const { id, name } = before as { readonly id: string; readonly name: string };
  return name === (after as { readonly name?: string }).name ? { inTheWay: id } : {};
}

function keepsVolume(type: string, { before }: Transition): Pick<Change, "keepsVolume"> {
  if (type !== "docker_container" || before === null) return {};
  const found = databaseOf(before as ContainerBlock);
  return found === undefined ? {} : { keepsVolume: found.volume };
}

/**
 * The AWS provider tells each tag twice, the second time with those of the provider itself; of a program that runs again, what it is
 * told is also why it runs.
 */
function withoutTwins(all: readonly string[]): string[] {
  return all.filter((difference) => {
    const twin = difference.replace(/^tags_all\b/, "tags").replace(/^triggers_replace\b/, "input");
    return twin === difference || !all.includes(twin);
  });
}

/** How a front's proxy is loaded and asked, in the words of a shell. It follows from what stands beside it. */
const FOLLOWS = /^(input|triggers_replace)\.told\.driver\./;

function withoutScripts(all: readonly string[]): string[] {
  const others = all.filter((difference) => !FOLLOWS.test(difference));
  return others.length === 0 ? [...all] : others;
}

/** What people call a thing: its attribute `name`, or one that names its kind, as `bucket` or `function_name`. */
function nameOf(attributes: unknown): string | undefined {
  if (typeof attributes !== "object" || attributes === null) return undefined;
  const isText = (value: unknown) => typeof value === "string" && value !== "" && !value.includes("${");
  const texts = Object.entries(attributes).filter(([, value]) => isText(value));
  const found =
    texts.find(([key]) => key === "name" || key === "bucket") ??
    texts.find(([key]) => /^(function|role|policy|repository|cluster)_name$/.test(key));
  return found?.[1] as string | undefined;
}

const REPLACED = "an earlier deployment has put another in its place";

const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "it was left half made",
  replace_by_request: "its run was cut off",
  replace_by_triggers: "what it depends on is replaced",
  delete_because_no_resource_config: "it is no longer described",
  delete_because_no_module: "it is no longer described",
  delete_because_count_index: "it is no longer described",
  delete_because_each_key: "it is no longer described",
};

function reasonOf(reason: string | undefined, paths: readonly (readonly (string | number)[])[] = []) {
  if (paths.length > 0)
    return `${[...new Set(paths.map((path) => path.join(".")))].join(", ")} cannot be changed in place`;
  return reason === undefined ? undefined : REASONS[reason];
}

function outputsOf(outputs: Readonly<Record<string, Transition>>): OutputChange[] {
  const changed = Object.entries(outputs).filter(([, { actions }]) => !actions.includes("no-op"));
  return changed.map(([name, change]) => {
    const at = (value: unknown) => ({ [name]: value ?? undefined });
    const { actions, before, after, after_unknown, before_sensitive, after_sensitive } = change;
    const transition = { actions, before: at(before), after: at(after), after_unknown: at(after_unknown) };
    const secret = { before_sensitive: at(before_sensitive), after_sensitive: at(after_sensitive) };
    return { name, isNew: actions.includes("create"), differences: differences({ ...transition, ...secret }) };
  });
}
