import { type Context, Policy, type Statement } from "../../../testing";

function policy(...statements: Statement[]): Policy {
  return Policy.of({ Version: "2012-10-17", Statement: statements });
}

const read = { Effect: "Allow", Action: "s3:GetObject" } as const;
const when = (Condition: Statement["Condition"] & {}): Statement => ({ ...read, Resource: "*", Condition });
test.each<[string, Statement["Condition"] & {}, Context, boolean]>([
  ["StringEquals", { StringEquals: { "aws:x": ["a", "b"] } }, { "aws:x": "b" }, true],
  ["StringEquals, other case", { StringEquals: { "aws:x": "a" } }, { "aws:x": "A" }, false],
  ["a key in another case", { StringEquals: { "aws:X": "a" } }, { "AWS:x": "a" }, true],
  ["StringNotEquals", { StringNotEquals: { "aws:x": ["a", "b"] } }, { "aws:x": "b" }, false],
  ["StringEqualsIgnoreCase", { StringEqualsIgnoreCase: { "aws:x": "a" } }, { "aws:x": "A" }, true],
  ["StringLike", { StringLike: { "aws:x": "lab/*" } }, { "aws:x": "lab/a" }, true],
  ["StringNotLike", { StringNotLike: { "aws:x": "lab/*" } }, { "aws:x": "other" }, true],
  ["ArnLike", { ArnLike: { "aws:x": "arn:aws:s3:*:*:lab*" } }, { "aws:x": "arn:aws:s3:eu:1:lab/a" }, true],
  ["ArnLike, over a colon", { ArnLike: { "aws:x": "arn:aws:*:lab" } }, { "aws:x": "arn:aws:s3:eu:1:lab" }, false],
  ["ArnNotEquals", { ArnNotEquals: { "aws:x": "arn:aws:s3:::a" } }, { "aws:x": "arn:aws:s3:::b" }, true],
  ["Bool", { Bool: { "aws:SecureTransport": "false" } }, { "aws:SecureTransport": false }, true],
  ["NumericLessThanEquals", { NumericLessThanEquals: { "s3:max-keys": "10" } }, { "s3:max-keys": 10 }, true],
  ["NumericNotEquals", { NumericNotEquals: { "s3:max-keys": "10" } }, { "s3:max-keys": 10 }, false],
  [
    "DateGreaterThan",
    { DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } },
    { "aws:CurrentTime": "2026-06-01T00:00:00Z" },
    true,
  ],
  ["IpAddress", { IpAddress: { "aws:SourceIp": ["10.0.0.0/8"] } }, { "aws:SourceIp": "10.1.2.3" }, true],
  [
    "IpAddress of version 6",
    { IpAddress: { "aws:SourceIp": "2001:db8::/32" } },
    { "aws:SourceIp": "2001:db8::1" },
    true,
  ],
  ["NotIpAddress", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, { "aws:SourceIp": "10.1.2.3" }, false],
  ["Null", { Null: { "aws:x": "true" } }, { "aws:x": undefined }, true],
  ["Null, of a key that is there", { Null: { "aws:x": "true" } }, { "aws:x": "a" }, false],
  ["Null, in capitals, of a key that is there", { Null: { "aws:x": "False" } }, { "aws:x": "a" }, true],
  ["Null, in capitals, of a key that is not there", { Null: { "aws:x": "TRUE" } }, { "aws:x": undefined }, true],
  ["NumericEquals, of a text", { NumericEquals: { "s3:max-keys": "" } }, { "s3:max-keys": "0" }, false],
  ["NumericNotEquals, of a text", { NumericNotEquals: { "s3:max-keys": "10" } }, { "s3:max-keys": "many" }, false],
  ["NumericLessThan, of no number", { NumericLessThan: { "s3:max-keys": "10" } }, { "s3:max-keys": " " }, false],
  ["DateNotEquals, of no date", { DateNotEquals: { "aws:x": "2026-01-01T00:00:00Z" } }, { "aws:x": "soon" }, false],
  ["IpAddress, of no address", { IpAddress: { "aws:SourceIp": "lab" } }, { "aws:SourceIp": "10.1.2.3" }, false],
  ["a key that the request does not have", { StringEquals: { "aws:x": "a" } }, { "aws:x": undefined }, false],
  ["such a key, negated", { StringNotEquals: { "aws:x": "a" } }, { "aws:x": undefined }, true],
  ["IfExists", { StringEqualsIfExists: { "aws:x": "a" } }, { "aws:x": undefined }, true],
  ["ForAnyValue", { "ForAnyValue:StringEquals": { "aws:x": ["a", "b"] } }, { "aws:x": ["c", "b"] }, true],
  ["ForAllValues", { "ForAllValues:StringEquals": { "aws:x": ["a", "b"] } }, { "aws:x": ["c", "b"] }, false],
  ["ForAllValues, of none", { "ForAllValues:StringEquals": { "aws:x": "a" } }, { "aws:x": undefined }, true],
  [
    "all conditions",
    { StringEquals: { "aws:x": "a" }, Bool: { "aws:y": "true" } },
    { "aws:x": "a", "aws:y": false },
    false,
  ],
])("evaluates a condition: %s", (_, condition, context, answer) => {
  expect(policy(when(condition)).allows("s3:GetObject", "arn:aws:s3:::lab", context)).toBe(answer);
});
