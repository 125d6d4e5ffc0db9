import { tableText, visibleCells } from "../../table";
import type { Who } from "./matrix";

/** The matrix of a name, and its holes below. */
export function whoText({ kind, name, rows, holes }: Who): string {
  const head = ["group", "role", "users", "model", "read", "write", "write base", "run"];
  const cells = rows.map(({ group = "", role, users, model, read, write, base, run }) =>
    visibleCells([group, role, users.join("\n"), model, read, write, base, run]),
  );
  const table = rows.length === 0 ? "no rights" : tableText(head, cells);
  return [`${kind} ${name}`, table, ...holes.map((each) => `hole: ${each}`)].join("\n");
}
