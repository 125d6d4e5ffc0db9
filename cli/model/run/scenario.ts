import { COMMON } from "../../../constructs/model/render/scenario-names";
import { didYouMean } from "../../../constructs/shared/did-you-mean";
import { DEEPEST_NESTING, tooDeepAt } from "../../../constructs/shared/render/nesting";
import { shown } from "../../../constructs/shared/shown";
import type { DeployedModel } from "../deployed-model";
import { ScenarioBucket } from "../scenarios/scenario-bucket";
import { NOTHING_OFFERED, type Offered, offeredBy } from "./parameters";

/** As many scenarios are named in a message. */
const FEW = 10;

/** Refuses a scenario that the bucket does not have. */
export async function refuseUnknownScenario(model: DeployedModel, scenario: string): Promise<void> {
  if (scenario === "" || scenario.includes("/")) {
    throw new Error(`--scenario must be a scenario's name without /, got ${shown(scenario)}; for example base`);
  }
  const bucket = await ScenarioBucket.of(model);
  const isThere = scenario !== COMMON && (await bucket.answered(() => bucket.has(scenario)));
  if (isThere) return;
  const found = await bucket.answered(() => bucket.names());
  const all = found.filter((name) => name !== "" && name !== COMMON);
  const some = `${all.slice(0, FEW).join(", ")}${all.length > FEW ? ", …" : ""}`;
  const advice =
    all.length === 0 ? "it has none: the first one is base" : (didYouMean(scenario, all) ?? `there are ${some}`);
  throw new Error(`--scenario must be in the bucket ${model.bucketName}, got ${shown(scenario)}; ${advice}`);
}

/**
 * What a scenario offers for a choice. A scenario without `inputs/params.json` offers nothing.
 *
 * @param warn gets a line about a file that the web page could not read either
 */
export async function offeredParameters(
  model: DeployedModel,
  { scenario, choice }: { readonly scenario: string; readonly choice: string },
  warn: (line: string) => void,
): Promise<Offered> {
  const key = `${scenario}/inputs/params.json`;
  const text = await textOf(model, key);
  if (text === undefined) return NOTHING_OFFERED;
  try {
    if (tooDeepAt(text) !== undefined) throw new Error(`more than ${DEEPEST_NESTING} lists and objects in each other`);
    const content: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (Array.isArray(content)) return offeredBy(content, choice);
    warn(`warning: ${key} must be a list of categories; its values are not sent`);
  } catch (error) {
    warn(`warning: ${key} must be JSON, got ${shown((error as Error).message)}; its values are not sent`);
  }
  return NOTHING_OFFERED;
}

async function textOf(model: DeployedModel, key: string): Promise<string | undefined> {
  const client = await model.s3();
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  return model.answered(`the bucket ${model.bucketName}`, async () => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: model.bucketName, Key: key }));
      return await Body?.transformToString();
    } catch (error) {
      if ((error as Error).name === "NoSuchKey") return undefined;
      throw error;
    }
  });
}
