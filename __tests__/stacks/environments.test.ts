import { join, resolve } from "node:path";
import type { z } from "zod";
import { environmentOf, loadEnvironments } from "../../app/load";
import { accessEnvironment, modelEnvironment } from "../../constructs/model/schema";
import { observatoryEnvironment } from "../../constructs/observatory/schema";
import { cpsignSettings, MORE_PARAMETERS, PARAMETERS } from "../../constructs/pipelines/cpsign/schema";
import { isCpsign } from "../../constructs/pipelines/render/workflows";
import type { PipelinesEnvironment } from "../../constructs/pipelines/schema";
import { pipelinesEnvironment } from "../../constructs/pipelines/schema";
import { leavesOf } from "../../constructs/pipelines/workflow/render/inputs";
import { pipeline, workflowSettings } from "../../constructs/pipelines/workflow/schema";
import type { CronInput, Input, RepositoryInput } from "../../constructs/pipelines/workflow/settings";
import { pluginsEnvironment } from "../../constructs/plugins/schema";
import { isPair } from "../../constructs/services/render/layout";
import { pair, service, servicesEnvironment } from "../../constructs/services/schema";
import type { Environments } from "../../domains/domains";
import { settingsIn, settingsOf } from "./settings";

const ROOT = resolve(__dirname, "../..");
const WORKSPACES = loadEnvironments(join(__dirname, "environments"), ROOT);

function environments<D extends keyof Environments>(domain: D): Environments[D][] {
  return WORKSPACES.flatMap((workspace) => environmentOf(workspace, domain) ?? []);
}

/** The settings of a schema that none of some values has. */
function unset(schema: unknown, values: readonly unknown[]): string[] {
  const rules = schema as z.core.$ZodType;
  const taken = new Set(values.flatMap((value) => settingsIn(rules, value)));
  return [...new Set(settingsOf(rules))].filter((setting) => !taken.has(setting));
}

/** What is left out of them is also no part of an environment file. */
const ONLY_OF_CONSTRUCTS = {
  // The id of an image that a construct has made.
  imageId: ["workers.pools[].image.imageId"],
  // The key of a workflow is its name.
  name: ["name"],
};
const workflows = () => environments("pipelines").flatMap((each) => Object.values(each.workflows));
const plain = () => workflows().flatMap((each) => (isCpsign(each) ? [] : [each]));
const cpsign = () => workflows().flatMap((each) => (isCpsign(each) ? [each] : []));
const pipelines = () => plain().flatMap((each) => Object.values(each.pipelines));

describe("the environment files that stacks are compared with", () => {
  test("are sound", () => {
    expect(WORKSPACES.flatMap(({ problems }) => problems)).toEqual([]);
    expect(new Set(WORKSPACES.map(({ domain }) => domain)).size).toBe(5);
  });

  test("are held against settings of every depth", () => {
    const known = settingsOf(servicesEnvironment as unknown as z.ZodType);
    expect(known).toEqual(expect.arrayContaining(["backend.s3.key", "nodes.*.hostKey", 'front.certificates="none"']));
    expect(unset(servicesEnvironment, [{ name: "one", front: { certificates: "none" } }])).toContain("front.image");
  });

  test.each([
    ["model", modelEnvironment, []],
    ["model", accessEnvironment, []],
    ["plugins", pluginsEnvironment, ONLY_OF_CONSTRUCTS.imageId],
    ["services", servicesEnvironment, []],
    ["pipelines", pipelinesEnvironment, []],
    ["observatory", observatoryEnvironment, []],
  ] as const)("have every setting of %s, and take every branch", (domain, schema, exceptions) => {
    expect(unset(schema, environments(domain))).toEqual(exceptions);
  });

  test("have every setting of a service and of a pair", () => {
    const all = environments("services").flatMap(({ services }) => Object.values(services));
    expect([all.filter(isPair).length, all.filter((each) => !isPair(each)).length]).not.toContain(0);
    expect(unset(service, all)).toEqual([]);
    expect(unset(pair, all)).toEqual([]);
  });

  test("have every setting of a workflow, of its pipelines and of what they read", () => {
    expect(unset(workflowSettings, plain())).toEqual(ONLY_OF_CONSTRUCTS.name);
    expect(unset(pipeline, pipelines())).toEqual([]);
    const inputs = pipelines().map(({ input }): Input => input);
    // What an input may say is told by its keys, not by a schema: the type says which there are.
    const kinds: Readonly<Record<KeysOf<Input>, true>> = { ...REPOSITORY, ...KINDS };
    const leaves = inputs.flatMap((input) => leavesOf(input).map((leaf) => leaf.input));
    expect(new Set([...inputs, ...leaves].flatMap(Object.keys))).toEqual(new Set(Object.keys(kinds)));
    const times = leaves.flatMap((leaf) => ("cron" in leaf ? Object.keys(leaf.cron) : []));
    expect(new Set(times)).toEqual(new Set(Object.keys(CRON)));
  });

  test("have every setting of a workflow with CPSign", () => {
    expect(
      unset(
        cpsignSettings,
        cpsign().map((each) => each.cpsign),
      ),
    ).toEqual(ONLY_OF_CONSTRUCTS.name);
    expect(new Set(cpsign().map(({ commit }) => commit))).toEqual(new Set(["deployed", "by-hand"]));
    const told = cpsign().flatMap((each) => Object.keys(each.cpsign.configuration.cpsign));
    expect(told).toEqual(expect.arrayContaining([...Object.keys(PARAMETERS), ...Object.keys(MORE_PARAMETERS)]));
  });

  test("have every version of Pachyderm, and a workflow alone", () => {
    const all: readonly PipelinesEnvironment[] = environments("pipelines");
    expect(new Set(all.map(({ pachyderm }) => pachyderm.version))).toEqual(new Set(["1.7", "1.13", "2"]));
  });
});

type KeysOf<T> = T extends unknown ? keyof T : never;
const REPOSITORY: Readonly<Record<keyof RepositoryInput, true>> = {
  repo: true,
  glob: true,
  branch: true,
  as: true,
  lazy: true,
  groupBy: true,
  joinOn: true,
  outerJoin: true,
  emptyFiles: true,
  s3: true,
  trigger: true,
};
const KINDS = { cron: true, spout: true, cross: true, union: true, join: true, group: true } as const;
const CRON: Readonly<Record<keyof CronInput["cron"], true>> = { name: true, spec: true, overwrite: true };
