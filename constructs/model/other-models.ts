import { Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { accountPlace } from "../shared/aws-place";
import { isLoaded, refuseAtSynthesis } from "../shared/check-props";
import { ownName } from "../shared/own-names";
import type { Problem } from "../shared/rules";
import { problemsAmongModels } from "./names";

/** The models of an app. */
interface Models {
  readonly all: { readonly name: string; readonly sharesRunsWith: readonly string[] }[];
  /** What is wrong between them, by their names: found once, after the last of them was made. */
  found?: ReadonlyMap<string, readonly Problem[]>;
}

const MODELS = new WeakMap<IConstruct, Models>();

/** Has synthesis compare a model's name with those of the other models of its app, as `slipway check` compares files. */
export function compareWithOthers(model: Construct, name: string, sharesRunsWith: readonly string[] = []): void {
  if (isLoaded(model) || Token.isUnresolved(name)) return;
  // Policies of IAM have its name, in whichever region it is.
  ownName(model, { kind: "model", name, advice: "rename one of them", placeOfApp: () => accountPlace(model) });
  const models: Models = MODELS.get(model.node.root) ?? { all: [] };
  MODELS.set(model.node.root, models);
  models.all.push({ name, sharesRunsWith });
  delete models.found;
  refuseAtSynthesis(model, () => {
    models.found ??= problemsAmongModels(models.all);
    return models.found.get(name) ?? [];
  });
}
