import { encryptionAdvice } from "../../../engine/states/store";

describe("a state that Terraform cannot read", () => {
  const MISSING =
    'The state file does not have a "version" attribute, which is required to identify the format version.';

  test("may be one that OpenTofu has encrypted", () => {
    const advice = ["if OpenTofu has encrypted it, set TERRAFORM_BINARY_NAME=tofu and TF_ENCRYPTION"];
    expect(encryptionAdvice(MISSING)).toEqual(advice);
    const boxed = MISSING.replace("have a ", "have\n\u001b[31m│\u001b[0m a ");
    expect(encryptionAdvice(boxed)).toEqual(advice);
  });

  test("is none where it is no JSON, or of another version", () => {
    expect(encryptionAdvice(`The state file could not be parsed as JSON: syntax error.\n${MISSING}`)).toEqual([]);
    expect(encryptionAdvice("The state file uses format version 5, which is not supported")).toEqual([]);
  });
});
