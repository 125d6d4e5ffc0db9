/** What a new testbed's file is made of. */
export interface NewPlugins {
  readonly name: string;
  readonly region: string;
  /** Where the file takes its type from. */
  readonly types: string;
}

/** The text of a new environment file of task plugins. */
export function pluginsFile({ name, region, types }: NewPlugins): string {
  return `import type { PluginsEnvironment } from ${JSON.stringify(types)};

export default {
  name: ${JSON.stringify(name)},
  region: ${JSON.stringify(region)},
  // No other bucket in the world may have its name. Another store than Amazon's: store: { endpoint: "http://localhost:35000" }
  bucket: { name: ${JSON.stringify(`${name}-plugins`)} },
  // What lies in a folder goes to the prefix, and what does not is removed there.
  collections: [
    { prefix: "dioptra_builtins", folder: "task-plugins/dioptra_builtins" },
    { prefix: "dioptra_custom", folder: "task-plugins/dioptra_custom" },
  ],
} satisfies PluginsEnvironment;
`;
}
