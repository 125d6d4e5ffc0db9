import type { TerraformStack } from "cdktf";

/** A message that a construct or an Aspect attached by `Annotations.of(construct)`. */
export interface Annotation {
  /** The construct's path, such as `lab/Bucket`. */
  readonly path: string;
  readonly message: string;
}

/** The messages of a stack, by level, in the order of its constructs. */
export interface StackAnnotations {
  readonly errors: readonly Annotation[];
  readonly warnings: readonly Annotation[];
  readonly info: readonly Annotation[];
}

/** The messages of a stack; its Aspects must have run. */
export function annotationsOf(stack: TerraformStack): StackAnnotations {
  const all = stack.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.map(({ type, data }) => ({ level: type, path: node.path, message: String(data) })),
    );
  // cdktf's types of metadata begin with its name, and those of its fork may begin with the fork's.
  const of = (level: string) =>
    all.filter((each) => each.level.endsWith(`/${level}`)).map(({ path, message }) => ({ path, message }));
  return { errors: of("error"), warnings: of("warn"), info: of("info") };
}
