/**
 * A block of a stack's JSON with the names of its binding: `memory_size` becomes `memorySize`. What is a block and what
 * a map, whose keys are the user's, the binding itself says: it has a property for each name of a block.
 */
export function attributesOf(element: object, block: Readonly<Record<string, unknown>>): object {
  return named(block, element);
}

function named(value: Readonly<Record<string, unknown>>, binding: object): object {
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      const name = key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
      return [name, converted(part, propertyOf(binding, name))];
    }),
  );
}

/** A part of a block: what the binding knows as a block, or as a list of blocks, has its names too. */
function converted(value: unknown, binding: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => converted(each, elementOf(binding)));
  if (!isObject(value) || !isBlock(binding)) return value;
  return named(value as Record<string, unknown>, binding);
}

function propertyOf(binding: object, name: string): unknown {
  return name in binding ? (binding as Record<string, unknown>)[name] : undefined;
}

/** A binding's list of blocks gives its blocks by number; a block that may be there once stands for itself. */
function elementOf(binding: unknown): unknown {
  const list = binding as { readonly get?: (index: number) => unknown };
  return isObject(binding) && typeof list.get === "function" ? list.get(0) : binding;
}

function isBlock(binding: unknown): binding is object {
  return isObject(binding) && "internalValue" in binding;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
