import { colors as pc } from "../../engine/colors";
import { holds } from "../../engine/holdings/retained";
import type { BucketName } from "../../engine/plan/bucket-names";
import type { Change } from "../../engine/plan/changes";
import type { StackPlan } from "../../engine/plan/stack-plan";

/** So many names can be read in a line. */
const MANY = 5;

/** A plan in words; what is destroyed or replaced stands last, by name. */
export function planReport(plan: StackPlan, buckets: readonly BucketName[]): string {
  const { created, changed, replaced, destroyed, imported, forgotten, moved, outputs } = plan;
  const fresh = outputs.filter(({ isNew }) => isNew);
  const isIn = (changes: readonly Change[]) => (change: Change) =>
    changes.some(({ address }) => address === change.address);
  // What differs of a resource is shown once: where it is replaced, else where it is adopted, else where it changes.
  const adopted = imported.map((change) => (isIn(replaced)(change) ? { ...change, differences: [] } : change));
  const lines = [
    pc.bold(`${plan.stack}: ${summary(plan)}`),
    ...adopted.flatMap((change) => block("<", "take over", change, pc.cyan)),
    ...moved.map(({ from, to }) => `  ${pc.cyan("> move")}      ${from} -> ${to}`),
    ...created.flatMap((change) =>
      plan.existing.includes(change.address)
        ? block("!", "EXISTS", change, danger)
        : block("+", "create", change, pc.green),
    ),
    ...changed.filter((change) => !isIn(imported)(change)).flatMap((change) => block("~", "change", change, pc.yellow)),
    ...(fresh.length === 0 ? [] : [`  ${pc.green("+ output")}    ${fresh.map(({ name }) => name).join(", ")}`]),
    ...outputs
      .flatMap(({ isNew, differences }) => (isNew ? [] : differences))
      .map((text) => `  ${pc.yellow("~ output")}    ${text}`),
    ...forgotten.flatMap((change) => block(".", "let go", change, pc.yellow)),
    ...replaced.flatMap((change) => block("±", "REPLACE", change, danger)),
    ...destroyed.flatMap((change) => block("-", "DESTROY", change, danger)),
    ...(plan.retained ?? []).map((address) => `  = keep      ${address}`),
    ...plan.holdings.map((each) => danger(`  ${each.name} ${each.isAttachments ? "has" : "holds"} ${each.holds}`)),
    // What exists is said above.
    ...buckets.filter(({ address }) => !plan.existing.includes(address)).map(bucketLine),
  ];
  // A note of Terraform that a program has run is no thing that is lost when it runs again.
  const gone = [...replaced.filter(({ type }) => type !== "terraform_data"), ...destroyed];
  if (gone.length > 0) lines.push(danger(`${plan.stack}: ${lossOf(gone)}`));
  if (plan.details !== undefined) lines.push(plan.details);
  return lines.join("\n");
}

/** What is gone for good, by name; of many things only those that hold something, for the others stand above. */
function lossOf(gone: readonly Change[]): string {
  const holders = gone.filter(({ type }) => holds(type));
  const named = gone.length > MANY ? holders : gone;
  const names = named.map(({ address, name }) => (name === undefined ? address : `${name} (${address})`));
  const others = gone.length - named.length;
  const all = [...names, ...(others > 0 ? [`${others} others`] : [])].join(", ");
  return `${all} would be destroyed${holders.length > 0 ? ", with what it holds" : ""}`;
}

/** `12 to create, 1 to change`, or that nothing is to be done. */
export function summary(plan: StackPlan): string {
  const counts: [string, readonly unknown[]][] = [
    ["to take over", plan.imported],
    ["to move in the state", plan.moved],
    ["to create", plan.created],
    ["to change", plan.changed],
    ["to let go", plan.forgotten],
    ["to REPLACE", plan.replaced],
    ["to DESTROY", plan.destroyed],
    [plan.outputs.length === 1 ? "output to change" : "outputs to change", plan.outputs],
  ];
  const told = counts.filter(([, changes]) => changes.length > 0).map(([what, { length }]) => `${length} ${what}`);
  return told.join(", ") || "nothing to do";
}

function block(sign: string, verb: string, change: Change, color: (text: string) => string): string[] {
  const name = change.name === undefined ? "" : ` (${change.name})`;
  const reason = change.reason === undefined ? "" : `: ${change.reason}`;
  const head = `  ${color(`${sign} ${verb.padEnd(9)}`)} ${change.address}${name}${reason}`;
  return [head, ...change.differences.map((difference) => `${" ".repeat(16)}${difference}`)];
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
