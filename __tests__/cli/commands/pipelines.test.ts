import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";
import { said } from "../sentences";

const FILE = "environments/pipelines/models.ts";
const ENVIRONMENT = `export default {
  name: "models",
  cluster: { context: "kind-lab", kubeconfig: "kubeconfig" },
  namespace: "labinf",
  pachyderm: { version: "2", namespace: "pachyderm" },
  database: { name: "chembl-mysql", databases: ["chembl_24"], removal: "allowed" },
  manager: { image: "pachyderm/pachctl:2.11.6" },
  workflows: {
    sample: {
      repositories: ["config"],
      pipelines: {
        count: { input: { repo: "config", glob: "/*" }, image: "debian:12-slim", script: ["wc -l /pfs/config/* > /pfs/out/lines"] },
        sum: { input: { repo: "count", glob: "/" }, image: "debian:12-slim", script: ["cat /pfs/sample-count/lines > /pfs/out/sum"] },
      },
      results: ["sum"],
    },
  },
};
`;

/** A project with a `kubectl` that notes what it is told, and answers from files. */
class ClusterProject extends TestProject {
  constructor() {
    super({ [FILE]: ENVIRONMENT, "configuration.json": '{ "cost": 1 }\n' });
    mkdirSync(join(this.folder, "bin"));
    writeFileSync(
      join(this.folder, "bin/kubectl"),
      `#!/bin/sh
printf '%s\\n' "$*" >>"$NOTES/words"
case "$*" in *--stdin*) cat >>"$NOTES/input";; esac
for answer in "$NOTES"/answers/*; do
  [ -f "$answer" ] || continue
  case "$*" in *"$(basename "$answer" | tr + ' ')"*) cat "$answer"; exit 0;; esac
done
[ ! -f "$NOTES/fails" ] || { echo "Error from server" >&2; exit 1; }
`,
    );
    chmodSync(join(this.folder, "bin/kubectl"), 0o755);
  }

  slipway(...args: string[]) {
    const env = {
      ...process.env,
      NOTES: this.folder,
      PATH: `${join(this.folder, "bin")}${delimiter}${process.env.PATH}`,
    };
    return slipwayIn({ cwd: this.folder, env }, "pipelines", ...args);
  }

  /** Says what `kubectl` answers where its words have these; a plus stands for a blank. */
  answer(words: string, text: string): void {
    this.write(`answers/${words}`, text);
  }

  get asked(): string[] {
    const file = join(this.folder, "words");
    if (!existsSync(file)) return [];
    const start = `--kubeconfig ${join(this.folder, "kubeconfig")} --context kind-lab `;
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    // Whatever is current, it is not asked.
    expect(lines.filter((line) => !line.startsWith(start) && line.startsWith("--"))).toEqual([]);
    return lines.map((line) => line.replace(start, ""));
  }
}

