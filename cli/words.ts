/** The words of `[workspace] <rest…>`: where there are more than the rest can have, the first is the workspace. */
export function workspaceAndRest(words: readonly string[], most: number) {
  if (words.length <= most) return { workspace: undefined, rest: words };
  const [workspace, ...rest] = words;
  return { workspace, rest };
}

/** The argument `[workspace] <name>` of a domain's commands, and what is to be said of it. */
export function nameAfterWorkspace(what: string) {
  return [`<${what}...>`, `name of the ${what}, after its workspace if the project has several`] as const;
}

/** The argument `[workspace]` of a domain's commands, and what is to be said of it. */
export function optionalWorkspace(what: string) {
  return ["[workspace]", `${what}; required if there are several`] as const;
}
