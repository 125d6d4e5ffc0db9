import { GUARD, MARKER, OLD_ADDRESSES } from "../../../constructs/model/render/old-modules";
import {
  generationOf,
  isMarked,
  isOld,
  kindOf,
  markedText,
  nullResourcesIn,
  unadoptedText,
  withoutOldAddress,
} from "../../../engine/adoption/old-state";
import { refuseOldModules } from "../../../engine/adoption/refusal";
import { type State, type StateResource, stateFrom } from "../../../engine/states/state";

const AWS = 'provider["registry.terraform.io/hashicorp/aws"]';

function resource(address: string, more: object = {}): StateResource {
  const parts = /^(?:(module\.[^.]+)\.)?([^.]+)\.([^.]+)$/.exec(address);
  const [, module, type = "", name = ""] = parts ?? [];
  const instances = [{ schema_version: 0, attributes: { id: name }, ...more }];
  return {
    ...(module !== undefined && { module }),
    mode: "managed",
    type,
    name,
    provider: AWS,
    instances,
  } as StateResource;
}

function state(...resources: readonly StateResource[]): State {
  return { version: 4, serial: 7, lineage: "one", outputs: { url: { value: "a" } }, resources };
}

const text = (of: State) => JSON.stringify(of, null, 2);
const BUCKET = resource("module.s3.aws_s3_bucket.storage");
const FIRST = resource("module.lambda.aws_iam_role.iam_for_lambda");
const SECOND = resource("module.lambda[0].aws_lambda_function.test_lambda", {
  dependencies: ["module.ecr.aws_ecr_repository.repository", "module.lambda.aws_iam_role.iam_for_lambda"],
});
const NULL = {
  ...resource("module.ecr.null_resource.image"),
  provider: 'provider["registry.terraform.io/hashicorp/null"]',
  instances: [{ schema_version: 0, attributes: { id: "5577", triggers: null }, sensitive_attributes: [] }],
};
const marked = (...resources: readonly StateResource[]) => stateFrom(markedText(text(state(...resources)))) as State;

describe("the state of a model", () => {
  const MARK = marked().resources?.[0] as StateResource;

  test.each([
    ["empty", []],
    ["empty", [{ ...resource("module.lambda.aws_caller_identity.current"), mode: "data" as const }]],
    ["old", [BUCKET, FIRST]],
    ["old", [BUCKET, SECOND, NULL]],
    ["old", [BUCKET, MARK]],
    ["fargate", [BUCKET, resource("module.ecs[0].aws_ecs_cluster.main")]],
    ["adopted", [resource("aws_s3_bucket.Model_Bucket_24FA8CA2"), MARK]],
    ["created", [resource("aws_s3_bucket.Model_Bucket_24FA8CA2")]],
    ["created", [resource("aws_s3_bucket.Model_Bucket_24FA8CA2"), resource(`terraform_data.${MARKER}`)]],
    ["other", [resource("aws_instance.web")]],
    ["other", [resource("module.s3.aws_s3_bucket.logs")]],
  ] as const)("is %s", (kind, resources) => expect(kindOf(state(...resources))).toBe(kind));

  test("is of the generation that its modules say", () => {
    expect(generationOf(state(BUCKET, FIRST))).toBe(1);
    expect(generationOf(state(BUCKET, SECOND))).toBe(2);
  });

  test("has old addresses of either generation", () => {
    for (const old of Object.values(OLD_ADDRESSES))
      expect([isOld(old), isOld(old.replace("[0]", ""))]).toEqual([true, true]);
    expect(isOld("module.lambda[1].aws_iam_role.iam_for_lambda")).toBe(false);
  });
});

describe("the marker", () => {
  test("has the id of the null_resource, and a provider configuration that only Slipway has", () => {
    const { resources, serial, lineage, outputs } = marked(BUCKET, NULL);
    expect({ serial, lineage, outputs }).toEqual({ serial: 8, lineage: "one", outputs: { url: { value: "a" } } });
    expect(resources?.[0]).toEqual(BUCKET);
    expect(resources?.slice(1)).toEqual([
      {
        mode: "managed",
        type: "terraform_data",
        name: MARKER,
        provider: `provider["terraform.io/builtin/terraform"].${GUARD}`,
        instances: [
          {
            schema_version: 0,
            attributes: { id: "5577", input: null, output: null, triggers_replace: null },
            sensitive_attributes: [],
          },
        ],
      },
    ]);
    expect(nullResourcesIn(state(BUCKET, NULL))).toBe(1);
    expect(isMarked(state(BUCKET, NULL))).toBe(false);
    expect(isMarked(marked(BUCKET, NULL))).toBe(true);
  });

  test("is there without a null_resource too", () => {
    expect(isMarked(marked(BUCKET))).toBe(true);
    expect(nullResourcesIn(state(BUCKET))).toBe(0);
  });

  test("is not written where a number would be rounded", () => {
    const large = text(state(BUCKET)).replace('"serial": 7', '"serial": 7,\n  "size": 9007199254740993');
    expect(() => markedText(large)).toThrow(
      "a state must have numbers of fifteen digits at most, got 9007199254740993; nothing was changed",
    );
    expect(() => markedText(text(state(NULL)).replace("5577", "5577006791947779410"))).not.toThrow();
  });
});

