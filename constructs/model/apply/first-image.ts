import { ECRClient } from "@aws-sdk/client-ecr";
import { runProgram, withKind } from "../../shared/apply/program";
import { accessAs } from "../../shared/apply/provider";
import { placeholder, placeholders } from "./placeholder-image";
import { pushWhenEmpty, remove } from "./push";

/** `123456789012.dkr.ecr.ca-central-1.amazonaws.com/quetzal-paris` in its parts. */
function parse(repositoryUrl: string): { registryId: string; region: string; repositoryName: string } {
  const parts = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/(.+)$/.exec(repositoryUrl);
  const [, registryId, region, repositoryName] = parts ?? [];
  if (!registryId || !region || !repositoryName) {
    throw new Error(`REPOSITORY_URL must be the URL of an ECR repository, got "${repositoryUrl}"`);
  }
  return { registryId, region, repositoryName };
}

async function main(): Promise<string> {
  const { REPOSITORY_URL = "", IMAGE_TAG = "", ACTION = "", ARCHITECTURE = "", PROVIDER = "" } = process.env;
  const { registryId, region, repositoryName } = parse(REPOSITORY_URL);
  const access = await accessAs(PROVIDER, { service: "ecr", region, account: registryId });
  const target = { client: new ECRClient({ region, ...access }), registryId, repositoryName };
  if (ACTION === "push")
    return pushWhenEmpty(target, placeholder(ARCHITECTURE === "arm64" ? "arm64" : "amd64"), IMAGE_TAG);
  if (ACTION === "remove") return remove(target, placeholders());
  throw new Error(`ACTION must be push or remove, got "${ACTION}"`);
}

runProgram(main, { text: withKind("first image") });
