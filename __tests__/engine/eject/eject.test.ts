import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { plainTerraform } from "../../../engine/eject/plain-terraform";
import { modelFile, TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";

type Json = Record<string, unknown>;

const folder = (workspace: string, stack = workspace) => `terraform/${workspace}/${stack}`;

/** Everything that the files of a folder say, without `//`. */
function merged(project: TestProject, path: string): Json {
  const files = readdirSync(join(project.folder, path)).filter((name) => name.endsWith(".tf.json"));
  return withoutNotes(Object.assign({}, ...files.map((name) => project.json(`${path}/${name}`)))) as Json;
}

function withoutNotes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === "//" ? undefined : part)));
}

describe("a stack as plain Terraform", () => {
  test("is a file for each kind of block, and each resource says where it stood among constructs", () => {
    const notes = { metadata: { path: "lab/Bucket/Resource", uniqueId: "Bucket" } };
    const files = plainTerraform({
      "//": { metadata: { version: "0.21.0" } },
      terraform: { backend: { local: {} } },
      moved: [{ from: "a.b", to: "a.c" }],
      resource: { aws_s3_bucket: { Bucket: { "//": notes, bucket: "lab", tags: { "//": "kept" } } } },
      data: { aws_region: { Here: { "//": notes } } },
    });
    expect([...files.keys()]).toEqual(["terraform.tf.json", "main.tf.json"]);
    expect(JSON.parse(files.get("main.tf.json") ?? "")).toEqual({
      moved: [{ from: "a.b", to: "a.c" }],
      resource: { aws_s3_bucket: { Bucket: { "//": "lab/Bucket/Resource", bucket: "lab", tags: { "//": "kept" } } } },
      data: { aws_region: { Here: { "//": "lab/Bucket/Resource" } } },
    });
  });
});

