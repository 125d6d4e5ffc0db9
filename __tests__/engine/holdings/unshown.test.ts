import { refuseUnshown } from "../../../engine/holdings/holdings";

const role = (holds: string) => ({
  holdings: [{ address: "aws_iam_role.A", name: "role", holds, isInTheWay: true }],
});

describe("what a destroy takes away", () => {
  test("may be what the plan shows, or less", () => {
    expect(() => refuseUnshown("oslo", [role("2 policies")], [role("2 policies")])).not.toThrow();
    expect(() => refuseUnshown("oslo", [role("2 policies")], [{ holdings: [] }])).not.toThrow();
  });

  test("is refused where something has come since", () => {
    const says =
      "oslo: what is destroyed must hold what the plan shows, got role with 3 policies by now; nothing was changed: run it again, and read what it shows";
    expect(() => refuseUnshown("oslo", [role("2 policies")], [role("3 policies")])).toThrow(says);
    expect(() => refuseUnshown("oslo", [{ holdings: [] }], [role("3 policies")])).toThrow(says);
  });
});
