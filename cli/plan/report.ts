import { colors as pc } from "../../engine/colors";
import { type Holding, holdingText } from "../../engine/holdings/holding";
import { holds } from "../../engine/holdings/retained";
import type { BucketName } from "../../engine/plan/bucket-names";
import type { Change } from "../../engine/plan/changes";
import type { StackPlan } from "../../engine/plan/stack-plan";
import type { Stray } from "../../engine/strays/stray";
import { otherFilesText } from "./other-files";

/** So many names can be read in a line. */
const MANY = 5;

/** How a plan is carried out. */
export interface ReportOptions {
  /** Whether what is in the way is taken away too. @default false */
  readonly isEmptied?: boolean;
}

const SET_RIGHT = {
  paused: ["~ unpause  ", "somebody has paused it"],
  disconnected: ["~ reconnect", "somebody has disconnected it"],
  ending: ["~ restart  ", "it keeps restarting; its files are rewritten"],
} as const;

/** A plan in words; what is destroyed or replaced stands last, by name. */
export function planReport(
  plan: StackPlan,
  buckets: readonly BucketName[],
  { isEmptied = false }: ReportOptions = {},
): string {
  const { created, changed, replaced, destroyed, imported, forgotten, moved } = plan;
  const outputs = outputsOf(plan);
  const fresh = outputs.filter(({ isNew }) => isNew);
  const isIn = (changes: readonly Change[]) => (change: Change) =>
    changes.some(({ address }) => address === change.address);
  // What differs of a resource is shown once: where it is replaced, else where it is adopted, else where it changes.
  const adopted = imported.map((change) => (isIn(replaced)(change) ? { ...change, differences: [] } : change));
  const lines = [
    pc.bold(`${plan.stack}: ${summary(plan)}`),
    ...adopted.flatMap((change) => block("<", "adopt", change, pc.cyan)),
    ...moved.map(({ from, to }) => `  ${pc.cyan("> move")}      ${from} -> ${to}`),
    ...created.flatMap((change) =>
      plan.existing.includes(change.address)
        ? block("!", "EXISTS", change, danger)
        : block("+", "create", change, pc.green),
    ),
    // Of a destroy that has lost its state.
    ...plan.existing
      .filter((address) => ![...created, ...replaced].some((change) => change.address === address))
      .map((address) => `  ${danger("! EXISTS   ")} ${address}: it is in no state`),
    ...changed
      .filter((change) => !isIn(imported)(change))
      .flatMap((change) => [...block("~", "change", change, pc.yellow), ...inTwoSteps(change)]),
    ...(fresh.length === 0 ? [] : [`  ${pc.green("+ output")}    ${fresh.map(({ name }) => name).join(", ")}`]),
    ...outputs
      .flatMap(({ isNew, differences }) => (isNew ? [] : differences))
      .map((text) => `  ${pc.yellow("~ output")}    ${text}`),
    ...forgotten.flatMap((change) => block(".", "let go", change, pc.yellow)),
    ...replaced.flatMap((change) => [
      ...(plan.existing.includes(change.address)
        ? block("!", "EXISTS", { ...change, reason: "its new name is taken" }, danger)
        : block("±", "REPLACE", change, danger)),
      ...(change.inTheWay === undefined ? [] : [danger(`${" ".repeat(16)}${gapOf(change)}`)]),
    ]),
    ...(plan.otherFiles === undefined ? [] : [`  ${pc.yellow("~ rewrite")}   ${otherFilesText(plan.otherFiles)}`]),
    ...(plan.apart ?? []).map(({ name, how }) => `  ${pc.yellow(SET_RIGHT[how][0])} ${name}: ${SET_RIGHT[how][1]}`),
    ...destroyed.flatMap((change) => [
      ...block("-", "DESTROY", change, danger),
      ...keptBy(change),
      ...renamedTo(change, created),
    ]),
    ...straysIn(plan).map(({ name, status }) => `  ${danger("- REMOVE   ")} ${name} (${status}): no state has it`),
    ...(plan.retained ?? []).map(({ address, reason }) => `  = keep      ${address}: ${reason}`),
    ...plan.holdings.map((each) => danger(`  ${each.name} ${holdingText(each)}${isEmptied ? emptied(each) : ""}`)),
    // What exists is said above.
    ...buckets.filter(({ address }) => !plan.existing.includes(address)).map(bucketLine),
  ];
  // A note of Terraform that a program has run is no thing that is lost when it runs again.
  const gone = [...replaced.filter(({ type }) => type !== "terraform_data"), ...destroyed];
  if (gone.length > 0) lines.push(danger(`${plan.stack}: ${lossOf(gone)}`));
  if (plan.details !== undefined) lines.push(plan.details);
  return lines.join("\n");
}

