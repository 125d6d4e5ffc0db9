/**
 * The key of the secrets that commands have printed, in the surroundings of Terraform. A copy of them has it too, and no child process
 * gets it: the names of its variables are texts.
 */
const KEPT = Symbol("secrets");

/** Secrets by the names of their variables: `TF_VAR_database_password`. */
export type Secrets = Readonly<Record<string, string>>;

/** Surroundings whose secrets only Terraform gets. */
export function withSecrets(environment: NodeJS.ProcessEnv, secrets: Secrets): NodeJS.ProcessEnv {
  return { ...environment, [KEPT]: secrets } as NodeJS.ProcessEnv;
}

/** Surroundings for Terraform: with the secrets that they keep. */
export function ofTerraform(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...environment, ...secretsIn(environment) };
}

/** The secrets that surroundings keep; none where no command was run. */
export function secretsIn(environment: NodeJS.ProcessEnv): Secrets {
  return (environment as { readonly [KEPT]?: Secrets })[KEPT] ?? {};
}
