import { problemsAmongFiles, warningsOfAccess } from "../../../constructs/model/schema";

const ROLE = "admins";
const model = (name: string, access: object = {}, more: object = {}) => ({
  ...{ name, region: "ca-central-1", profile: "parity" },
  access: { identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", adminRoleName: ROLE, ...access },
  ...more,
});
const file = (more: object = {}, name = "lab-access") => ({
  ...{ kind: "access", name, accountId: "123456789012", region: "ca-central-1" },
  ...{ userPoolId: "ca-central-1_Lab000001", groups: {}, ...more },
});
const administrators = (models: readonly string[], more: object = {}) => ({
  administrators: { roleName: ROLE, models, ...more },
});
const names = (count: number) =>
  Array.from({ length: count }, (_, index) => `quetzal-${String(index).padStart(6, "0")}`);
const all = (...values: object[]) =>
  [...problemsAmongFiles(values)].flatMap(([name, problems]) =>
    problems.map(({ path, message }) => `${name}: ${path} ${message}`),
  );

describe("files that say who may use models, beside those of models", () => {
  test("name models that there are", () => {
    const groups = { "quetzal-oslo": { models: ["quetzal-rom"] } };
    expect(
      all(model("quetzal-rome", { adminRoleName: undefined }), file({ groups, otherModels: ["quetzal-oslo"] })),
    ).toEqual([
      `lab-access: groups.quetzal-oslo.models[0] must be a model with a file here, or one of otherModels, got "quetzal-rom"; did you mean "quetzal-rome"?`,
    ]);
  });

  test("import a model's own policy while its stack makes it", () => {
    const oslo = model("quetzal-oslo");
    expect(all(oslo, file(administrators(["quetzal-oslo"])))).toEqual([
      `lab-access: administrators.formerPolicies must name "quetzal-oslo" until access.adminPolicy of that model is "released", got []; add it`,
    ]);
    expect(all(oslo, file(administrators(["quetzal-oslo"], { formerPolicies: ["quetzal-oslo"] })))).toEqual([]);
    expect(all(model("quetzal-oslo", { adminPolicy: "released" }), file(administrators(["quetzal-oslo"])))).toEqual([]);
  });

  test("give administrators a model before its stack lets go of it", () => {
    const released = model("quetzal-oslo", { adminPolicy: "released" });
    const says = `quetzal-oslo: access.adminPolicy must be "own" until an access file gives "admins" the model, got "released"; add the model to administrators.models of an access file, and deploy that first`;
    expect(all(released)).toEqual([says]);
    expect(all(released, file())).toEqual([says]);
  });

  test("let administrators decrypt what they may read", () => {
    const kmsKeyArn = "arn:aws:kms:ca-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const released = model("quetzal-oslo", { adminPolicy: "released" }, { kmsKeyArn });
    expect(all(released, file(administrators(["quetzal-oslo"])))).toEqual([
      `quetzal-oslo: kmsKeyArn must be one of administrators.kmsKeyArns of the access file, got "${kmsKeyArn}"; add it there, or administrators could not decrypt the model's files`,
    ]);
    expect(all(released, file(administrators(["quetzal-oslo"], { kmsKeyArns: [kmsKeyArn] })))).toEqual([]);
  });

  test("attach what the role of a model's users can take beside its own policies", () => {
    const sharedPolicies = ["config", "more"];
    const groups = { "quetzal-oslo": { models: names(8) } };
    expect(all(model("quetzal-oslo", { sharedPolicies }), file({ groups, otherModels: names(8) }))).toEqual([
      `lab-access: groups.quetzal-oslo.models must leave "users-quetzal-oslo" 10 policies at most, got 8 models beside 3 of its own; name a role of IAM for a second group`,
    ]);
  });

  test("write a registry and a role alone", () => {
    const registry = { bucket: "quetzal-config" };
    expect(
      all(file({ registry }), file({ registry: { ...registry, key: "cognito_group_access.json" } }, "other")),
    ).toEqual([
      `other: registry must have one file that writes it, got "quetzal-config/cognito_group_access.json", as lab-access has; leave it out of one`,
    ]);
  });
});

describe("the administrators' role", () => {
  test("takes as many models as its inline policies have room for, which is said before", () => {
    const of = (count: number) => names(count).map((name) => model(name));
    expect(all(...of(28))).toEqual([]);
    expect([...warningsOfAccess(of(28))]).toEqual([
      ["quetzal-000027", [expect.stringMatching(/^access.adminRoleName has 9\d\d\d of the 10240 characters/)]],
    ]);
    expect(all(...of(29))).toEqual([
      "quetzal-000028: access.adminRoleName must leave the role 10240 characters of inline policies at most, got 10266, 10266 of them in models' own policies; move models to administrators of an access file, which writes one policy for all",
    ]);
  });

  test("is another one in another account", () => {
    const accounts = ["111111111111", "222222222222"];
    const of = names(40).map((name, index) => model(name, {}, { accountId: accounts[index % 2] }));
    expect(all(...of)).toEqual([]);
    // One that names none may be in each.
    expect(
      all(
        ...of,
        ...names(49)
          .slice(40)
          .map((name) => model(name)),
      ),
    ).toHaveLength(2);
  });

  test("takes all models in one policy", () => {
    const released = names(60).map((name) => model(name, { adminPolicy: "released" }));
    expect(all(...released, file(administrators(names(60))))).toEqual([]);
    expect([...warningsOfAccess([...released, file(administrators(names(60)))])]).toEqual([]);
  });

  test("takes them in steps where their own policies fill it, and says how many are the first", () => {
    const models = names(26);
    const own = models.map((name) => model(name));
    const step = (moved: readonly string[]) => file(administrators(moved, { formerPolicies: moved }));
    const [said = ""] = all(...own, step(models));
    const [, first = ""] =
      /; move (\d+) of them first, and delete their own policies before the next$/.exec(said) ?? [];
    expect(Number(first)).toBeGreaterThan(0);
    expect(all(...own, step(models.slice(0, Number(first))))).toEqual([]);
    expect(all(...own, step(models.slice(0, Number(first) + 1)))).toHaveLength(1);
    // Their own policies are deleted: the next ones have room.
    const released = models.map((name, index) => model(name, index < Number(first) ? { adminPolicy: "released" } : {}));
    const next = models.slice(0, Number(first) + 3);
    expect(all(...released, file(administrators(next, { formerPolicies: next.slice(Number(first)) })))).toEqual([]);
  });
});
