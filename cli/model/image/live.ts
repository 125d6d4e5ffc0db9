import type { GetFunctionResponse } from "@aws-sdk/client-lambda";
import { shown } from "../../../constructs/shared/shown";
import type { DeployedModel } from "../deployed-model";

/** Lambda takes minutes to fetch a large image. */
const PATIENCE_SECONDS = 900;

/** The image that a function runs. */
export interface LiveImage {
  /** As the function was given it: `….amazonaws.com/quetzal-paris:v2`. */
  readonly uri: string;
  /** `sha256:…`. */
  readonly digest: string;
}

/** A model's function as it is deployed. */
export async function deployedFunction(model: DeployedModel): Promise<GetFunctionResponse> {
  const { GetFunctionCommand } = await import("@aws-sdk/client-lambda");
  const client = await model.lambda();
  const { functionName: FunctionName } = model;
  return model.answered(`the function ${FunctionName}`, () => client.send(new GetFunctionCommand({ FunctionName })));
}

/** The image that a model's function runs. */
export async function liveImage(model: DeployedModel): Promise<LiveImage> {
  const found = await deployedFunction(model);
  return { uri: found.Code?.ImageUri ?? "", digest: runningDigest(found) ?? "" };
}

/** The digest that a function runs: `sha256:…`. */
export function runningDigest({ Code }: GetFunctionResponse): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(Code?.ResolvedImageUri ?? "")?.[1];
}

/** Digests of all images that a model's function may run: what is live, and those of its published versions. */
export async function digestsInUse(model: DeployedModel): Promise<Set<string>> {
  const { GetFunctionCommand, paginateListVersionsByFunction } = await import("@aws-sdk/client-lambda");
  const client = await model.lambda();
  const { functionName: FunctionName } = model;
  return model.answered(`the function ${FunctionName}`, async () => {
    const found = new Set<string>();
    for await (const { Versions = [] } of paginateListVersionsByFunction({ client }, { FunctionName })) {
      for (const { Version: Qualifier } of Versions) {
        found.add(runningDigest(await client.send(new GetFunctionCommand({ FunctionName, Qualifier }))) ?? "");
      }
    }
    return found;
  });
}

/**
 * Has a model's function run an image, and waits until it does. It gets the tag, which the web page shows.
 *
 * @param image that is in the repository
 */
export async function makeLive(
  model: DeployedModel,
  { tag, digest }: { readonly tag: string; readonly digest: string },
): Promise<void> {
  const { UpdateFunctionCodeCommand } = await import("@aws-sdk/client-lambda");
  const client = await model.lambda();
  const { functionName: FunctionName, repositoryUrl } = model;
  const what = `the function ${FunctionName}`;
  // Lambda refuses a second update while one is under way. How that one ends does not matter here.
  await updated(model, tag).catch(() => undefined);
  await model.answered(what, () =>
    client.send(new UpdateFunctionCodeCommand({ FunctionName, ImageUri: `${repositoryUrl}:${tag}` })),
  );
  await updated(model, tag);
  const live = await liveImage(model);
  if (live.digest === digest) return;
  throw new Error(
    `${what} must run ${digest}, got ${live.digest || "none"}; somebody else may have changed it: look again`,
  );
}

/** Waits until no change of a function is under way. */
async function updated(model: DeployedModel, tag: string): Promise<void> {
  const { GetFunctionConfigurationCommand, waitUntilFunctionUpdatedV2 } = await import("@aws-sdk/client-lambda");
  const client = await model.lambda();
  const { functionName: FunctionName } = model;
  const what = `the function ${FunctionName}`;
  try {
    await waitUntilFunctionUpdatedV2(
      { client, minDelay: 1, maxDelay: 5, maxWaitTime: PATIENCE_SECONDS },
      { FunctionName },
    );
  } catch (error) {
    const { LastUpdateStatus, LastUpdateStatusReason = "no reason" } = await model.answered(what, () =>
      client.send(new GetFunctionConfigurationCommand({ FunctionName })),
    );
    if (LastUpdateStatus === "Failed") {
      throw new Error(
        `${what} must take the image ${tag}, got ${shown(LastUpdateStatusReason)}; it runs the image before`,
      );
    }
    if (LastUpdateStatus !== "InProgress") throw error;
    throw new Error(
      `${what} must run ${tag} within ${PATIENCE_SECONDS} s, got no end; slipway model image list ${model.name} says what it runs`,
    );
  }
}
