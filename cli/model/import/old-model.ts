import { didYouMean } from "../../../constructs/shared/did-you-mean";
import { shown } from "../../../constructs/shared/shown";
import type { Generation } from "../../../engine/adoption/old-state";
import type { Tell } from "../../import/findings";
import { SHARED_BY_MODULES, USUAL_LAMBDA, VARIABLES, type Variable } from "./old-modules";
import type { Tfvars } from "./tfvars";
import { Values } from "./values";

/** A model as the older modules deployed it. */
export interface OldModel {
  readonly file: string;
  readonly name: string;
  /** Where the file says the name. */
  readonly line: number;
  readonly region: string;
  readonly identityPoolId: string;
  readonly lambda: typeof USUAL_LAMBDA;
  /** Variables that the file sets, with their lines. */
  readonly set: ReadonlyMap<Variable, number>;
}

/** A model that cannot be imported yet, and why. */
export interface LeftOut {
  readonly file: string;
  readonly name: string;
  readonly line: number;
  readonly reason: string;
}

/** Where goes what is found out about a file. */
export interface Tells {
  readonly wrong: Tell;
  readonly note: Tell;
}

const NAMES = Object.keys(VARIABLES) as Variable[];
const OF_ECS = NAMES.filter((name) => name.startsWith("ecs_"));

/** What a file's variables mean; nothing where one of them is wrong. */
export function oldModel(tfvars: Tfvars, tells: Tells, given: Generation | undefined): OldModel | LeftOut | undefined {
  const { file } = tfvars;
  const values = new Values(tfvars, tells.wrong);
  tellUnneeded(tfvars, tells.note);
  const generation = generationOf(values, tells.wrong, given);
  const name = values.text("quetzal_model_name");
  if (!values.has("quetzal_model_name")) {
    tells.wrong(1, "quetzal_model_name is required; it is the name of the model and of its workspace");
  }
  const memory = values.number("lambda_memory_size");
  for (const each of OF_ECS) values.number(each);
  const ecsMemory = values.number("ecs_memory_size") ?? 0;
  const lambda = {
    memoryMiB: memory ?? USUAL_LAMBDA.memoryMiB,
    timeoutSeconds: values.number("lambda_time_limit") ?? USUAL_LAMBDA.timeoutSeconds,
    storageMiB: values.number("lambda_storage_size") ?? USUAL_LAMBDA.storageMiB,
  };
  const region = values.text("aws_region") ?? SHARED_BY_MODULES.region;
  const identityPoolId = values.text("cognito_identity_pool_id") ?? SHARED_BY_MODULES.access.identityPoolId;
  if (name === undefined) return undefined;
  const leftOut = (variable: Variable, reason: string) => ({ file, name, line: values.line(variable), reason });
  if (ecsMemory !== 0) {
    return leftOut(
      "ecs_memory_size",
      `runs on Fargate (ecs_memory_size = ${ecsMemory}), which slipway cannot deploy yet`,
    );
  }
  if (generation === 2 && (memory ?? 0) === 0) {
    return leftOut(
      "lambda_memory_size",
      "has no Lambda function (lambda_memory_size = 0), which slipway cannot deploy yet",
    );
  }
  const set = NAMES.flatMap((each) => (values.has(each) ? [[each, values.line(each)] as const] : []));
  const line = values.line("quetzal_model_name");
  return { file, name, line, region, identityPoolId, lambda, set: new Map(set) };
}

function tellUnneeded({ values }: Tfvars, note: Tell): void {
  for (const [name, { line }] of values) {
    if (name === "os") note(line, "os is not imported: slipway pushes the first image without a script");
    if (NAMES.some((each) => each === name)) continue;
    const meant = didYouMean(name, NAMES);
    note(
      line,
      `${name} is not a variable of the modules and is not imported${meant === undefined ? "" : `; ${meant}`}`,
    );
  }
}

/** Which modules a file was written for, as far as it matters. */
function generationOf(values: Values, wrong: Tell, given: Generation | undefined): Generation | undefined {
  const ecs = OF_ECS.find((each) => values.has(each));
  if (given === 1 && ecs !== undefined) {
    const rule = `${ecs} must be left out in generation 1, got ${shown(values.given(ecs))}`;
    wrong(values.line(ecs), `${rule}; pass --generation 2`);
  }
  const isNone = given === undefined && String(values.given("lambda_memory_size")) === "0";
  const told = given ?? (ecs === undefined && !isNone ? undefined : 2);
  if (told === undefined && !values.has("lambda_memory_size")) {
    wrong(
      1,
      "lambda_memory_size is required where no ecs_ variable tells the generation; pass --generation 1 if it is 4016 " +
        "by default, and --generation 2 if it is 0",
    );
  }
  return told;
}
