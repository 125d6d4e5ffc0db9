import { type TerraformResource, TerraformStack } from "cdktf";

type Block = Readonly<Record<string, unknown>>;

interface Written {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

/**
 * A resource as Terraform reads it, with what has been overridden in it and by its stack; nothing of a resource that has moved to
 * another, and is not written.
 */
export function writtenBlock(resource: TerraformResource): Block | undefined {
  const stack = TerraformStack.of(resource);
  const own = blockIn(resource.toTerraform() as Written, resource);
  const { rawOverrides = {} } = stack as unknown as { readonly rawOverrides?: Written };
  // To write the whole stack takes long, and few have an override for it.
  if (own === undefined || blockIn(rawOverrides, resource) === undefined) return own;
  return blockIn(stack.toTerraform() as Written, resource);
}

function blockIn({ resource: types }: Written, { terraformResourceType, friendlyUniqueId }: TerraformResource) {
  return types?.[terraformResourceType]?.[friendlyUniqueId];
}
