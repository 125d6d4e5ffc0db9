import type { TerraformResource } from "cdktf";
import { providerOfResource } from "./provider";
import { writtenBlock } from "./written-block";

/** What a construct needs of its resource's lifecycle. */
interface Lifecycle {
  readonly createBeforeDestroy?: boolean;
  readonly preventDestroy?: boolean;
  /** Attributes in Terraform's words: `image_uri`. */
  readonly ignoreChanges?: string | readonly string[];
  readonly replaceTriggeredBy?: readonly unknown[];
}

const WORDS = {
  createBeforeDestroy: "create_before_destroy",
  preventDestroy: "prevent_destroy",
  ignoreChanges: "ignore_changes",
  replaceTriggeredBy: "replace_triggered_by",
} as const;

/**
 * Refuses at synthesis a resource whose lifecycle has lost what its construct needs, as by `resource.lifecycle = { … }`: a change
 * that should be ignored would be deployed. Overrides of the resource and of its stack count.
 *
 * @param needed @default - what the resource has now
 */
export function keepLifecycle(resource: TerraformResource, needed: Lifecycle = resource.lifecycle ?? {}): void {
  const wanted = { ...needed };
  if (
    Object.values(wanted)
      .flat()
      .every((each) => each === undefined || each === false)
  )
    return;
  resource.node.addValidation({ validate: () => lost(resource, wanted) });
}

/** Refuses at synthesis an override of a resource's provider: the program that also works on the resource acts as the construct's provider does. */
export function keepProvider(resource: TerraformResource): void {
  resource.node.addValidation({
    validate: () => {
      const written = writtenBlock(resource)?.provider;
      const own = providerOfResource(resource)?.fqn;
      if (written === undefined || written === own) return [];
      const advice = "hand provider to the construct, whose program acts as it does";
      return [`provider must be ${own ?? "left out"}, got ${String(written)}; ${advice}`];
    },
  });
}

function lost(resource: TerraformResource, needed: Lifecycle): string[] {
  const block = writtenBlock(resource);
  if (block === undefined) return [];
  const now = (block.lifecycle ?? {}) as Readonly<Record<string, unknown>>;
  return (Object.keys(WORDS) as (keyof typeof WORDS)[]).flatMap((key) => {
    const word = WORDS[key];
    const missing = [needed[key] ?? []].flat().filter((each) => each !== false && !has(now[word], each));
    if (missing.length === 0) return [];
    const advice =
      key === "preventDestroy"
        ? 'removal: "allowed" of its construct lets it go'
        : `write { ...resource.lifecycle, ${key}: … } with them`;
    return `lifecycle.${word} must have ${missing.map(String).join(", ")}, got ${told(now[word])}; ${advice}`;
  });
}

function has(now: unknown, wanted: unknown): boolean {
  return now === "all" || [now].flat().includes(wanted);
}

function told(now: unknown): string {
  return now === undefined ? "none" : [now].flat().map(String).join(", ") || "none";
}
