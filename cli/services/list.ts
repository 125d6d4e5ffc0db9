import type { ServicesEnvironment } from "../../constructs/services/schema";
import { visible } from "../../constructs/shared/shown";
import type { Project } from "../../engine/project";
import { declaredSpecs } from "./specs";
import { type ContainerStatus, statusOf } from "./status";

/** Prints every container of a platform, and ends with 1 when one is not as it is declared, or not well. */
export async function printList(
  project: Project,
  platform: ServicesEnvironment,
  { json }: { readonly json: boolean },
): Promise<void> {
  const rows = await statusOf(platform, await declaredSpecs(project, platform.name));
  if (rows.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
  if (json) return console.log(JSON.stringify(rows, null, 2));
  const Table = require("cli-table3") as typeof import("cli-table3");
  const table = new Table({
    head: ["name", "gets", "image", "status", "health", "url", "node", "ports"],
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map(cells));
  console.log(table.toString());
  for (const { name, node, wrong } of rows) {
    for (const each of wrong) console.log(visible(`${name} on ${node}: ${each}`));
  }
}

function cells({ name, gets, image, digest, status, health, urls, node, ports }: ContainerStatus): string[] {
  const of = digest === "" ? image : `${image}\n${digest.slice(0, 19)}`;
  return [name, gets, of, status, health, urls.join("\n"), node, ports.join("\n")].map((cell) =>
    cell.split("\n").map(visible).join("\n"),
  );
}
