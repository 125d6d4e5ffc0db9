import type { GetFunctionResponse } from "@aws-sdk/client-lambda";
import type { ModelEnvironment } from "../../../constructs/model/schema";
import { compared, type StatusRow } from "./row";

/** How a function's sizes and variables are, beside its file's. */
export function functionRows(
  { name, compute: { lambda } }: ModelEnvironment,
  { Configuration = {}, Concurrency }: GetFunctionResponse,
): StatusRow[] {
  const { MemorySize, Timeout, EphemeralStorage, Architectures = ["x86_64"], Environment } = Configuration;
  const reserved = (count: number | undefined) => (count === undefined ? "none" : String(count));
  const variables = { ...lambda.environment, BUCKET_NAME: name };
  return [
    updateRow(Configuration),
    compared("memory", `${lambda.memoryMiB} MiB`, `${MemorySize} MiB`),
    compared("time limit", `${lambda.timeoutSeconds} s`, `${Timeout} s`),
    compared("/tmp", `${lambda.storageMiB} MiB`, `${EphemeralStorage?.Size ?? 512} MiB`),
    compared("architecture", lambda.architecture ?? "x86_64", Architectures[0]),
    compared(
      "reserved concurrency",
      reserved(lambda.reservedConcurrency),
      reserved(Concurrency?.ReservedConcurrentExecutions),
    ),
    variablesRow(variables, Environment?.Variables ?? {}),
  ];
}

/** While an update is under way, or has failed, the function runs what it had before. */
function updateRow({
  State = "Active",
  LastUpdateStatus = "Successful",
}: NonNullable<GetFunctionResponse["Configuration"]>) {
  const isWell = LastUpdateStatus === "Successful" && ["Active", "Inactive"].includes(State);
  const deployed = isWell ? "live" : `${State}, last update ${LastUpdateStatus}`;
  return { what: "function", declared: "live", deployed, differs: !isWell };
}

/** Their names alone: a value may be a secret that somebody has put there. */
function variablesRow(
  declared: Readonly<Record<string, string>>,
  deployed: Readonly<Record<string, string>>,
): StatusRow {
  const names = [...new Set([...Object.keys(declared), ...Object.keys(deployed)])].sort();
  const other = names.filter((name) => declared[name] !== deployed[name]);
  const all = (variables: object) => Object.keys(variables).sort().join(", ") || "none";
  const text = other.length === 0 ? all(deployed) : `${all(deployed)}; ${other.join(", ")} differ`;
  return { what: "variables", declared: all(declared), deployed: text, differs: other.length > 0 };
}
