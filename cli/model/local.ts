import { outputOf } from "../../engine/process";
import type { Project } from "../../engine/project";
import { type Invoke, ModelContainer } from "../../local/model/container";
import { IMAGE_SIZES, STORAGE_SIZES } from "../../local/model/sizes";
import { type Way, wayTo } from "../../local/model/way";
import { runWorkflow } from "../../local/model/workflow";
import { DeployedModel } from "./deployed-model";
import { eventOf, givenEvent } from "./local-event";
import { builtImage, imageNamed } from "./local-image";
import { checkLocalOptions, type LocalOptions } from "./local-options";
import { localDefinition } from "./local-workflow";
import type { Machine } from "./run/machine";

/** Everything but the result goes to stderr. */
const log = (line: string) => console.error(line);

/** Runs a model's image on this machine, with the bucket of its account. */
export async function runLocally(
  project: Project,
  workspace: string | undefined,
  options: LocalOptions,
): Promise<void> {
  checkLocalOptions(options);
  const isRun = !options.shell && !isSizesAlone(options);
  const given = givenEvent(options);
  const model = await DeployedModel.of(project, workspace);
  try {
    const machine = machineOf(model, project, options);
    const work = isRun
      ? (given ?? (await eventOf(model, options, { machine: machine as Machine | undefined, warn: log })))
      : undefined;
    const image = await imageOf(model, options);
    const way = await wayOut(process.env);
    try {
      const container = await containerOf(model, image, way);
      await container.removeLeft();
      if (options.shell) {
        process.exitCode = await container.runProgram(SHELL);
        return;
      }
      if (options.sizes) await showImageSizes(container);
      if (work === undefined) return;
      const result = await container.with(async (invoke) => {
        const value = await (machine === undefined
          ? call(invoke, work)
          : runWorkflow(machine, work, { model: model.functionName, invoke, tell: log }));
        if (options.sizes) log(`left in /tmp:\n${(await container.exec(STORAGE_SIZES)).trimEnd()}`);
        return value;
      });
      console.log(JSON.stringify(result, null, 2));
    } finally {
      way?.close();
    }
  } finally {
    model.close();
  }
}

function imageOf(model: DeployedModel, { folder, image, allowFile: allowed = [] }: LocalOptions): Promise<string> {
  return folder === undefined ? imageNamed(model, image) : builtImage(model, { folder, allowed, print: log });
}

function machineOf(model: DeployedModel, { folder: project }: Project, { workflow, folder }: LocalOptions): unknown {
  if (workflow === undefined) return undefined;
  return localDefinition(model, { project, folder, file: workflow === true ? undefined : workflow });
}

const SHELL = ["sh", "-c", "command -v bash >/dev/null && exec bash || exec sh"];

function isSizesAlone({ sizes, event, notebook, workflow }: LocalOptions): boolean {
  return sizes === true && event === undefined && notebook === undefined && workflow === undefined;
}

async function call(invoke: Invoke, event: unknown): Promise<unknown> {
  const answer = await invoke(event);
  if ("value" in answer) return answer.value;
  throw new Error(`the function must return a result, got ${answer.error}: ${answer.cause}`);
}

async function showImageSizes(container: ModelContainer): Promise<void> {
  log("in the image:");
  const code = await container.runProgram(IMAGE_SIZES, log);
  if (code !== 0) throw new Error(`the image must have sh, du and sort to show its sizes, got exit code ${code}`);
}

/** What the container needs to reach an AWS on this machine: the sandbox. */
async function wayOut({ AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 }: NodeJS.ProcessEnv): Promise<Way | undefined> {
  const endpoint = AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL;
  if (!endpoint) return undefined;
  const format = "{{range .IPAM.Config}}{{println .Gateway}}{{end}}";
  const { stdout } = await outputOf(["docker", "network", "inspect", "bridge", "--format", format]);
  return wayTo(endpoint, /^\d+(\.\d+){3}$/m.exec(stdout)?.[0]);
}

async function containerOf(model: DeployedModel, image: string, way: Way | undefined): Promise<ModelContainer> {
  const { lambda } = model.settings.compute;
  const client = await model.s3();
  const { accessKeyId, secretAccessKey, sessionToken } = await model.answered("the bucket", () =>
    client.config.credentials(),
  );
  return new ModelContainer({
    model: model.name,
    image,
    architecture: lambda.architecture ?? "x86_64",
    memoryMiB: lambda.memoryMiB,
    timeoutSeconds: lambda.timeoutSeconds,
    variables: {
      ...lambda.environment,
      BUCKET_NAME: model.bucketName,
      AWS_REGION: model.region,
      AWS_DEFAULT_REGION: model.region,
      ...(way !== undefined && { AWS_ENDPOINT_URL: way.url }),
    },
    secrets: {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
    },
    args: way?.args ?? [],
    print: log,
  });
}
