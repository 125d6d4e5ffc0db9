import { TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";
import * as model from "../../constructs/model";
import * as observatory from "../../constructs/observatory";
import * as pipelines from "../../constructs/pipelines";
import * as plugins from "../../constructs/plugins";
import * as workers from "../../constructs/plugins/workers";
import * as services from "../../constructs/services";
import * as digitalocean from "../../constructs/services/digitalocean";
import { Container, DockerNetwork, DockerVolume } from "../../constructs/shared/container";

type Constructor = new (scope: Construct, id: string, props: never) => Construct;

const ALL: Readonly<Record<string, unknown>> = {
  ...{ ...model, ...observatory, ...pipelines, ...plugins, ...workers, ...services, ...digitalocean },
  ...{ Container, DockerNetwork, DockerVolume },
};

/** What some need before they look at the rest. */
const FIRST: Readonly<Record<string, object>> = {
  AccessDirector: { access: { hostFile: "/etc/ocs/access.yaml" } },
  Aggregator: { name: "aggregator", image: "simonsobs/ocs:v0.11.3" },
  CpsignWorkflow: { name: "x" },
};

/** Constructs that need nothing: an engine is there, and of pipelines to delete there may be none. */
const NEEDS_NOTHING = ["ExternalNode"];

const constructs = Object.entries(ALL).filter(
  (each): each is [string, Constructor] =>
    typeof each[1] === "function" && /^[A-Z]/.test(each[0]) && each[1].length === 3,
);

test("all domains have constructs here", () => expect(constructs.length).toBeGreaterThan(25));

test.each(constructs.filter(([name]) => !NEEDS_NOTHING.includes(name)))(
  "%s without its props names what is required, by its path",
  (_, Made) => {
    const stack = new TerraformStack(Testing.app(), "test");
    let thrown: unknown;
    try {
      new Made(stack, "Made", {} as never);
    } catch (error) {
      thrown = error;
    }
    const lines = String((thrown as Error | undefined)?.message).split("\n");
    expect(
      lines.filter((line) => !/^\[test\/Made[^\]]*\] \S+ (is required( by [^;]*)?;|must .*;) /.test(line)),
    ).toEqual([]);
    expect(lines.some((line) => line.includes(" is required; "))).toBe(true);
  },
);

/** What a construct says of props, as JavaScript hands them in. */
function refusal(Made: Constructor, props: unknown): string {
  const stack = new TerraformStack(Testing.app(), "test");
  try {
    new Made(stack, "Made", props as never);
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing";
}

describe.each(constructs)("%s", (name, Made) => {
  test.each([
    ["null", null],
    ['"lab"', "lab"],
    ["[]", []],
  ])("takes no %s for props", (shown, props) => {
    expect(refusal(Made, props)).toBe(`[test/Made] props must be an object, got ${shown}; write them in { }`);
  });

  test("refuses a prop that it does not have", () => {
    expect(refusal(Made, { ...FIRST[name], flavour: "mild" }).split("\n")).toContainEqual(
      expect.stringMatching(
        /^\[test\/Made[^\]]*\] (workflows\.x\.cpsign\.)?flavour is not a known setting; remove it or correct its spelling$/,
      ),
    );
  });
});

test.each(constructs.filter(([name]) => !NEEDS_NOTHING.includes(name)))("%s is not made without props", (_, Made) => {
  expect(refusal(Made, undefined)).toBe("[test/Made] props must be an object, got undefined; write them in { }");
});

describe("a prop that no construct has", () => {
  const name = "quetzal-oslo";

  test.each<[string, Constructor, object, string]>([
    [
      "a slip of the pen",
      model.Model as never,
      { memoryMib: 512 },
      'memoryMib is not a known setting; did you mean "memoryMiB"?',
    ],
    [
      "of another place",
      model.Model as never,
      { subnetIds: [] },
      'subnetIds is not a known setting; did you mean "vpc.subnetIds"?',
    ],
    [
      "of a resource's own",
      model.ModelBucket as never,
      { forceDestroy: true },
      "forceDestroy is not a known setting; remove it or correct its spelling",
    ],
  ])("is told: %s", (_, Made, more, message) => {
    expect(refusal(Made, { name, ...more })).toBe(`[test/Made] ${message}`);
  });

  test("may be one of a class that extends a construct", () => {
    class LabBucket extends model.ModelBucket {
      constructor(scope: Construct, id: string, props: model.ModelBucketProps & { readonly team: string }) {
        super(scope, id, props);
      }
    }
    const stack = new TerraformStack(Testing.app(), "test");
    expect(() => new LabBucket(stack, "Bucket", { name, team: "transport" })).not.toThrow();
    expect(() => new LabBucket(stack, "Other", { team: "transport" } as never)).toThrow(
      "[test/Other] name is required; ",
    );
  });

  test("may be absent", () => {
    expect(refusal(model.ModelBucket as never, { name, flavour: undefined })).toBe("nothing");
  });

  test.each<[string, Constructor, string]>([
    ["Service", services.Service as never, "its Front"],
    ["ServicePair", services.ServicePair as never, "its Front"],
    ["PlatformNode", services.PlatformNode as never, "here.node"],
    ["PluginCollection", plugins.PluginCollection as never, "its PluginBucket"],
  ])("is provider of a %s", (_, Made, of) => {
    expect(refusal(Made, { provider: {} }).split("\n")).toContain(
      `[test/Made] provider must be left out, got one; give it to ${of}, whose provider is used`,
    );
  });
});