describe("slipway eject", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({});
  });
  afterEach(() => project.remove());

  const slipway = (...args: readonly string[]) => slipwayIn({ cwd: project.folder }, ...args);

  test.each(["model", "plugins", "services", "pipelines", "observatory"])(
    "writes a workspace of %s with all its stacks say, and what they need beside them",
    (domain) => {
      // GIVEN
      expect(slipway("new", domain, "lab")).toMatchObject({ status: 0 });

      // WHEN
      const { status, stdout } = slipway("eject", "lab", "--json", "--syntax", "json");

      // THEN
      expect(status).toBe(0);
      const { stacks } = JSON.parse(stdout) as { stacks: { stack: string; folder: string; state: string }[] };
      for (const { stack, folder: path, state } of stacks) {
        expect(merged(project, path)).toEqual(withoutNotes(project.stack(stack)));
        expect(state).toBe(`terraform.tfstate.d/${stack}/terraform.tfstate`);
        const assets = JSON.stringify(merged(project, path)).match(/assets\/[\w./-]+/g) ?? [];
        for (const each of assets) expect(existsSync(join(project.folder, path, each))).toBe(true);
        // As deep as the synthesized folder, so that paths lead to the same files.
        expect(path.split("/")).toHaveLength(`cdktf.out/stacks/${stack}`.split("/").length);
      }
      expect(stacks.map(({ folder: path }) => path)).toEqual(stacks.map(({ stack }) => folder("lab", stack)));
      expect(project.json("terraform/lab/ejected.json")).toEqual({
        workspace: "lab",
        stacks: stacks.map(({ stack }) => stack),
      });
    },
  );

  test("says where the states are and what is needed", () => {
    const backend = 'backend: { s3: { bucket: "states", key: "models/terraform.tfstate", region: "ca-central-1" } },';
    project.write("environments/model/oslo.ts", modelFile("oslo", backend));
    expect(slipway("eject", "oslo", "--syntax", "json").stdout).toBe(
      [
        "oslo is plain Terraform now, in terraform/oslo; slipway refuses it while that folder exists",
        "  terraform/oslo/oslo, with the state s3://states/env:/oslo/models/terraform.tfstate",
        "next: read terraform/oslo/README.md, then terraform -chdir=terraform/oslo/oslo init\n",
      ].join("\n"),
    );
    const readme = project.read("terraform/oslo/README.md");
    expect(readme).toContain("| `terraform/oslo/oslo` | `s3://states/env:/oslo/models/terraform.tfstate` |");
    expect(readme).toContain("- Node 20 or newer: some resources run the programs in `assets`.\n");
    expect(readme).not.toContain("KUBE_CONFIG_PATH");
  });

  test("leaves a workspace that slipway refuses, until the folder is deleted", () => {
    project.write("environments/model/oslo.ts", modelFile("oslo"));
    expect(slipway("eject", "oslo", "--syntax", "json").status).toBe(0);
    const refusal =
      "environments/model/oslo.ts: must not be ejected for slipway to work on it, got plain Terraform in terraform/oslo; run terraform there, or delete that folder to go back\n";
    for (const command of [
      ["plan"],
      ["deploy", "--auto-approve"],
      ["destroy", "--auto-approve"],
      ["recover"],
      ["eject"],
    ]) {
      const [name = "", ...flags] = command;
      expect(slipway(name, "oslo", ...flags)).toMatchObject({ status: 1, stderr: refusal });
    }
    expect(slipway("check")).toMatchObject({ status: 1, stderr: refusal });
    // Also a bare cdktf: the app lets Terraform refuse it.
    expect(project.synthesize().stderr).toContain("must not be ejected");
    expect(JSON.stringify(project.stack("oslo").variable)).toContain("must not be ejected");

    rmSync(join(project.folder, "terraform"), { recursive: true });
    expect(slipway("check")).toMatchObject({ status: 0 });
  });

  test("leaves it also where its environment file is deleted", () => {
    project.write("environments/model/oslo.ts", modelFile("oslo"));
    project.write("terraform.tfstate.d/oslo/terraform.tfstate", '{ "version": 4, "resources": [{}] }');
    expect(slipway("eject", "oslo", "--syntax", "json").status).toBe(0);
    rmSync(join(project.folder, "environments/model/oslo.ts"));
    project.write("environments/model/bergen.ts", modelFile("bergen"));
    const stderr =
      "oslo must not be ejected for slipway to work on it, got plain Terraform in terraform/oslo; run terraform there, or delete that folder to go back\n";
    expect(slipway("destroy", "oslo", "--auto-approve")).toMatchObject({ status: 1, stderr });
    expect(slipway("plan", "oslo")).toMatchObject({ status: 1, stderr });
    expect(slipway("rename", "oslo", "bergen", "--auto-approve")).toMatchObject({ status: 1, stderr });
  });

  test("refuses a folder that is there, a state that was not saved, and an output that is elsewhere", () => {
    project.write("environments/model/oslo.ts", modelFile("oslo"));
    mkdirSync(join(project.folder, "terraform/oslo"), { recursive: true });
    expect(slipway("eject", "oslo").stderr).toBe("terraform/oslo must be new, got one that is there; move it away\n");
    rmSync(join(project.folder, "terraform"), { recursive: true });

    project.write("cdktf.out/stacks/oslo/errored.tfstate", "{}");
    expect(slipway("eject", "oslo").stderr).toBe(
      "oslo: errored.tfstate must be put back before the next run, got a state that could not be saved; slipway recover does it, or terraform -chdir=cdktf.out/stacks/oslo state push errored.tfstate, then delete the file\n",
    );
    rmSync(join(project.folder, "cdktf.out"), { recursive: true });

    project.write("cdktf.json", JSON.stringify({ ...project.json("cdktf.json"), output: "build/out" }));
    expect(slipway("eject", "oslo").stderr).toBe(
      'cdktf.json: output must be a folder beside it for an ejection, got "build/out"; paths would not hold\n',
    );
    expect(existsSync(join(project.folder, "terraform"))).toBe(false);
  });
});
