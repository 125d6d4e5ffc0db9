import { type DefinitionState, isParts } from "./definition-walk";

/** What a state does, in a few words, for a picture or a list. */
export function detailOf({ value }: Pick<DefinitionState, "value">): string {
  const { Type: type, Resource: resource } = value;
  if (type === "Parallel") return "at the same time";
  if (type === "Map")
    return `for each of ${String(value.ItemsPath ?? value.Items ?? "its input")
      .split(".")
      .at(-1)}`;
  if (type !== "Task") return String(type).toLowerCase();
  const asked = isParts(value.Arguments) ? value.Arguments : isParts(value.Parameters) ? value.Parameters : {};
  const payload = isParts(asked.Payload) ? asked.Payload : {};
  if (typeof payload.notebook_path === "string") return payload.notebook_path.split("/").at(-1) ?? "";
  const called = typeof asked.FunctionName === "string" ? asked.FunctionName : String(resource);
  const [, name] = /:function:([^:]+)/.exec(called) ?? [];
  return name ?? KNOWN[called] ?? called.split(":::").at(-1) ?? called;
}

const KNOWN: Readonly<Record<string, string>> = {
  "${FunctionArn}": "the model's function",
  "${AuthorizerArn}": "the authorizer",
};

/** The condition under which a rule of a Choice state is taken. */
export function conditionOf(rule: unknown): string {
  if (!isParts(rule)) return "if";
  const { Variable, StringEquals, Condition } = rule;
  if (typeof StringEquals === "string") return StringEquals;
  if (typeof Condition === "string") return Condition.replace(/^\{%\s*|\s*%\}$/g, "");
  const comparison = Object.keys(rule).find(
    (key) => !["Variable", "Next", "Comment", "Assign", "Output"].includes(key),
  );
  return comparison === undefined
    ? "if"
    : [Variable, comparison, JSON.stringify(rule[comparison])].filter(Boolean).join(" ");
}
