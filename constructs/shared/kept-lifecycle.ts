import type { TerraformResource } from "cdktf";

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
 * that should be ignored would be deployed.
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

function lost(resource: TerraformResource, needed: Lifecycle): string[] {
  const now = lifecycleOf(resource);
  if (now === undefined) return [];
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

/** As Terraform reads it, with what has been overridden; nothing of a resource that has moved to another, and is not written. */
function lifecycleOf(resource: TerraformResource): Readonly<Record<string, unknown>> | undefined {
  const { resource: types } = resource.toTerraform() as {
    readonly resource?: Record<string, Record<string, { readonly lifecycle?: Record<string, unknown> }>>;
  };
  return types && (types[resource.terraformResourceType]?.[resource.friendlyUniqueId]?.lifecycle ?? {});
}

function has(now: unknown, wanted: unknown): boolean {
  return now === "all" || [now].flat().includes(wanted);
}

function told(now: unknown): string {
  return now === undefined ? "none" : [now].flat().map(String).join(", ") || "none";
}
