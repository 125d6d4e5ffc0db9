import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import { ClusterSecret, type ClusterSecretProps } from "../../../constructs/pipelines/cluster/secret";
import {
  cpsignLicense,
  databaseSecret,
  declaredKeys,
  modelWebCredentials,
} from "../../../constructs/pipelines/cluster/secret-settings";
import { failure } from "../../support/synthesized";
import { at, made } from "./made";

const LICENSE = { license: { variable: "cpsign_license" } };

describe("a secret of the cluster", () => {
  test("lies in each namespace whose pods mount it", () => {
    const template = made((stack) => {
      const settings = cpsignLicense({ namespaces: ["labinf", "pachyderm"], values: LICENSE });
      const { declared } = new ClusterSecret(stack, "License", settings);
      expect(declaredKeys(declared, "pachyderm")).toEqual({ "cpsign-license": ["license"] });
      expect(declaredKeys(declared, "elsewhere")).toEqual({});
    });
    expect(template.all(SecretV1).map((each) => at(each, "metadata.namespace"))).toEqual(["labinf", "pachyderm"]);
    expect(Object.keys(template.json.variable as object)).toEqual(["cpsign_license"]);
  });

  test("that somebody else makes is declared alone", () => {
    const template = made((stack) => {
      const { declared } = new ClusterSecret(stack, "Web", modelWebCredentials({ namespaces: ["pachyderm"] }));
      expect(declared).toEqual([
        {
          name: "modelweb-api-info",
          namespace: "pachyderm",
          keys: ["user", "password", "modelweb-url", "keycloak-url"],
        },
      ]);
      new ClusterSecret(stack, "Database", databaseSecret({ namespaces: ["pachyderm"] }));
    });
    expect(template.all(SecretV1)).toEqual([]);
  });

  test.each<readonly [string, object, string]>([
    [
      "a value that is no variable",
      { values: { license: "hunter2" } },
      '[test/License] values.license must name a variable of Terraform, got a text of 7 characters; write { variable: "cpsign_license" }, whose value is in TF_VAR_cpsign_license',
    ],
    [
      "values that are a text",
      { values: "hunter2" },
      "[test/License] values must be an object of variables by their keys, got a text; write it in { }",
    ],
    [
      "a key without a value",
      { keys: ["license", "other"], values: LICENSE },
      "[test/License] values.other is required; give each key a variable, or leave values out for a secret that somebody else makes",
    ],
    [
      "a value without a key",
      { values: { ...LICENSE, lisence: { variable: "x" } } },
      '[test/License] values.lisence must be one of the keys (license), got "lisence"; declare it, or take it out',
    ],
    [
      "a key that is none",
      { keys: ["a/b"] },
      '[test/License] keys[0] must be a secret\'s key of letters, digits and ._-, got "a/b"; for example "mysql-password"',
    ],
    [
      "a namespace twice",
      { namespaces: ["a", "a"] },
      '[test/License] namespaces must name each of its namespaces once, got "a" twice; take one out',
    ],
    [
      "a revision of none",
      { revision: 0 },
      "[test/License] revision must be a whole number from 1 to 2147483647, got 0; any other number writes the values again",
    ],
  ])("may not have %s", (_what, changes, says) => {
    const props = { ...cpsignLicense({ namespaces: ["labinf"] }), ...changes } as ClusterSecretProps;
    expect(failure((stack) => new ClusterSecret(stack, "License", props))).toBe(says);
    expect(says).not.toContain("hunter2");
  });
});