describe("slipway pipelines", () => {
  let project: ClusterProject;
  beforeEach(() => {
    project = new ClusterProject();
  });
  afterEach(() => project.remove());

  test("render writes a specification for each pipeline, in the words of a version", () => {
    expect(project.slipway("render", "--out", "specs")).toMatchObject({
      status: 0,
      stdout: "specs has sample-count.json, sample-sum.json\n",
    });
    expect(project.json("specs/sample-count.json")).toMatchObject({ input: { pfs: { repo: "config", glob: "/*" } } });
    expect(project.slipway("render", "--out", "specs", "--pachyderm", "1.7")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        '--out must have none of the files, got sample-count.json, sample-sum.json in "specs"; name another, or add --force',
      ),
    });
    expect(project.slipway("render", "--out", "specs", "--pachyderm", "1.7", "--force").status).toBe(0);
    expect(project.json("specs/sample-count.json")).toMatchObject({ input: { atom: { repo: "config" } } });
    expect(project.slipway("render", "--out", "argo", "--argo").status).toBe(0);
    expect(readdirSync(join(project.folder, "argo"))).toEqual(["sample.yaml"]);
    expect(project.read("argo/sample.yaml")).toContain("kind: WorkflowTemplate");
  });

  test("graph draws in the terminal, or as a picture", () => {
    const { stdout } = project.slipway("graph");
    expect(stdout).toMatch(/^\[config\]\n└── \/\* ──> sample-count\nsample-count /);
    expect(project.slipway("graph", "models", "--svg", "models.svg").stdout).toBe("models.svg written\n");
    expect(project.read("models.svg")).toMatch(/^<svg /);
  });

  test("import makes a file that passes, of what was rendered", () => {
    project.slipway("render", "--out", "specs", "--pachyderm", "1.7");
    const specs = ["specs/sample-count.json", "specs/sample-sum.json"];
    const { status, stdout, stderr } = project.slipway("import", ...specs, "--context", "kind-lab", "--name", "old");
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout:
        "environments/pipelines/old.ts written; next: npx slipway check old, then npx slipway pipelines graph old\n",
    });
    expect(stderr).toContain("specs/sample-count.json: input.atom is refused since Pachyderm 1.9");
    expect(project.read("environments/pipelines/old.ts")).toContain('pachyderm: { version: "1.7" }');
    expect(project.slipway("graph", "old").stdout).toContain("sample-count");
  });

  test("import of what check would refuse says why, and exits with 2", () => {
    const spec = {
      pipeline: { name: "a" },
      transform: { image: "model", cmd: ["/a"] },
      input: { pfs: { repo: "d", glob: "/" } },
    };
    project.write("specs/untagged.json", JSON.stringify(spec));
    const to = ["--context", "lab", "--name", "bad", "--stdout"];
    const { status, stdout, stderr } = project.slipway("import", "specs/untagged.json", ...to);
    expect(status).toBe(2);
    expect(stdout).toContain('image: "model"');
    expect(stderr).toContain(
      "environments/pipelines/bad.ts: workflows.workflow.pipelines.a.image must be an image with a tag that is not latest",
    );
  });

  test("run commits a configuration, and follows what it starts", () => {
    const { status } = project.slipway("run", "--config", "configuration.json");
    expect(status).toBe(0);
    const [commit, follow] = project.asked;
    expect(commit).toBe("--namespace labinf exec --stdin deployment/manager-pod -- sh -s");
    expect(follow).toMatch(/^--namespace labinf exec deployment\/manager-pod -- sh -c set -eu/);
    expect(project.asked.join("\n")).toContain("pachctl inspect commit config@master --raw");
    const input = project.read("input");
    expect(input).toContain("pachctl put file config@master:/configuration.json -f /tmp/configuration.json");
    const [, encoded = ""] = /END_OF_FILE'\n([\s\S]*?)\nEND_OF_FILE/.exec(input) ?? [];
    expect(Buffer.from(encoded, "base64").toString()).toBe('{ "cost": 1 }\n');
  });

  test.each([
    [["run"], "--config must name the file that starts sample, got none; its repository is config"],
    [["run", "--config", FILE], /^--config must be a file of JSON, got "environments\/pipelines\/models.ts"/],
    [
      ["run", "--local", "--with", "podman"],
      '--with must be docker or bash, got "podman"; docker runs each step in its image',
    ],
    [
      ["run", "--local", "--with", "bash", "--dir", FILE],
      said("--dir", "folderToWrite", '"environments/pipelines/models.ts": a file'),
    ],
    [
      ["run", "--with", "bash", "--input", "config=data"],
      "--with, --input must stand beside --local, got none; a cluster has its own: add --local",
    ],
    [["run", "--workflow", "sampel"], said("--workflow", "oneOfMeant", "sample", '"sampel"', '"sample"')],
    [
      ["render", "--out", "x", "--pachyderm", "3"],
      '--pachyderm must be 1.7, 1.13, 2, got "3"; 1.13 is all of 1.8 to 1.13',
    ],
    [["logs", "cuont"], 'pipeline must be one of sample-count, sample-sum, got "cuont"; the file has these'],
  ])("%j is refused", (args, message) => {
    const { status, stderr } = project.slipway(...args);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: typeof message === "string" ? expect.stringContaining(message) : expect.stringMatching(message),
    });
    expect(project.asked).toEqual([]);
  });

  test("runs lists commits, and shows what differs between two", () => {
    expect(project.slipway("runs").status).toBe(0);
    expect(project.asked.at(-1)).toBe(
      "--namespace labinf exec deployment/manager-pod -- pachctl list commit config@master",
    );
    project.answer("config@4f2a", '{ "cost": 1 }\n');
    project.answer("config@81bc", '{ "cost": 2 }\n');
    // An answer's name holds no slash; the words begin so.
    const { stdout } = project.slipway("runs", "diff", "4f2a", "81bc");
    expect(stdout).toContain('-{ "cost": 1 }\n+{ "cost": 2 }\n');
    expect(project.slipway("runs", "diff", "4f2a", "4f2a").stdout).toBe("4f2a and 4f2a have the same configuration\n");
  });

  test("status asks both namespaces, the database and Pachyderm; logs and shell go by the manager", () => {
    project.answer("exec+statefulset", "version\t8.4.7\nUptime\t7300\ndatabase\tchembl_24\t2048\n");
    project.answer("get+cronjobs,jobs,pods", '{ "items": [] }');
    const { status, stdout } = project.slipway("status");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^# chembl-mysql\n(.*\n)*.*chembl-mysql.*8\.4\.7.*chembl_24: 2\.0 KiB.*2 h ago/m);
    project.slipway("logs", "count");
    project.slipway("shell");
    const asked = project.asked.filter((line) => /^(get|--namespace)/.test(line));
    expect(asked.map((line) => line.replace(/(?<=labinf|pachyderm) get .*/, ""))).toEqual([
      "get --raw /version",
      "--namespace labinf",
      "--namespace pachyderm",
      // The first line of a script.
      "--namespace labinf exec statefulset/chembl-mysql -- sh -c set -eu",
      "--namespace labinf",
      "--namespace labinf exec deployment/manager-pod -- pachctl list pipeline",
      "--namespace labinf exec deployment/manager-pod -- pachctl logs --pipeline=sample-count",
      "--namespace labinf exec --stdin --tty deployment/manager-pod -- sh -c command -v bash >/dev/null && exec bash || exec sh",
    ]);
    project.write("fails", "");
    expect(project.slipway("status").status).toBe(1);
  });

  test("run --local runs on this machine, and only what changed", () => {
    project.write("data/a.txt", "1\n2\n");
    const run = () => project.slipway("run", "--local", "--with", "bash", "--input", "config=data");
    expect(run()).toMatchObject({ status: 0 });
    const outputs = readdirSync(join(project.folder, ".slipway/pfs/models"), { recursive: true }).map(String);
    expect(outputs.some((path) => path.endsWith("sum"))).toBe(true);
    expect(run().stdout).toMatch(/nothing|0 run|kept/);
  });
});
