import { planReport } from "../../../cli/plan/report";
import { changesOf } from "../../../engine/plan/changes";
import { said } from "../sentences";

const resource = (type: string, change: object) => ({
  address: `${type}.Thing`,
  mode: "managed" as const,
  type,
  change: { before: null, after: null, ...change } as { actions: string[]; before: unknown; after: unknown },
});

function report(...resources: ReturnType<typeof resource>[]): string[] {
  return planReport(
    { stack: "lab", existing: [], holdings: [], ...changesOf({ resource_changes: resources }) },
    [],
  ).split("\n");
}

describe("a plan in words", () => {
  test.each(["docker_volume", "aws_s3_bucket"])("says of %s that what it holds is lost with it", (type) => {
    const lines = report(resource(type, { actions: ["delete"], before: { name: "lab-data" } }));
    expect(lines.at(-1)).toBe(`lab: lab-data (${type}.Thing) would be destroyed, with what it holds`);
  });

  test("says of a container only that it is destroyed", () => {
    const lines = report(resource("docker_container", { actions: ["delete"], before: { name: "lab-registry" } }));
    expect(lines.at(-1)).toBe("lab: lab-registry (docker_container.Thing) would be destroyed");
  });

  const server = {
    ...{ id: "1a2b", name: "lab-db", labels: [{ label: "services.postgres", value: "db" }] },
    mounts: [{ source: "lab-db-postgres" }],
  };

  test("says of a database's container that its data stay", () => {
    expect(report(resource("docker_container", { actions: ["delete"], before: server }))).toContain(
      "                its data stay on the node, in volume lab-db-postgres",
    );
  });

  test("says what it costs to replace a database's container", () => {
    const change = { actions: ["create", "delete"], before: server, after: { ...server, image: "b" } };
    expect(report(resource("docker_container", { ...change, replace_paths: [["image"]] }))).toContain(
      "                sessions end; it starts again in some seconds, with the data of volume lab-db-postgres",
    );
  });

  test("says beside a change what follows from it", () => {
    const after = { spec: [{ max_unavailable: "0" }] };
    const budget = resource("kubernetes_pod_disruption_budget_v1", { actions: ["create"], after });
    expect(report(budget)).toEqual([
      "lab: 1 to create",
      "  + create    kubernetes_pod_disruption_budget_v1.Thing",
      `                maxUnavailable is 0: a node that has its pod cannot be drained; eviction: "allowed" lets it be, for a minute without the database`,
    ]);
  });

  test("leaves out what the maker of a replaced thing fills in", () => {
    const change = {
      actions: ["delete", "create"],
      before: {
        ...{ name: "lab-registry", image: "a", domainname: "", links: [], options: {}, bridge: "docker0" },
        ...{ cpu_shares: 0, privileged: false, networks_advanced: [{ name: "lab", gw_priority: 0 }] },
      },
      after: { name: "lab-registry", image: "b", networks_advanced: [{ name: "lab" }] },
      after_unknown: { bridge: true },
      replace_paths: [["image"]],
    };
    expect(report(resource("docker_container", change)).slice(1, -1)).toEqual([
      said("  ± REPLACE   docker_container.Thing (lab-registry): image", "replacedFor"),
      '                image: "a" -> "b"',
    ]);
  });

  test("shows what differs of an adopted resource once", () => {
    const change = { before: { name: "lab", tags: "a" }, after: { name: "lab", tags: "b" }, importing: { id: "lab" } };
    const updated = { ...resource("aws_iam_role", { ...change, actions: ["update"] }), address: "aws_iam_role.One" };
    const replaced = resource("aws_iam_role", { ...change, actions: ["delete", "create"], replace_paths: [["tags"]] });
    expect(report(updated, replaced).slice(0, -1)).toEqual([
      "lab: 2 to adopt, 1 to change, 1 to REPLACE",
      "  < adopt     aws_iam_role.One (lab)",
      '                tags: "a" -> "b"',
      said("  < adopt     aws_iam_role.Thing (lab): tags", "replacedFor"),
      said("  ± REPLACE   aws_iam_role.Thing (lab): tags", "replacedFor"),
      '                tags: "a" -> "b"',
    ]);
  });

  test("says that a droplet's backups end with the next deployment, where it is resized too", () => {
    const resized = (more: object) => ({
      actions: ["update"],
      before: { name: "bob", size: "s-1vcpu-1gb", backups: true },
      after: { name: "bob", size: "s-1vcpu-2gb", backups: true, ...more },
    });
    const note = "                its backups end with the next deployment: deploy twice";
    expect(report(resource("digitalocean_droplet", resized({ backups: false })))).toContain(note);
    expect(report(resource("digitalocean_droplet", resized({})))).not.toContain(note);
  });

  test("asks of a droplet that goes where another comes whether its node was renamed", () => {
    const note =
      "                a node cannot be renamed: if it was, put its name back to keep its disk and its address";
    const gone = resource("digitalocean_droplet", { actions: ["delete"], before: { name: "oak" } });
    const made = { ...resource("digitalocean_droplet", { actions: ["create"], after: { name: "birch" } }) };
    expect(report(gone, { ...made, address: "digitalocean_droplet.Other" })).toContain(note);
    expect(report(gone)).not.toContain(note);
  });

  test("leaves out the outputs that go with what is destroyed", () => {
    const plan = {
      resource_changes: [resource("aws_iam_role", { actions: ["delete"], before: { name: "lab" } })],
      output_changes: { role: { actions: ["delete"], before: "lab", after: null } },
    };
    const [first, ...lines] = planReport({ stack: "lab", existing: [], holdings: [], ...changesOf(plan) }, []).split(
      "\n",
    );
    expect(first).toBe("lab: 1 to DESTROY");
    expect(lines.join("\n")).not.toContain("output");
  });

  test("names what has the new name of a resource that is replaced", () => {
    const change = {
      actions: ["delete", "create"],
      before: { name: "one" },
      after: { name: "two" },
      replace_paths: [["name"]],
    };
    const changes = changesOf({ resource_changes: [resource("aws_iam_role", change)] });
    const lines = planReport({ stack: "lab", existing: ["aws_iam_role.Thing"], holdings: [], ...changes }, []).split(
      "\n",
    );
    expect(lines[1]).toBe("  ! EXISTS    aws_iam_role.Thing (one): its new name is taken");
  });
});
