/** Variables for a shell or a child process; a value of `undefined` is a variable to unset. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The environment of a child process. */
export function withVariables(environment: NodeJS.ProcessEnv, variables: Variables): NodeJS.ProcessEnv {
  const merged = { ...environment, ...variables };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}
