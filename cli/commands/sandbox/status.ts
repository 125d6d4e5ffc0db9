import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { SandboxStatus } from "../../../sandbox/server";

const server = lazy<typeof import("../../../sandbox/server")>(() => require("../../../sandbox/server"));

/** `slipway sandbox status`. */
export function statusCommand(project: string): Command {
  return new Command("status")
    .description("Show whether the sandbox runs, where, and what is kept on disk")
    .option("--json", "print JSON: an object")
    .addHelpText("after", "\nExamples:\n  npx slipway sandbox status --json")
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const found = await server.status({ project });
      if (json) console.log(JSON.stringify(found, null, 2));
      else for (const line of statusLines(found)) console.log(line);
    });
}

function statusLines({ running, kept, log }: SandboxStatus): string[] {
  const megabytes = kept && (kept.bytes / 1e6).toFixed(1);
  const disk = kept && `on disk   account ${kept.id}, ${megabytes} MB, saved ${kept.saved.toISOString()}`;
  if (running === undefined) return ["stopped", ...(disk ? [disk] : [])];
  return [
    `running   ${running.url}`,
    `account   ${running.account} (${running.region})`,
    `process   ${running.pid}, moto ${running.moto}`,
    ...(disk ? [disk] : []),
    `log       ${log}`,
  ];
}
