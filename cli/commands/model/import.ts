import { Command, Option } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const imports = lazy<typeof import("../../model/import/import-models")>(() =>
  require("../../model/import/import-models"),
);
const files = lazy<typeof import("../../model/import/new-files")>(() => require("../../model/import/new-files"));
const questions = lazy<typeof import("../../model/import/questions")>(() => require("../../model/import/questions"));
const reports = lazy<typeof import("../../model/import/report")>(() => require("../../model/import/report"));

interface ImportOptions {
  readonly generation?: "1" | "2";
  readonly account?: string;
  readonly backend?: string;
  readonly backendRegion?: string;
  readonly adopt?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `slipway model import`: environment files of models that the older Terraform modules deployed. */
export function importCommand(project: () => Project): Command {
  return new Command("import")
    .description("Generate environment files from tfvars files, and report what became what")
    .argument("<file...>", "tfvars files of the older Terraform modules, one model each")
    .addOption(
      new Option(
        "--generation <n>",
        "generation of the modules, which decides defaults (default: as each file tells)",
      ).choices(["1", "2"]),
    )
    .option("--account <id>", "AWS account of the models, 12 digits")
    .option("--backend <place>", "where the states are: local, or s3://<bucket>/<key>")
    .option("--backend-region <region>", "region of the state bucket (default: that of most models)")
    .option("--adopt", 'write adopt: "terraform-modules", to adopt the states of the older modules')
    .option("--no-adopt", "write no adopt")
    .option("--force", "overwrite environment files that differ, for example after an edit by hand")
    .option("--json", "print JSON: an object with shared, models, notImported and messages")
    .addHelpText(
      "after",
      `
Examples:
  slipway model import old/environments/*.tfvars
  slipway model import old/environments/*.tfvars --account 111122223333 --backend s3://states/models/terraform.tfstate
  slipway model import quetzal-oslo.tfvars --generation 2 --json

The old files are left alone, and no account is contacted. Each model gets environments/model/<name>.ts; what all models
share goes to environments/model/_quetzal.ts, which is yours once it exists. On a terminal, the command asks for account,
backend and adoption if no option says them. If a file is wrong, all problems are printed, and nothing is written.

Run it again at any time: files that are the same stay. Exits with 2 if a file differs and was kept.`,
    )
    .action(async (tfvars: readonly string[], { generation, json, ...options }: ImportOptions) => {
      const { folder } = project();
      const ask = questions.terminal();
      const imported = await imports.importModels({
        ...options,
        project: folder,
        files: tfvars,
        ...(generation !== undefined && { generation: generation === "1" ? 1 : 2 }),
        ...(ask !== undefined && { ask }),
      });
      files.writeFiles(folder, [imported.shared, ...imported.models]);
      for (const message of imported.messages) console.error(message);
      console.log(json ? JSON.stringify(reports.importData(imported), null, 2) : reports.importTable(imported));
      const kept = imported.models.filter(({ result }) => result === "kept").map(({ file }) => file);
      if (kept.length > 0) {
        console.error(`${kept.join(", ")} kept, with another text than the import would write; --force overwrites`);
        process.exitCode = 2;
      }
      if (json) return;
      const [first] = imported.models.map(({ old }) => old.name);
      console.log(`next: npx slipway check, then npx slipway model adopt ${first} --check`);
    });
}
