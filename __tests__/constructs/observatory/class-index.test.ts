import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OCS_AGENTS } from "../../../constructs/observatory/agent-classes";

test("docs/observatory.md says of each class of OCS's index what a site does for it", () => {
  const text = readFileSync(join(__dirname, "../../../docs/observatory.md"), "utf8");
  const [, section = ""] = /^## What OCS has beyond this$([\s\S]*?)^\| of OCS /m.exec(text) ?? [];
  const rows = [...section.matchAll(/^\| `(\w+)` +\| (.+\S) +\|$/gm)];
  expect(rows.map(([, name]) => name)).toEqual(OCS_AGENTS);
});
