import { spawn } from "node:child_process";
import type { Guard } from "./plan/guard";

/** Where and how Terraform runs. */
export interface TerraformRun {
  readonly folder: string;
  readonly command: string;
  /** What the tests 0.tftest.json and on are about, for messages. */
  readonly labels: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Ends it when the test is ended. */
  readonly guard: Guard;
}

/** Runs Terraform; returns the lines that it prints. */
export async function terraform(
  { folder, command, labels, env, guard }: TerraformRun,
  args: readonly string[],
): Promise<string[]> {
  const child = spawn(command, args, { cwd: folder, env });
  guard.started(child.pid);
  child.on("close", () => guard.ended(child.pid));
  const text: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => text.push(part.toString()));
  const code = await new Promise<number | null>((done, fail) => {
    child.on("error", () =>
      fail(
        new Error(`${command} must be installed, got no such program; see developer.hashicorp.com/terraform/install`),
      ),
    );
    child.on("close", done);
  });
  const lines = text.join("").split(/\r?\n/);
  if (code === 0) return lines;
  throw new Error(`${command} ${args[0]} must succeed, got exit code ${code}:\n${reasons(lines, labels)}`);
}

/** What Terraform says is wrong: messages in JSON, or its text from the first error on. */
function reasons(lines: readonly string[], labels: readonly string[]): string {
  const messages = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Message);
  const said = messages.flatMap(({ diagnostic, ...message }) => {
    if (diagnostic === undefined || diagnostic.severity === "warning") return [];
    const label = labels[Number.parseInt(message["@testfile"] ?? "", 10)];
    return [`${label === undefined ? "" : `[${label}] `}${diagnostic.summary}: ${diagnostic.detail}`];
  });
  // What fails fails once more while it is cleaned up.
  if (said.length > 0) return [...new Set(said)].join("\n");
  const from = lines.findIndex((line) => line.includes("Error:"));
  return lines
    .slice(Math.max(0, from))
    .filter((line) => line.trim() !== "")
    .join("\n");
}

interface Message {
  readonly "@testfile"?: string;
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail: string };
}
