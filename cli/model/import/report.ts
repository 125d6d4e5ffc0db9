import { tableText, visibleCells } from "../../table";
import type { ImportedModels } from "./import-models";
import type { OldModel } from "./old-model";
import { VARIABLES, type Variable } from "./old-modules";

/** What became what, for people. */
export function importTable({ shared, models, leftOut }: ImportedModels): string {
  const rows = [
    ["(what all models share)", shared.file, shared.result, ""],
    ...models.map(({ old, file, result }) => [old.file, file, result, settingsText(old)]),
    ...leftOut.map(({ file, reason }) => [file, "", "not imported", reason]),
  ];
  return tableText(["tfvars file", "environment file", "result", "settings"], rows.map(visibleCells));
}

/** The same for programs. */
export function importData({ shared, models, leftOut, messages }: ImportedModels) {
  return {
    shared: { file: shared.file, result: shared.result },
    models: models.map(({ old, file, result }) => {
      return { tfvars: old.file, workspace: old.name, file, result, settings: settingsOf(old) };
    }),
    notImported: leftOut.map(({ file, name, line, reason }) => ({ tfvars: file, workspace: name, line, reason })),
    messages,
  };
}

function settingsText(old: OldModel): string {
  const own = settingsOf(old).filter(({ setting, line }) => setting.startsWith("compute.") || line !== undefined);
  const shown = own.filter(({ setting }) => setting !== "name");
  return shown
    .map(({ setting, value, line }) => `${setting.replace(/.*\./, "")}: ${value}${line ? "" : " (default)"}`)
    .join(", ");
}

interface Setting {
  readonly variable: Variable;
  /** @default - the file leaves it out */
  readonly line?: number;
  readonly setting: string;
  readonly value: string | number;
}

function settingsOf({ name, region, identityPoolId, lambda, set }: OldModel): Setting[] {
  const values: Partial<Record<Variable, string | number>> = {
    quetzal_model_name: name,
    aws_region: region,
    cognito_identity_pool_id: identityPoolId,
    lambda_memory_size: lambda.memoryMiB,
    lambda_time_limit: lambda.timeoutSeconds,
    lambda_storage_size: lambda.storageMiB,
  };
  return Object.entries(VARIABLES).flatMap(([name, { ...rest }]) => {
    const variable = name as Variable;
    const [value, line] = [values[variable], set.get(variable)];
    if (!("setting" in rest) || value === undefined) return [];
    return [{ variable, ...(line !== undefined && { line }), setting: rest.setting, value }];
  });
}
