/** A text that Terraform takes as it stands: a template of its language would begin with `${` or `%{`. */
export function templateText(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}

/** The text that {@link templateText} made a template of, as Terraform reads it. */
export function textOfTemplate(template: string): string {
  return template.replaceAll("$${", "${").replaceAll("%%{", "%{");
}
