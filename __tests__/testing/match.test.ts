import { Capture, Match } from "../../testing";
import { compare, plainComparison, told } from "../../testing/compare";

/** What is told of a value that does not match; nothing where it does. */
function difference(pattern: unknown, actual: unknown): string {
  return told(compare(pattern, actual, plainComparison()));
}

const value = { name: "lab", size: 3, tags: { team: "physics", site: "oslo" }, ports: [80, 443, 8080] };

describe("a pattern", () => {
  test.each<[string, unknown]>([
    ["some keys, at any depth", { name: "lab", tags: { site: "oslo" } }],
    ["keys in any order", { tags: { site: "oslo", team: "physics" }, name: "lab" }],
    ["a whole list", { ports: [80, 443, 8080] }],
    ["a key that is not set", { owner: undefined }],
    ["Jest's matchers", { name: expect.stringMatching(/^l/), tags: expect.objectContaining({ site: "oslo" }) }],
    ["Jest's matchers, negated", { name: expect.not.stringContaining("x") }],
    ["absent", { owner: Match.absent() }],
    ["anyValue", { size: Match.anyValue() }],
    ["objectLike", Match.objectLike({ tags: { site: "oslo" } })],
    ["objectEquals", { tags: Match.objectEquals({ site: "oslo", team: "physics" }) }],
    ["arrayWith", { ports: Match.arrayWith([80, 8080]) }],
    ["arrayEquals", { ports: Match.arrayEquals([80, 443, 8080]) }],
    ["exact", Match.exact(value)],
    ["not", { name: Match.not("other"), owner: Match.not("me") }],
    ["stringLikeRegexp", { name: Match.stringLikeRegexp("^l.b$") }],
    ["matchers in matchers", { ports: Match.arrayWith([Match.not(80)]), tags: { site: Match.stringLikeRegexp("o") } }],
  ])("matches by %s", (_, pattern) => {
    expect(difference(pattern, value)).toBe("");
  });

  test.each<[string, unknown, string]>([
    ["another value", { name: "other" }, '  name must be "other", got "lab"'],
    ["another type", { size: "3" }, '  size must be "3", got 3'],
    ["a key that is not there", { tags: { owner: "me" } }, '  tags.owner must be "me", got nothing'],
    ["every place", { name: "a", size: 4 }, '  name must be "a", got "lab"\n  size must be 4, got 3'],
    ["a text for an object", { tags: "oslo" }, '  tags must be "oslo", got {"team":"physics","site":"oslo"}'],
    ["an object for a text", { name: { a: 1 } }, '  name must be {"a":1}, got "lab"'],
    ["a list for a text", { name: [1] }, '  name must be [1], got "lab"'],
    ["a part of a list", { ports: [80, 443] }, "  ports must have 2 elements, got [80,443,8080]"],
    ["another order", { ports: [443, 80, 8080] }, "  ports[0] must be 443, got 80\n  ports[1] must be 80, got 443"],
    ["undefined", { name: undefined }, '  name must be absent, got "lab"'],
    ["null", { owner: null }, "  owner must be null, got nothing"],
    ["Jest", { name: expect.stringMatching(/x/) }, '  name must match StringMatching /x/, got "lab"'],
    ["absent", { name: Match.absent() }, '  name must be absent, got "lab"'],
    ["anyValue", { owner: Match.anyValue() }, "  owner must be there, got nothing"],
    ["objectEquals", { tags: Match.objectEquals({ site: "oslo" }) }, '  tags.team must be absent, got "physics"'],
    ["arrayWith", { ports: Match.arrayWith([1]) }, "  ports must have an element 1, got [80,443,8080]"],
    [
      "arrayWith in another order",
      { ports: Match.arrayWith([443, 80]) },
      "  ports must have an element 80 after the elements before it, got [80,443,8080]",
    ],
    ["arrayWith of a text", { name: Match.arrayWith([1]) }, '  name must be a list with [1], got "lab"'],
    ["arrayEquals", { ports: Match.arrayEquals([80]) }, "  ports must have 1 element, got [80,443,8080]"],
    ["exact", Match.exact({ ...value, size: undefined }), "  size must be absent, got 3"],
    ["not", { name: Match.not("lab") }, '  name must not match "lab", got "lab"'],
    ["stringLikeRegexp", { name: Match.stringLikeRegexp("^x") }, '  name must match /^x/, got "lab"'],
    ["stringLikeRegexp of a number", { size: Match.stringLikeRegexp("3") }, "  size must match /3/, got 3"],
  ])("tells what differs: %s", (_, pattern, message) => {
    expect(difference(pattern, value)).toBe(message);
  });

  test.each<[string, unknown, unknown, string]>([
    ["objectEquals", Match.objectEquals({}), { constructor: 1 }, "  constructor must be absent, got 1"],
    ["an absent key", { toString: Match.absent(), constructor: undefined }, {}, ""],
    ["a key that must be there", { toString: Match.anyValue() }, {}, "  toString must be there, got nothing"],
    ["not", { constructor: Match.not(Match.anyValue()) }, {}, ""],
    ["a capture", { valueOf: new Capture() }, {}, "  valueOf must be there, got nothing"],
  ])("reads the own keys of an object: %s", (_, pattern, actual, message) => {
    expect(difference(pattern, actual)).toBe(message);
  });

  test("takes null as a value that is not set, as aws-cdk does", () => {
    expect(difference({ a: Match.anyValue() }, { a: null })).toBe("  a must be there, got null");
    expect(difference({ a: Match.absent() }, { a: null })).toBe("  a must be absent, got null");
    expect(difference({ a: new Capture() }, { a: null })).toBe("  a must be there, got null");
    expect(difference({ a: null }, { a: null })).toBe("");
  });

  test("compares objects in arrayWith by their keys, and in arrayEquals whole", () => {
    const rules = [
      { id: 1, on: true },
      { id: 2, on: false },
    ];
    expect(difference(Match.arrayWith([{ id: 2 }]), rules)).toBe("");
    expect(difference(Match.arrayEquals([{ id: 1 }, { id: 2 }]), rules)).toContain("[0].on must be absent, got true");
    expect(difference(Match.arrayEquals([Match.objectLike({ id: 1 }), Match.anyValue()]), rules)).toBe("");
  });

  test.each<[unknown, string]>([
    [{ name: /lab/ }, "RegExp"],
    [{ name: () => true }, "function"],
    [{ at: new Date(0) }, "Date"],
  ])("refuses what is no pattern", (pattern, kind) => {
    expect(() => difference(pattern, { ...value, at: 0 })).toThrow(
      `a pattern must consist of values, lists, objects and matchers, got a ${kind}; use Match, for example Match.stringLikeRegexp("^lab-")`,
    );
  });

  test("is what Jest compares with", () => {
    expect(value).toEqual({ ...value, name: Match.stringLikeRegexp("^l"), tags: Match.objectLike({ site: "oslo" }) });
    expect(value).not.toEqual(Match.objectLike({ name: "other" }));
  });
});

