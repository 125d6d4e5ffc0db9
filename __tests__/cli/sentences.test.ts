import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as site from "./observatory/sentences";
import * as commands from "./sentences";

function textOf(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.ts$/.test(name));
  const tests = names.filter((name) => !name.endsWith("sentences.ts"));
  return tests.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
}

test.each([
  ["commands", commands.sentences, __dirname],
  ["the import of a site", site.sentences, join(__dirname, "observatory")],
])("each sentence of %s is said in some test", (_, sentences, folder) => {
  const text = textOf(folder);
  expect(Object.keys(sentences).filter((rule) => !text.includes(`"${rule}"`))).toEqual([]);
});
