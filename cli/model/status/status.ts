import type { GetFunctionResponse } from "@aws-sdk/client-lambda";
import { modelTags } from "../../../constructs/model/render/tags";
import type { Project } from "../../../engine/project";
import type { DeployedModel } from "../deployed-model";
import { deployedFunction, runningDigest } from "../image/live";
import { type Run, Runs } from "../run/runs";
import { deployedText, machineName } from "../workflow/deployed";
import { filledDefinition, soundDefinition, workflowSource } from "../workflow/source";
import { functionRows } from "./function-rows";
import { imageRow, type KnownImages } from "./image-row";
import type { StatusRow } from "./row";
import { tagsRow } from "./tags-row";
import { workflowRow } from "./workflow-row";

/** What is deployed of a model, beside its file. */
export interface ModelStatus {
  readonly rows: readonly StatusRow[];
  readonly runs: readonly Run[];
}

const LAST_RUNS = 5;

/** Compares what is deployed with the file. What cannot be looked up is a row that differs, and says why. */
export async function statusOf(project: Project, model: DeployedModel): Promise<ModelStatus> {
  const definition = declaredDefinition(project, model);
  const fn = await looked("function", () => deployedFunction(model));
  const machine = await looked("workflow", () => workflowOf(model));
  const bucket = await looked("bucket", () => bucketTags(model));
  // Without a workflow there are none.
  const runs: Looked<readonly Run[]> =
    "found" in machine ? await looked("runs", async () => (await Runs.of(model)).newest(LAST_RUNS)) : { found: [] };
  const parts = [fn, machine, bucket, runs];
  const rows: StatusRow[] = parts.flatMap((part) => ("problem" in part ? [part.problem] : []));
  if ("found" in fn) {
    const images = await looked("image", () => imagesOf(model, fn.found));
    const { image = "external" } = model.settings;
    rows.push("found" in images ? imageRow(image, fn.found, images.found) : images.problem);
    rows.push(...functionRows(model.settings, fn.found));
  }
  if ("found" in machine) rows.push(workflowRow(definition, machine.found.definition));
  const tagged = {
    ...("found" in fn && { function: fn.found.Tags ?? {} }),
    ...("found" in machine && { workflow: machine.found.tags }),
    ...("found" in bucket && { bucket: bucket.found }),
  };
  if (Object.keys(tagged).length > 0) rows.push(tagsRow(modelTags(model.name, model.settings.tags), tagged));
  return { rows, runs: "found" in runs ? runs.found : [] };
}

type Looked<T> = { readonly found: T } | { readonly problem: StatusRow };

async function looked<T>(what: string, work: () => Promise<T>): Promise<Looked<T>> {
  try {
    return { found: await work() };
  } catch (error) {
    return { problem: { what, declared: "", deployed: (error as Error).message, differs: true } };
  }
}

/** What a deployment would upload; nothing where Terraform leaves the definition alone. */
function declaredDefinition(project: Project, { settings, functionArn }: DeployedModel): unknown {
  const source = workflowSource(project, settings, {}, functionArn);
  return source.isExternal ? undefined : filledDefinition(soundDefinition(source.read()));
}

async function workflowOf(model: DeployedModel) {
  const client = await model.sfn();
  const { ListTagsForResourceCommand } = await import("@aws-sdk/client-sfn");
  const definition = await deployedText(model);
  const { tags = [] } = await model.answered(machineName(model), () =>
    client.send(new ListTagsForResourceCommand({ resourceArn: model.stateMachineArn })),
  );
  return { definition, tags: Object.fromEntries(tags.map(({ key = "", value = "" }) => [key, value])) };
}

async function bucketTags(model: DeployedModel): Promise<Record<string, string>> {
  const client = await model.s3();
  const { GetBucketTaggingCommand } = await import("@aws-sdk/client-s3");
  return model.answered(`the bucket ${model.bucketName}`, async () => {
    try {
      const { TagSet = [] } = await client.send(new GetBucketTaggingCommand({ Bucket: model.bucketName }));
      return Object.fromEntries(TagSet.map(({ Key = "", Value = "" }) => [Key, Value]));
    } catch (error) {
      if ((error as Error).name === "NoSuchTagSet") return {};
      throw error;
    }
  });
}

/** The tags of what runs, and what the declared tag means now. */
async function imagesOf(model: DeployedModel, fn: GetFunctionResponse): Promise<KnownImages> {
  const client = await model.ecr();
  const { DescribeImagesCommand } = await import("@aws-sdk/client-ecr");
  const details = (imageId: { readonly imageTag: string } | { readonly imageDigest: string }) =>
    model.answered(`the repository ${model.repositoryName}`, async () => {
      try {
        const input = { repositoryName: model.repositoryName, imageIds: [imageId] };
        return (await client.send(new DescribeImagesCommand(input))).imageDetails?.[0];
      } catch (error) {
        if ((error as Error).name === "ImageNotFoundException") return undefined;
        throw error;
      }
    });
  const { image = "external" } = model.settings;
  const digest = runningDigest(fn);
  const running = digest === undefined ? undefined : await details({ imageDigest: digest });
  const declared = typeof image === "object" && "tag" in image ? await details({ imageTag: image.tag }) : undefined;
  const { imageDigest: ofTag } = declared ?? {};
  return { tags: running?.imageTags ?? [], ...(ofTag !== undefined && { ofTag }) };
}