describe("serializedJson", () => {
  const policy =
    '{"Statement":[{"Effect":"Allow","Resource":"${join("/", [aws_s3_bucket.B.arn, "{x}"])}"}],"Version":1}';

  test("compares the value of a text", () => {
    expect(difference(Match.serializedJson({ Version: 1 }), policy)).toBe("");
    expect(difference({ policy: Match.serializedJson({ Version: 2 }) }, { policy })).toBe(
      "  policy.Version must be 2, got 1",
    );
  });

  test("reads texts with references of Terraform, whatever is in them", () => {
    const Resource = '${join("/", [aws_s3_bucket.B.arn, "{x}"])}';
    expect(difference(Match.serializedJson({ Statement: [{ Resource }] }), policy)).toBe("");
  });

  test("is told what is no JSON", () => {
    expect(difference(Match.serializedJson({}), "lab")).toBe('  must be a text of JSON, got "lab"');
    expect(difference(Match.serializedJson({}), undefined)).toBe("  must be a text of JSON, got nothing");
  });
});

describe("Capture", () => {
  test("keeps what it found in a matcher of a test runner's pattern", () => {
    const name = new Capture();
    expect(value).toEqual(Match.objectLike({ name }));
    expect(name.asString()).toBe("lab");
  });

  test("keeps a value of each kind", () => {
    const [text, number, flag, list, object] = [1, 2, 3, 4, 5].map(() => new Capture());
    expect({ a: "x", b: 1, c: true, d: [1], e: { f: 1 } }).toEqual({ a: text, b: number, c: flag, d: list, e: object });
    expect(text?.asString()).toBe("x");
    expect(number?.asNumber()).toBe(1);
    expect(flag?.asBoolean()).toBe(true);
    expect(list?.asArray()).toEqual([1]);
    expect(object?.asObject()).toEqual({ f: 1 });
  });

  test("is a matcher, with a pattern of its own", () => {
    expect(difference({ name: new Capture(Match.stringLikeRegexp("^x")) }, value)).toBe(
      '  name must match /^x/, got "lab"',
    );
    expect(difference({ owner: new Capture() }, value)).toBe("  owner must be there, got nothing");
  });

  test("says when it has found nothing, or something else", () => {
    const capture = new Capture();
    expect(() => capture.asString()).toThrow(
      "a capture must have found a value, got none; use its pattern in an assertion that passes first",
    );
    expect(value).toEqual(expect.objectContaining({ size: capture }));
    expect(() => capture.asString()).toThrow("a captured value must be a text, got 3; use another of as…()");
    expect(() => capture.asBoolean()).toThrow("a captured value must be true or false, got 3; use another of as…()");
    expect(() => capture.asArray()).toThrow("a captured value must be a list, got 3; use another of as…()");
    expect(() => capture.asObject()).toThrow("a captured value must be an object, got 3; use another of as…()");
  });
});