describe("a state that is given back", () => {
  const all = (at: (old: string) => string) => Object.values(OLD_ADDRESSES).map(at).sort();
  const adopted = () => {
    const made = Object.keys(OLD_ADDRESSES).filter((address) => !address.startsWith("terraform_data."));
    return marked(...made.map((address) => resource(address)), NULL);
  };
  const addresses = (of: State) =>
    (of.resources ?? []).map(({ module, type, name }) => [module, type, name].join(".")).sort();
  const given = (generation: 1 | 2) => stateFrom(unadoptedText(text(adopted()), generation)) as State;

  test("has every address of its generation", () => {
    expect(addresses(given(1))).toEqual(all((old) => old.replace("[0]", "")));
    expect(addresses(given(2))).toEqual(all((old) => old));
  });

  test("has its null_resource as it was", () => {
    expect(given(2).resources?.filter(({ type }) => type === "null_resource")).toEqual([NULL]);
    const none = stateFrom(unadoptedText(text(marked(BUCKET)), 2));
    expect(none?.resources).toEqual([BUCKET]);
  });

  test("names what its resources depend on by their old addresses, without keys of instances", () => {
    const dependencies = ["aws_iam_role.Model_Function_Role_D7F1F25C", "aws_ecr_repository.Model_Repository_923D60C3"];
    const of = marked(resource("aws_lambda_function.Model_Function_0EAFA5DC", { dependencies }));
    expect(stateFrom(unadoptedText(text(of), 2))?.resources?.[0]?.instances?.[0]?.dependencies).toEqual([
      "module.lambda.aws_iam_role.iam_for_lambda",
      "module.ecr.aws_ecr_repository.repository",
    ]);
  });

  test("has the outputs of the old code, and none of Slipway's", () => {
    expect(given(1).outputs).toEqual({});
    expect(stateFrom(unadoptedText(text(adopted()), 1, { url: { value: "b" } }))?.outputs).toEqual({
      url: { value: "b" },
    });
  });

  test("may have no resource that the old code has not", () => {
    expect(withoutOldAddress(adopted())).toEqual([]);
    expect(withoutOldAddress(state(BUCKET, FIRST, SECOND, NULL))).toEqual([]);
    expect(withoutOldAddress(state(BUCKET, resource("aws_iam_role.Extra")))).toEqual(["aws_iam_role.Extra"]);
  });
});

describe("a plan that would destroy what the older modules have made", () => {
  const destroyed = (...addresses: readonly string[]) =>
    addresses.map((address) => ({ address, type: "any", differences: [] }));
  const refused =
    (...addresses: readonly string[]) =>
    () =>
      refuseOldModules({ stack: "quetzal-oslo", workspace: "quetzal-oslo" }, { destroyed: destroyed(...addresses) });

  test("is refused", () => {
    expect(refused("aws_iam_role.Extra", "module.s3.aws_s3_bucket.storage")).toThrow(
      "quetzal-oslo: its state must be Slipway's, got module.s3.aws_s3_bucket.storage of the older modules; nothing was changed: run slipway model adopt quetzal-oslo, or leave it to the old code",
    );
    expect(refused("module.lambda.aws_lambda_function.test_lambda", "module.ecs[0].aws_ecs_cluster.main")).toThrow(
      "quetzal-oslo: its state must be of Lambda alone, got module.ecs[0].aws_ecs_cluster.main of the older modules; nothing was changed: leave it to the old code until Slipway has Fargate",
    );
  });

  test("is not, where those are others", () => {
    expect(refused("aws_iam_role.Extra", "module.s3.aws_s3_bucket.logs")).not.toThrow();
    expect(refused()).not.toThrow();
  });
});
