import { pendingText, recordLines } from "../../../cli/services/records";

const NMPI = { name: "nmpi.example.org", type: "A", value: "203.0.113.9", node: "bob" } as const;
const WIKI = { name: "wiki.example.org", type: "AAAA", value: "2001:db8::9", node: "lab" } as const;

describe("DNS records that somebody creates", () => {
  test("are lines as in a zone file", () => {
    expect(recordLines([NMPI, WIKI, { name: "docs.example.org", type: "A", node: "far" }])).toEqual([
      "nmpi.example.org  A     203.0.113.9",
      "wiki.example.org  AAAA  2001:db8::9",
      "docs.example.org  A     the address of far",
    ]);
    expect(recordLines([NMPI])).toEqual(["nmpi.example.org  A  203.0.113.9"]);
  });

  test("are warned of with what their names resolve to", () => {
    expect(pendingText("lab", [])).toBeUndefined();
    expect(pendingText("lab", [{ ...NMPI, found: [] }])).toBe(
      [
        "",
        "lab: 1 host does not resolve to the front yet, which gets no certificate until then; create this record where the domain's DNS is:",
        "nmpi.example.org  A  203.0.113.9",
        "",
      ].join("\n"),
    );
    expect(
      pendingText("lab", [
        { ...NMPI, found: ["198.51.100.1"] },
        { ...WIKI, found: [] },
      ]),
    ).toContain(
      [
        "lab: 2 hosts do not resolve to the front yet, which gets no certificate until then; create these records where the domain's DNS is:",
        "nmpi.example.org  A     203.0.113.9  (now 198.51.100.1)",
        "wiki.example.org  AAAA  2001:db8::9",
      ].join("\n"),
    );
  });
});
