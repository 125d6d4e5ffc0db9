/** A sensitive variable of Terraform, and where its value comes from. */
export interface SecretVariable {
  /** Its value is in `TF_VAR_<variable>` of the shell, which wins over `command`. */
  readonly variable: string;
  /**
   * Program and arguments whose first line of output is the value, such as `["pass", "show", "nmpi/database"]`. For an environment file
   * `slipway` runs it, without a shell and in the project's folder, when Terraform needs the variable and the shell has none.
   * `cdktf deploy` does not run it. A secret in the words, or what only a shell would read, is refused.
   *
   * @default - the shell has the value
   * @see https://www.passwordstore.org
   */
  readonly command?: readonly string[];
}

/** A secret that a command prints. */
export type SecretCommand = Required<Pick<SecretVariable, "command">>;
