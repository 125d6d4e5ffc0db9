import { machinesIn } from "../../constructs/model/render/definition-walk";
import { partsOf } from "../../constructs/shared/rules";
import { unknownParts } from "./choice";
import { expressionOf } from "./intrinsic";
import { isReferencePath } from "./reference-path";
import { unknownPaths } from "./template";

/** A task that calls a Lambda function and waits for its result. */
const INVOKE = /^arn:aws[a-z-]*:states:::lambda:invoke$/;
export const FUNCTION = /^arn:aws[a-z-]*:lambda:/;

/** Settings of states that are a path. */
const PATHS = ["InputPath", "OutputPath", "ResultPath", "ItemsPath"];

/** What a definition has that only AWS can run: each with its state. */
export function notHere(machine: unknown): string[] {
  return machinesIn(machine).flatMap(({ value, states }) => [
    ...(value.QueryLanguage === "JSONata" ? ["QueryLanguage is JSONata"] : []),
    ...states.flatMap(({ name, value: state }) => ownParts(state).map((part) => `state "${name}" has ${part}`)),
  ]);
}

function ownParts(state: Readonly<Record<string, unknown>>): string[] {
  const { Type, Resource, QueryLanguage, Choices, ItemReader, ItemBatcher, ResultWriter, Assign, ItemProcessor } =
    state;
  const paths = PATHS.filter(
    (name) => state[name] !== undefined && state[name] !== null && !isReferencePath(state[name]),
  );
  const expressions = ["ErrorPath", "CausePath"].filter(
    (name) => state[name] !== undefined && expressionOf(state[name]) === undefined,
  );
  const templates = ["Parameters", "ResultSelector", "ItemSelector"].flatMap((name) => unknownPaths(state[name]));
  const { Mode } = partsOf(partsOf(ItemProcessor).ProcessorConfig);
  return [
    ...(QueryLanguage === "JSONata" ? ["QueryLanguage JSONata"] : []),
    ...(Type === "Task" && !INVOKE.test(String(Resource)) && !FUNCTION.test(String(Resource))
      ? [`Resource ${JSON.stringify(Resource)}`]
      : []),
    ...[...paths, ...expressions].map((name) => `${name} ${JSON.stringify(state[name])}`),
    ...templates,
    ...(Array.isArray(Choices) ? Choices.flatMap(unknownParts) : []),
    ...Object.entries({ ItemReader, ItemBatcher, ResultWriter, Assign }).flatMap(([name, value]) =>
      value === undefined ? [] : [name],
    ),
    ...(Mode === "DISTRIBUTED" ? ["a distributed Map"] : []),
  ];
}
