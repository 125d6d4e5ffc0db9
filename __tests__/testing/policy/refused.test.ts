import { Policy } from "../../../testing";
import { READ } from "./support";

test.each<[unknown, string]>([
  ["{", 'a policy must be a document with Statement, got "{"; hand over the JSON of a policy'],
  [{}, "a policy must be a document with Statement, got {}; hand over the JSON of a policy"],
  [undefined, "a policy must be a document with Statement, got nothing; hand over the JSON of a policy"],
  [
    { Statement: [{ effect: "Allow" }, { Effect: "Deny", Action: "*", NotAction: "*" }, 7] },
    "Statement[0].Effect must be Allow or Deny, got nothing\n" +
      "Statement[0] must have Action or NotAction, got effect\n" +
      "Statement[0] must have only Sid, Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition, got effect\n" +
      "Statement[0] must have Resource or NotResource, got effect\n" +
      "Statement[1] must have Action or NotAction, got both\n" +
      "Statement[1] must have Resource or NotResource, got Effect, Action, NotAction\n" +
      "Statement[2] must be an object, got 7",
  ],
  [
    { Version: "2012", Statement: { ...READ, Action: ["s3*", "*", "s3:Get*", "${var.action}"] } },
    'Version must be 2012-10-17 or 2008-10-17, got "2012"\n' +
      'Statement[0].Action must have a service, such as "s3:GetObject", got "s3*"',
  ],
  [
    { Statement: { ...READ, Condition: { NotBool: { a: "b" }, NullIfExists: { a: "true" }, constructor: {} } } },
    "Statement[0].Condition must have operators of AWS, got NotBool\n" +
      "Statement[0].Condition must have operators of AWS, got NullIfExists\n" +
      "Statement[0].Condition must have operators of AWS, got constructor",
  ],
  [
    { Statement: { ...READ, Condition: { Bool: "true" } } },
    'Statement[0].Condition.Bool must be an object, got "true"',
  ],
  [{ Statement: { ...READ, Condition: "none" } }, 'Statement[0].Condition must be an object, got "none"'],
])("refuses what is no policy", (document, message) => {
  expect(() => Policy.of(document)).toThrow(new Error(message));
});
