import { compare } from "../../shared/apply/bucket/compare";
import { objectsBelow, s3Client } from "../../shared/apply/bucket/objects";
import { send } from "../../shared/apply/bucket/synchronize";
import { runProgram, withKind } from "../../shared/apply/program";
import { accessAs } from "../../shared/apply/provider";
import { projectPath } from "../../shared/read/project-path";
import type { ToldProvider } from "../../shared/render/told-provider";
import { readScenario } from "../read/scenario";
import { LOCK } from "../render/scenario-names";

/** Sends what a bucket does not have of a scenario. What it has stays as it is, and so does a locked scenario. */
async function main(): Promise<string> {
  const { BUCKET: bucket = "", REGION: region = "", SCENARIO = "", FOLDER = "", PROVIDER = "" } = process.env;
  const folder = projectPath(FOLDER);
  const access = await accessAs(PROVIDER, { service: "s3", region });
  const { account: accountId } = JSON.parse(PROVIDER || "{}") as ToldProvider;
  const client = s3Client({ region }, process.env, access);
  const target = { client, bucket, ...(accountId !== undefined && { accountId }) };
  const { files, problems } = readScenario(SCENARIO, folder);
  if (problems.length > 0) throw new Error(problems.map((problem) => `${FOLDER} ${problem}`).join("\n"));
  const there = await objectsBelow(target, `${SCENARIO}/`);
  if (there.has(LOCK)) return `s3://${bucket}/${SCENARIO}: locked, left as it is`;
  const missing = Object.entries(files).filter(([path]) => !there.has(path));
  const synchronization = { ...target, prefix: SCENARIO, folder, files: Object.fromEntries(missing) };
  const differences = await compare(synchronization, new Map());
  await send(synchronization, differences);
  return `s3://${bucket}/${SCENARIO}: ${missing.length} sent, ${Object.keys(files).length - missing.length} were there`;
}

runProgram(main, { text: withKind("scenario") });