/** DigitalOcean's provider does not switch backups off together with a resize or another name. */
function inTwoSteps({ type, differences }: Change): string[] {
  const isLeft =
    differences.includes("backups: true -> false") && differences.some((each) => /^(size|name):/.test(each));
  if (type !== "digitalocean_droplet" || !isLeft) return [];
  return [pc.yellow(`${" ".repeat(16)}its backups end with the next deployment: deploy twice`)];
}

/** What `--empty` does to it. */
function emptied({ isInTheWay, isAttachments = false }: Holding): string {
  if (!isInTheWay) return "";
  return isAttachments ? ": --empty detaches or deletes that" : ": --empty deletes that";
}

/** What a container costs that ends before the next one begins. */
function gapOf({ keepsVolume }: Change): string {
  return keepsVolume === undefined
    ? "its ports are closed for about a second"
    : `sessions end; it starts again in some seconds, with the data of volume ${keepsVolume}`;
}

function keptBy({ keepsVolume }: Change): string[] {
  return keepsVolume === undefined
    ? []
    : [pc.yellow(`${" ".repeat(16)}its data stay on the node, in volume ${keepsVolume}`)];
}

/** A droplet is known by its node's name. */
function renamedTo({ type }: Change, created: readonly Change[]): string[] {
  if (type !== "digitalocean_droplet" || !created.some((each) => each.type === type)) return [];
  return [
    danger(`${" ".repeat(16)}a node cannot be renamed: if it was, put its name back to keep its disk and its address`),
  ];
}

/** What is gone for good, by name; of many things only those that hold something, for the others stand above. */
function lossOf(gone: readonly Change[]): string {
  const holders = gone.filter(({ type }) => holds(type));
  const named = gone.length > MANY ? holders : gone;
  const names = named.map(({ address, name }) => (name === undefined ? address : `${name} (${address})`));
  const others = gone.length - named.length;
  const all = [...names, ...(others > 0 ? [names.length === 0 ? `${others} resources` : `${others} others`] : [])];
  const content = all.length === 1 ? "with what it holds" : "with what they hold";
  return `${all.join(", ")} would be destroyed${holders.length > 0 ? `, ${content}` : ""}`;
}

/** What a destroy takes away says enough: its outputs go with it. */
function outputsOf({ destroyed, created, changed, replaced, outputs }: StackPlan): StackPlan["outputs"] {
  const isDestroy = destroyed.length > 0 && created.length + changed.length + replaced.length === 0;
  return isDestroy
    ? outputs.filter(({ differences }) => differences.some((text) => !text.endsWith("-> none")))
    : outputs;
}

/** `12 to create, 1 to change`, or that nothing is to be done. */
export function summary(plan: StackPlan): string {
  const outputs = outputsOf(plan);
  const fresh = outputs.filter(({ isNew }) => isNew);
  const changed = outputs.filter(({ isNew }) => !isNew);
  const strays = straysIn(plan);
  const counts: [string, readonly unknown[]][] = [
    ["to adopt", plan.imported],
    ["to move in the state", plan.moved],
    ["to create", plan.created.filter(({ address }) => !plan.existing.includes(address))],
    ["to change", plan.changed],
    ["to set right", plan.apart ?? []],
    ["to let go", plan.forgotten],
    ["to REPLACE", plan.replaced],
    ["to DESTROY", plan.destroyed],
    [strays.length === 1 ? "stray container to REMOVE" : "stray containers to REMOVE", strays],
    ["of no state, which EXIST", plan.existing],
    [fresh.length === 1 ? "new output" : "new outputs", fresh],
    [changed.length === 1 ? "output to change" : "outputs to change", changed],
  ];
  const told = counts.filter(([, changes]) => changes.length > 0).map(([what, { length }]) => `${length} ${what}`);
  return told.join(", ") || "nothing to do";
}

/** What a deployment removes though no state has it. */
function straysIn({ strays = [] }: StackPlan): Stray[] {
  return strays.filter(({ isAsked }) => !isAsked);
}

function block(sign: string, verb: string, change: Change, color: (text: string) => string): string[] {
  const name = change.name === undefined ? "" : ` (${change.name})`;
  const reason = change.reason === undefined ? "" : `: ${change.reason}`;
  const head = `  ${color(`${sign} ${verb.padEnd(9)}`)} ${change.address}${name}${reason}`;
  return [
    head,
    ...change.differences.map((difference) => `${" ".repeat(16)}${difference}`),
    ...(change.notes ?? []).map((note) => pc.yellow(`${" ".repeat(16)}${note}`)),
  ];
}

function bucketLine({ name, owner, reason }: BucketName): string {
  if (owner === "nobody") return `  bucket name "${name}" is free`;
  if (owner === "unknown") return `  bucket name "${name}" could not be looked up: ${reason ?? "S3 did not say why"}`;
  if (owner === "another account") return danger(`  bucket name "${name}" is somebody else's`);
  return danger(
    `  bucket name "${name}" is a bucket of this account that is in no state; adopt it with slipway recover, or choose another name`,
  );
}

function danger(text: string): string {
  return pc.bold(pc.red(text));
}
