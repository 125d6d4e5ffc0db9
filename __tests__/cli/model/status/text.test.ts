import { statusText } from "../../../../cli/model/status/status-text";

test("a status fits 120 columns, with short digests and longer cells on several lines", () => {
  const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
  const names = Array.from({ length: 12 }, (_, index) => `VARIABLE_${index}`).join(", ");
  const row = (what: string, value: string) => ({ what, declared: value, deployed: value, differs: true });
  const rows = [row("reserved concurrency", `v1, ${digest}`), row("variables", names), row("tags", "a".repeat(128))];
  const text = statusText({ rows, runs: [] });
  expect(text).toContain("│ v1, sha256:0123456789ab ");
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  for (const name of names.split(", ")) expect(text.split(new RegExp(`\\b${name}\\b`))).toHaveLength(3);
});
