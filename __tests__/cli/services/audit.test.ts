import { type AuditEntry, entriesIn, merged } from "../../../cli/services/audit-entry";

const OLD = {
  ...{ time: "2026-05-02T00:00:00Z", user: "ada", workspace: "lab", images: {} },
  ...({ action: "deploy", outcome: "done" } as const),
};
const entry = (id: string, outcome: AuditEntry["outcome"], more: Partial<AuditEntry> = {}): AuditEntry => ({
  ...OLD,
  ...{ id, outcome, time: "2026-05-03T00:00:00Z" },
  ...more,
});

describe("the record of a platform", () => {
  test("has each entry once, by its end where one is known, the oldest first", () => {
    const begun = entry("1", "begun");
    const done = entry("1", "done", { ended: "2026-05-03T00:01:00Z" });
    const later = entry("2", "begun", { time: "2026-05-04T00:00:00Z" });
    expect(merged([later, begun, done, done, begun])).toEqual([done, later]);
    expect(merged([later, done, begun])).toEqual([done, later]);
  });

  test("has what earlier versions wrote, which have no id", () => {
    const other = { ...OLD, action: "destroy" } as const;
    expect(merged([entry("1", "done"), OLD, other, OLD])).toEqual([OLD, other, entry("1", "done")]);
  });

  test("passes over what is no entry, and says where it stands", () => {
    const { entries, broken } = entriesIn(`{"time": "20\n${JSON.stringify(OLD)}\n\n{}\nnull\n`);
    expect(entries).toEqual([OLD]);
    expect(broken).toEqual([1, 4, 5]);
  });
});
