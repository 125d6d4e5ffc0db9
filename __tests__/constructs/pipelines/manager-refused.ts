import type { Refused } from "./refused";
import { said } from "./sentences";

/** What is wrong, the changed settings of a manager pod with a declared secret, and all that is said of them. */
export const REFUSED: readonly Refused[] = [
  ["pachctl of another version than pachd", { pachyderm: "2" }, [said("image", "pachctl", "2", "1.7.10")]],
  [
    "no version of Pachyderm",
    { pachyderm: "1.9" },
    [said("pachyderm", "pachyderm", '"1.9"'), said("image", "pachctl", "1.9", "1.7.10")],
  ],
  [
    "a request above its limit",
    { requests: { memory: "8G" }, limits: { ephemeralStorage: "100Mi" } },
    [
      said("limits.memory", "podLimitBelowRequest", '"8G"', '"4G"'),
      said("limits.ephemeralStorage", "podLimitBelowRequest", '"512Mi"', '"100Mi"'),
    ],
  ],
  [
    "secrets in files",
    { pipelineSetup: { "up.sh": "serve --token hunter2\nexport TOKEN=hunter2" }, configuration: "password='hunter2'" },
    [
      said("pipelineSetup.up.sh", "secretOfManager", "a variable with one"),
      said("configuration", "secretOfManager", "a variable with one"),
    ],
  ],
  [
    "a kubeconfig",
    { pipelineSetup: { config: "apiVersion: v1\nkind: Config\nusers: []\n" } },
    [said("pipelineSetup.config", "kubeconfig")],
  ],
  ["more than a map holds", { configuration: "x".repeat(2 ** 20) }, [said("pipelineSetup", "setupSize", "1048589")]],
  [
    "a secret that is not declared",
    { secrets: [{ secret: "chembl-msql", path: "/etc/creds" }] },
    [said("secrets[0].secret", "secretDeclared", '"labinf"', '"chembl-msql"', '"chembl-mysql"')],
  ],
  [
    "a key that is not declared",
    { secrets: [{ secret: "chembl-mysql", path: "/etc/creds", files: { "root-password": "rootpw" } }] },
    [said("secrets[0].files.root-password", "keyOfSecret", '"chembl-mysql"', '"root-password"', "mysql-root-password")],
  ],
  ["an address without a port", { pachdAddress: "pachd" }, [said("pachdAddress", "pachdAddress", '"pachd"')]],
];
