import { type TerraformResource, TerraformStack } from "cdktf";

type Block = Readonly<Record<string, unknown>>;

interface Written {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

/**
 * A resource as Terraform reads it, with its own overrides and its stack's; undefined for a resource that has moved to another and is
 * not written.
 */
export function writtenBlock(resource: TerraformResource): Block | undefined {
  const stack = TerraformStack.of(resource);
  const own = blockIn(resource.toTerraform() as Written, resource);
  const { rawOverrides = {} } = stack as unknown as { readonly rawOverrides?: Written };
  // Synthesizing the whole stack takes long, and few stacks override the resource.
  if (own === undefined || blockIn(rawOverrides, resource) === undefined) return own;
  return blockIn(stack.toTerraform() as Written, resource);
}

function blockIn({ resource: types }: Written, { terraformResourceType, friendlyUniqueId }: TerraformResource) {
  return types?.[terraformResourceType]?.[friendlyUniqueId];
}
