import { refusalVariable } from "../../../../app/refusal";
import { templateText, textOfTemplate } from "../../../../constructs/shared/render/template-text";
import { importBlocks, importIds } from "../../../../engine/recovery/import-ids";

describe("a text for Terraform", () => {
  test.each([
    ["${a}", "$${a}"],
    ["%{ if a }b", "%%{ if a }b"],
    ["a ${b} and ${c}", "a $${b} and $${c}"],
    ["$ { % 5 {a} $a", "$ { % 5 {a} $a"],
  ])("is no template: %s", (text, escaped) => {
    expect(templateText(text)).toBe(escaped);
    expect(textOfTemplate(escaped)).toBe(text);
  });

  test("is what refuses a workspace, and an id that is imported", () => {
    const { validation } = refusalVariable(["name must be short, got ${x}"]).slipway_refusal;
    expect(validation[0]?.error_message).toContain("name must be short, got $${x}");
    expect(importBlocks(new Map([["aws_s3_bucket.B", "a${b}"]]))).toEqual([{ to: "aws_s3_bucket.B", id: "a$${b}" }]);
    const stack = { resource: { aws_iam_role: { R: { name: "a$${b}%%{c}" } } } };
    expect(importBlocks(importIds(stack))).toEqual([{ to: "aws_iam_role.R", id: "a$${b}%%{c}" }]);
  });
});
