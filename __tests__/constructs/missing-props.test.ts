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
