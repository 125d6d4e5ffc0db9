/** A text that Terraform takes as it stands: a template of its language would begin with `${` or `%{`. */
export function templateText(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}
