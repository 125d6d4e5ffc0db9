/** What a state machine does before anybody has uploaded the model's own steps. */
export const FIRST_DEFINITION = JSON.stringify({
  Comment: "A first definition, until the model's own is uploaded",
  StartAt: "HelloWorld",
  States: { HelloWorld: { Type: "Pass", End: true } },
});

/** What stands for a value that is known when the definition is deployed. */
export const PLACEHOLDER = /\$\{([^}]*)\}/g;

/**
 * A definition's text for Terraform, with values put in for `${Name}`. Terraform reads `%{` and `${` in a text as its own; whatever is left
 * of them is escaped.
 */
export function deployedText(value: unknown, substitutions: Readonly<Record<string, string>>): string {
  return filledText(JSON.stringify(value).replaceAll("%{", "%%{"), substitutions);
}

/** A definition's text with values put in for `${Name}`. */
export function filledText(text: string, substitutions: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (_, name: string) => substitutions[name] ?? "");
}
