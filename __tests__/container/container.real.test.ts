import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Network } from "@cdktf/provider-docker/lib/network";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { Container, type ContainerProps, stackDockerProvider } from "../../constructs/shared/container";
import { withVariables } from "../../sandbox/environment";
import { providerSettings } from "../../sandbox/providers";
import { options } from "./options";

const ROOT = resolve(__dirname, "../..");
/** An image with sh and sleep. */
const IMAGE = process.env.SLIPWAY_TEST_BASE_IMAGE ?? "busybox:1.37";
const PREFIX = `slipway-test-${randomBytes(3).toString("hex")}`;
mkdirSync(join(ROOT, ".sandbox"), { recursive: true });
const FOLDER = mkdtempSync(join(ROOT, ".sandbox", "docker-"));
const OPTIONS = Object.entries(options(PREFIX, join(FOLDER, "secret")));

const nameOf = (option: string) => `${PREFIX}-${option}`;

/** One story: containers with every option, then each option changed, then none. */
describe("Container on a real engine", () => {
  let env: NodeJS.ProcessEnv;

  function docker(...args: string[]): string {
    const { status, stdout, stderr, error } = spawnSync("docker", args, { encoding: "utf8" });
    if (status === 0) return stdout.trim();
    const needed = `a Docker engine that has the image ${IMAGE}, which SLIPWAY_TEST_BASE_IMAGE may name, is needed`;
    throw new Error(`docker ${args.join(" ")} must succeed; ${needed}: ${stderr || error}`);
  }

  /** Writes the stack with the options as they are before or after. */
  function synthesize(time: "before" | "after"): void {
    const app = new App({ outdir: join(FOLDER, "out") });
    const stack = new TerraformStack(app, "engine");
    new LocalBackend(stack, { path: join(FOLDER, "engine.tfstate") });
    stackDockerProvider(stack);
    const container = (option: string, settings: Partial<ContainerProps>) => {
      const usual = { name: nameOf(option), image: IMAGE, command: ["sleep", "3600"], stopGraceSeconds: 1 };
      return new Container(stack, option, { ...usual, ...settings });
    };
    for (const [option, settings] of OPTIONS) container(option, settings[time]);
    const network = new Network(stack, "Network", { name: nameOf("net") });
    container("joined", { network: [{ name: network.name, aliases: [`name-${time}`] }] });
    container("uploaded", { uploads: [{ path: "/etc/lab/site.yaml", content: time }] });
    const script = "trap 'sleep 2; echo ended > /here/ended; exit 0' TERM; while :; do sleep 0.1; done";
    const mounts = [{ source: FOLDER, path: "/here" }];
    container("graceful", { mounts, command: ["sh", "-c", script], stopGraceSeconds: 20 });
    app.synth();
  }

  function terraform(...args: string[]) {
    const cwd = join(FOLDER, "out", "stacks", "engine");
    const { status, stdout, stderr } = spawnSync("terraform", [...args, "-no-color"], { cwd, env, encoding: "utf8" });
    return { status, text: `${stdout}${stderr}` };
  }

  function succeed(...args: string[]): string {
    const { status, text } = terraform(...args);
    if (status !== 0) throw new Error(`terraform ${args.join(" ")} must succeed, got ${status}:\n${text}`);
    return text;
  }

  const apply = () => /Resources: .*/.exec(succeed("apply", "-auto-approve", "-input=false"))?.[0];
  const secondPlan = () => succeed("plan", "-detailed-exitcode", "-input=false");
  const inspect = (option: string, template: string) => docker("inspect", "--format", template, nameOf(option));
  const aliases = () => inspect("joined", "{{range .NetworkSettings.Networks}}{{json .Aliases}}{{end}}");

  beforeAll(async () => {
    writeFileSync(join(FOLDER, "secret"), "hunter2");
    docker("image", "inspect", "--format", "{{.Id}}", IMAGE);
    const input = `FROM ${IMAGE}\nLABEL made=again\n`;
    expect(spawnSync("docker", ["build", "-q", "-t", `${PREFIX}:2`, "-"], { input }).status).toBe(0);
    const { variables } = await providerSettings({ project: FOLDER, needed: ["kreuzwerker/docker"] });
    env = withVariables({ ...process.env, CHECKPOINT_DISABLE: "1" }, variables);
    synthesize("before");
    succeed("init", "-input=false");
  });

  afterAll(() => {
    const left = docker("ps", "--all", "--quiet", "--filter", `name=${PREFIX}`).split("\n").filter(Boolean);
    if (left.length > 0) docker("rm", "--force", ...left);
    spawnSync("docker", ["network", "rm", nameOf("net")]);
    spawnSync("docker", ["volume", "rm", `${PREFIX}-volume`]);
    spawnSync("docker", ["image", "rm", `${PREFIX}:2`]);
    rmSync(FOLDER, { recursive: true, force: true });
  });

  test("is made with every option, and the second plan is empty", () => {
    apply();
    secondPlan();
  });

  test.each(OPTIONS)("has %s as it was said", (option, { inspected, seen }) => {
    expect(inspect(option, inspected)).toBe(seen[0]);
  });

  test("is in its network under its alias, with its file", () => {
    expect(aliases()).toContain('"name-before"');
    expect(docker("exec", nameOf("uploaded"), "cat", "/etc/lab/site.yaml")).toBe("before");
  });

  test("is made anew when an option changes, and only then; the second plan is empty", () => {
    synthesize("after");
    const unchanged = inspect("graceful", "{{.Id}}");
    // With the two below the table, and the image of the option `image`.
    const anew = OPTIONS.length + 3;
    expect(apply()).toBe(`Resources: ${anew} added, 0 changed, ${anew} destroyed.`);
    expect(inspect("graceful", "{{.Id}}")).toBe(unchanged);
    secondPlan();
  });

  test.each(OPTIONS)("has %s as it became", (option, { inspected, seen }) => {
    expect(inspect(option, inspected)).toBe(seen[1]);
  });

  test("has its new alias and its new file", () => {
    expect(aliases()).toContain('"name-after"');
    expect(docker("exec", nameOf("uploaded"), "cat", "/etc/lab/site.yaml")).toBe("after");
  });

  test("has no secret in its state, and reads it from the host", () => {
    expect(docker("exec", nameOf("secrets"), "cat", "/keys/a")).toBe("hunter2");
    const state = succeed("show", "-json");
    expect(state).toContain("/keys/a");
    expect(state).not.toContain("hunter2");
  });

  test("ends in order, and leaves nothing on the engine", () => {
    succeed("destroy", "-auto-approve", "-input=false");
    expect(existsSync(join(FOLDER, "ended"))).toBe(true);
    expect(docker("ps", "--all", "--quiet", "--filter", `name=${PREFIX}`)).toBe("");
  });
});
