import { withoutUndefined } from "../constructs/shared/render/without-undefined";

/** Variables for a shell or a child process; a value of `undefined` is a variable to unset. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The environment of a child process. */
export function withVariables(environment: NodeJS.ProcessEnv, variables: Variables): NodeJS.ProcessEnv {
  return withoutUndefined({ ...environment, ...variables });
}
