/** What a new model's file is made of. */
export interface NewModel {
  readonly name: string;
  readonly region: string;
  /** Where the file takes its type from. */
  readonly types: string;
}

/** The text of a new model's environment file; the sizes are a model's usual ones. */
export function modelFile({ name, region, types }: NewModel): string {
  return `import type { ModelEnvironment } from ${JSON.stringify(types)};

export default {
  // The bucket's name too, which no other bucket in the world may have.
  name: ${JSON.stringify(name)},
  profile: "parity",
  region: ${JSON.stringify(region)},
  compute: { lambda: { memoryMiB: 4016, timeoutSeconds: 300, storageMiB: 4016 } },
} satisfies ModelEnvironment;
`;
}
