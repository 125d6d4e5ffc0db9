import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ManagerPod, type ManagerPodProps } from "../../../constructs/pipelines/manager/manager-pod";
import { failure } from "../../support/synthesized";
import { at, made } from "./made";
import { REFUSED } from "./manager-refused";

const PROPS: ManagerPodProps = { namespace: "labinf", image: "pharmbio/manager-pod:pctl-1.7.10", pachyderm: "1.7" };

const manager = (more: Partial<ManagerPodProps> = {}) =>
  made((stack) => new ManagerPod(stack, "Manager", { ...PROPS, ...more }));
const pod = (more: Partial<ManagerPodProps> = {}) => at(manager(more).only(DeploymentV1), "spec.template.spec");

describe("a manager pod", () => {
  test("comes back when its node goes, and asks for what it did", () => {
    expect(manager().only(DeploymentV1)).toMatchObject({
      metadata: { name: "manager-pod", namespace: "labinf" },
      spec: { replicas: "1", strategy: { type: "Recreate" } },
    });
    expect(at(pod(), "container.0.resources")).toEqual({
      requests: { cpu: "1", memory: "2G", "ephemeral-storage": "512Mi" },
      limits: { cpu: "4", memory: "4G", "ephemeral-storage": "20Gi" },
    });
  });

  test.each([
    ["1.7", {}, { ADDRESS: "pachd.labinf:650", PACHD_ADDRESS: "pachd.labinf:650" }],
    ["1.13", { pachdNamespace: "pachyderm" }, { ADDRESS: "pachd.pachyderm:650", PACHD_ADDRESS: "pachd.pachyderm:650" }],
    ["2", {}, { PACHD_ADDRESS: "grpc://pachd.labinf:30650" }],
    ["2", { pachdAddress: "grpcs://pachd.example.org:443" }, { PACHD_ADDRESS: "grpcs://pachd.example.org:443" }],
  ] as const)("knows where pachd is: %s %j", (pachyderm, more, expected) => {
    const env = at(pod({ ...more, pachyderm, image: "example/manager:1" }), "container.0.env") as {
      name: string;
      value: string;
    }[];
    const found = Object.fromEntries(env.map(({ name, value }) => [name, value]));
    expect(found).toEqual({ HOME: "/home/manager", ...expected });
  });

  test("has the specifications and the configuration where they are looked for", () => {
    const more = { pipelineSetup: { "spec-train.json": '{"a": "${b}"}' }, configuration: "{}" };
    expect(manager(more).only(ConfigMapV1)).toMatchObject({
      data: { "pipeline-setup.spec-train.json": '{"a": "$${b}"}', "configuration.json": "{}" },
    });
    expect(at(pod(more), "container.0.workingDir")).toBe("/home/manager");
    expect(at(pod(more), "container.0.volumeMount")).toEqual(
      expect.arrayContaining([
        { name: "setup", mountPath: "/pipeline-setup", readOnly: true },
        {
          name: "configuration",
          mountPath: "/home/manager/configuration.json",
          subPath: "configuration.json",
          readOnly: true,
        },
      ]),
    );
    expect(at(pod(more), "volume")).toEqual(
      expect.arrayContaining([
        {
          name: "setup",
          configMap: {
            name: "manager-pod-files",
            defaultMode: "0444",
            optional: false,
            items: [{ key: "pipeline-setup.spec-train.json", path: "spec-train.json" }],
          },
        },
      ]),
    );
  });

  test("mounts secrets as it did", () => {
    const secrets = [{ secret: "chembl-mysql", path: "/etc/creds", files: { "mysql-root-password": "rootpw" } }];
    expect(at(pod({ secrets }), "volume")).toEqual(
      expect.arrayContaining([
        {
          name: "secret-0",
          secret: {
            secretName: "chembl-mysql",
            defaultMode: "0440",
            optional: false,
            items: [{ key: "mysql-root-password", path: "rootpw" }],
          },
        },
      ]),
    );
  });

  test("may read pods and logs, or nothing at all", () => {
    expect(manager({ pachdNamespace: "pachyderm" }).all(RoleV1)).toMatchObject([
      { metadata: { namespace: "labinf" }, rule: [{ resources: ["pods", "services"] }, { resources: ["pods/log"] }] },
      { metadata: { namespace: "pachyderm" } },
    ]);
    expect(manager({ kubernetes: "none" }).all(RoleV1)).toEqual([]);
    expect(at(pod({ kubernetes: "none" }), "automountServiceAccountToken")).toBe(false);
  });

  test("reaches pachd, the databases and the cluster, and nothing else", () => {
    const server = {
      ...{ name: "chembl-mysql", namespace: "labinf", secretName: "chembl-mysql", image: "a:1", toolsImage: "b:1" },
      ...{ address: { host: "chembl-mysql", port: 3306 }, ready: [] },
    };
    const egress = at(manager({ databases: [server], kubernetes: "none" }).only(NetworkPolicyV1), "spec.egress") as {
      ports: { port: string }[];
    }[];
    expect(egress.map(({ ports }) => ports.map(({ port }) => port))).toEqual([["53", "53"], ["650", "1650"], ["3306"]]);
  });

  test.each(REFUSED)("may not have %s", (_what, changes, says) => {
    const declared = [{ name: "chembl-mysql", namespace: "labinf", keys: ["mysql-root-password"] }];
    const thrown = failure((stack) => new ManagerPod(stack, "Manager", { ...PROPS, declared, ...changes }));
    expect(thrown.split("\n")).toEqual(says.map((each) => `[test/Manager] ${each}`));
  });
});
