import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Finding } from "../doctor/finding";

const terminal = lazy<typeof import("../../engine/colors")>(() => require("../../engine/colors"));
const diagnoses = lazy<typeof import("../doctor/diagnosis")>(() => require("../doctor/diagnosis"));
const tables = lazy<typeof import("../table")>(() => require("../table"));

/** `slipway doctor`: whether everything is there that a deployment needs. */
export function doctorCommand(folder: string): Command {
  return new Command("doctor")
    .description("Check that everything a deployment needs is present, and suggest fixes")
    .option("--json", "print JSON: an array of objects with name, state, found and remedy")
    .addHelpText(
      "after",
      `
Examples:
  slipway doctor
  slipway doctor --json

Checks Node, Terraform or OpenTofu, cdktf-cli or cdktn-cli, provider plugins, the credentials and their account, the region,
Lambda's limits, Docker, Kubernetes, Python, the disk, the shell's variables, the project and its sandbox; changes nothing.
Exits with 1 if there is a problem. Warnings do not count.`,
    )
    .action(async ({ json }: { readonly json?: boolean }) => {
      const findings = await diagnoses.diagnosis({ environment: process.env, folder });
      const text = json ? JSON.stringify(findings, null, 2) : report(findings);
      process.exitCode = findings.some(({ state }) => state === "problem") ? 1 : 0;
      // A program that hangs would keep the command waiting for it.
      process.stdout.write(`${text}\n`, () => process.exit());
    });
}

/** A table, and what to do below it: each advice once, whoever gives it. */
export function report(findings: readonly Finding[]): string {
  const { colors: pc } = terminal;
  const states: Readonly<Record<Finding["state"], string>> = {
    ok: pc.green("ok"),
    unneeded: pc.dim("unneeded"),
    warning: pc.yellow("warning"),
    problem: pc.bold(pc.red("problem")),
  };
  const rows = findings.map(({ name, state, found }) => [name, states[state], found]);
  const remedies = findings.flatMap(({ name, remedy }) => (remedy === undefined ? [] : [`${name}: ${remedy}`]));
  return [tables.tableText(["name", "state", "found"], rows), ...new Set(remedies)].join("\n");
}
