import { createHash } from "node:crypto";
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Deployment } from "../../../engine/deployment";
import { planWorkspace } from "../../../engine/plan/planning";
import { Project } from "../../../engine/project";
import { TestProject } from "../../support/project";

/** In two parts: this file is in no project, and the program of the tests holds it in two variables. */
const VALUE = ["hunter2", "of-the-database"].join("-");

const FILE = `export default {
  name: "lab",
  front: { image: "caddy:2.11", certificates: "internal" },
  services: { one: { image: "example/one:1", port: 80, hosts: ["one.example.org"], secretEnvironment: {
    A: { variable: "database_password", command: ["bin/store", "database"] },
  } } },
};
`;

/** Terraform refuses another value than that of the store, and keeps a hash of it. */
const STACK = {
  terraform: { backend: { local: { path: "../../../lab.tfstate" } } },
  variable: {
    database_password: {
      ...{ type: "string", sensitive: true, nullable: false },
      validation: [
        {
          condition: `\${sha256(var.database_password) == "${createHash("sha256").update(VALUE).digest("hex")}"}`,
          error_message: "It must be that of the store.",
        },
      ],
    },
  },
  resource: { terraform_data: { Hash: { input: "${sha256(var.database_password)}" } } },
};

const APP = `
const { mkdirSync, writeFileSync } = require("node:fs");
mkdirSync("cdktf.out/stacks/lab-local", { recursive: true });
writeFileSync("cdktf.out/stacks/lab-local/cdk.tf.json", ${JSON.stringify(JSON.stringify(STACK))});
writeFileSync("cdktf.out/slipway.json", JSON.stringify({ workspaces: { lab: ["lab-local"] } }));
`;

/** Terraform itself, beside which all processes and their arguments are written down while it runs. */
const TERRAFORM = `#!/bin/sh
terraform "$@" &
terraform=$!
while kill -0 $terraform 2>/dev/null; do ps -eo args >>${"$PROCESSES"}; sleep 0.05; done
wait $terraform
`;

describe("a secret that a command prints", () => {
  let project: TestProject;
  const printed: string[] = [];

  beforeAll(() => {
    const store = `#!/bin/sh\nprintf '%s-%s\\n' hunter2 of-the-database\n`;
    project = new TestProject({
      "environments/services/lab.ts": FILE,
      "cdktf.json": JSON.stringify({ app: "node app.cjs" }),
      ...{ "app.cjs": APP, "bin/store": store, "bin/terraform": TERRAFORM },
    });
    for (const program of ["bin/store", "bin/terraform"]) chmodSync(join(project.folder, program), 0o755);
    process.env.TERRAFORM_BINARY_NAME = join(project.folder, "bin/terraform");
    process.env.PROCESSES = join(project.folder, "processes.txt");
  });
  afterAll(() => {
    delete process.env.TERRAFORM_BINARY_NAME;
    delete process.env.PROCESSES;
    project.remove();
  });

  const options = { environment: process.env, print: (line: string) => void printed.push(line) };
  const traces = () => {
    const entries = readdirSync(project.folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return files.filter((file) => readFileSync(file).includes(VALUE));
  };

  test("reaches Terraform when it plans, and is in no file, no argument and no line that is printed", async () => {
    const [plan] = await planWorkspace(Project.at(project.folder), "lab", { ...options, details: true });
    expect(plan?.created.map(({ address }) => address)).toEqual(["terraform_data.Hash"]);
    expect(plan?.details).toContain("(sensitive value)");
    expect(project.read("processes.txt")).toMatch(/terraform plan -json/);
    expect(traces()).toEqual([]);
    expect(JSON.stringify([printed, plan])).not.toContain(VALUE);
  });

  test("reaches it when it deploys and destroys, and what is written down of that has it neither", async () => {
    for (const action of ["deploy", "destroy"] as const) {
      await (await Deployment.of(Project.at(project.folder), "lab", options)).run(action);
    }
    expect(project.read("processes.txt")).toMatch(/terraform apply -json/);
    expect(project.read("cdktf.out/stacks/lab-local/.terraform/slipway-run.jsonl")).toContain("Destruction complete");
    expect(traces()).toEqual([]);
    expect(printed.join("\n")).not.toContain(VALUE);
  });
});
