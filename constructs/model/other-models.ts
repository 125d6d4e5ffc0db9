import { TerraformStack, Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { isLoaded } from "../shared/check-props";
import { shown } from "../shared/shown";
import { problemsAmongModels } from "./names";

/** A model of an app. */
interface Named {
  readonly model: Construct;
  readonly name: string;
  readonly sharesRunsWith: readonly string[];
}

const MODELS = new WeakMap<IConstruct, Named[]>();

/** Has synthesis compare a model's name with those of the other models of its app, as `slipway check` compares files. */
export function compareWithOthers(model: Construct, name: string, sharesRunsWith: readonly string[] = []): void {
  if (isLoaded(model) || Token.isUnresolved(name)) return;
  const all = MODELS.get(model.node.root) ?? [];
  const own = { model, name, sharesRunsWith };
  MODELS.set(model.node.root, all);
  all.push(own);
  model.node.addValidation({ validate: () => [...twins(own, all), ...longer(own, all)] });
}

function twins({ model, name }: Named, all: readonly Named[]): string[] {
  const stack = TerraformStack.of(model);
  const first = all.find((each) => each.name === name && TerraformStack.of(each.model) === stack);
  if (first === undefined || first.model === model) return [];
  return [`name must be that of one model, got ${shown(name)} as ${first.model.node.path} has; rename one of them`];
}

function longer({ name }: Named, all: readonly Named[]): string[] {
  const found = problemsAmongModels(all).get(name) ?? [];
  return found.map(({ path, message }) => `${path} ${message}`);
}
