import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { erroredStateFile } from "../constructs/shared/read/local-state";
import { templateText } from "../constructs/shared/render/template-text";
import { terraformProgram } from "../constructs/shared/terraform-program";

/** The part of a stack's JSON that makes Terraform stop, with a message, before it plans, applies or destroys. */
export function refusalVariable(problems: readonly string[]) {
  return {
    slipway_refusal: {
      type: "string",
      default: "refused",
      description: "Why this workspace is left alone",
      validation: [
        { condition: '${var.slipway_refusal != "refused"}', error_message: templateText(problems.join("\n")) },
      ],
    },
  };
}

/** What in a stack's folder forbids Terraform to run there; both would end in a second, diverging state. */
export function folderProblems(stack: string, folder: string, dataFolder: string): string[] {
  const problems: string[] = [];
  if (existsSync(erroredStateFile(folder))) {
    problems.push(
      `${stack}: errored.tfstate must be put back before the next run, got a state that could not be saved; ` +
        `slipway recover does it, or ${terraformProgram(process.env).word} -chdir=${shownFolder(folder)} state push errored.tfstate, then delete the file`,
    );
  }
  const selected = selectedWorkspace(resolve(folder, dataFolder));
  if (selected !== "default") {
    problems.push(
      `${stack}: ${terraformProgram(process.env).product}'s workspace must be default, got "${selected}"; ` +
        `run ${terraformProgram(process.env).word} -chdir=${shownFolder(folder)} workspace select default`,
    );
  }
  return problems;
}

function selectedWorkspace(dataFolder: string): string {
  const file = join(dataFolder, "environment");
  return existsSync(file) ? readFileSync(file, "utf8").trim() || "default" : "default";
}

function shownFolder(folder: string): string {
  return folder.replaceAll("\\", "/");
}
