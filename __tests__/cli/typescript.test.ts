import { environmentFile, typescriptOf } from "../../cli/typescript";

describe("data as TypeScript", () => {
  test.each(['{"__proto__":{"a":1},"b":2}', '{"a":{"__proto__":"x"}}', '{"constructor":1,"toString":"x"}'])(
    "has the keys of %s, and no other prototype",
    (json) => {
      const value = JSON.parse(json) as object;
      const text = typescriptOf(value);
      const back = new Function(`return ${text}`)() as object;
      expect(JSON.stringify(back)).toBe(json);
      expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    },
  );

  test("may have comments before its settings", () => {
    const environment = { name: "a", secrets: { "b-c": { keys: [] }, d: { keys: ["e"] } }, workflows: { f: {} } };
    const comments = { name: "One.", "secrets.b-c": "Two." };
    expect(environmentFile(environment, "Type", "types", comments)).toBe(`import type { Type } from "types";

export default {
  // One.
  name: "a",
  secrets: {
    // Two.
    "b-c": { keys: [] },
    d: { keys: ["e"] },
  },
  workflows: { f: {} },
} satisfies Type;
`);
  });
});
