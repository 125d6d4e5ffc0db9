import { Container as DockerContainer } from "@cdktf/provider-docker/lib/container";
import { Image } from "@cdktf/provider-docker/lib/image";
import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Container, type ContainerProps, stackDockerProvider } from "../../../../constructs/shared/container";
import { Template } from "../../../../testing";

const PROPS: ContainerProps = { name: "lab", image: "lab/app:1" };

function template(props: Partial<ContainerProps> = {}): Template {
  const stack = new TerraformStack(Testing.app(), "test");
  stackDockerProvider(stack);
  new Container(stack, "App", { ...PROPS, ...props });
  return Template.of(stack);
}

const made = (props: Partial<ContainerProps> = {}) => template(props).only(DockerContainer);
const labelsOf = (props: Partial<ContainerProps> = {}) => made(props).labels as { label: string; value: string }[];
const hashOf = (props: Partial<ContainerProps> = {}) =>
  labelsOf(props).find(({ label }) => label === "slipway.spec")?.value;

describe("Container", () => {
  test("keeps its image, stops in order, has a log that does not fill the disk, and comes back", () => {
    expect(template().only(Image)).toEqual({ name: "lab/app:1", keepLocally: true });
    expect(made()).toEqual({
      name: "lab",
      image: "${docker_image.App_Image_4C2C9528.image_id}",
      restart: "unless-stopped",
      destroyGraceSeconds: 30,
      stopTimeout: 30,
      init: true,
      mustRun: true,
      wait: false,
      logDriver: "json-file",
      logOpts: { "max-size": "10m", "max-file": "5" },
      networkMode: "bridge",
      networksAdvanced: [],
      labels: [{ label: "slipway.spec", value: expect.stringMatching(/^[0-9a-f]{16}$/) }],
    });
  });

  test("has a label that changes with every setting", () => {
    const healthCheck = { command: ["true"] };
    const settings: Partial<ContainerProps>[] = [
      {},
      { environment: { A: "1" } },
      { environment: { A: "2" } },
      { healthCheck },
      { healthCheck: { ...healthCheck, retries: 9 } },
      { tmpfs: { "/tmp": "size=1m" } },
      { labels: { a: "b" } },
      { stopGraceSeconds: 31 },
    ];
    expect(new Set(settings.map(hashOf)).size).toBe(settings.length);
    expect(hashOf({ environment: { A: "1" } })).toBe(hashOf({ environment: { A: "1" } }));
  });

  test("has a label that does not change with what else is in the stack", () => {
    const label = (before: (stack: TerraformStack) => void) => {
      const stack = new TerraformStack(Testing.app(), "test");
      stackDockerProvider(stack);
      before(stack);
      const { value } = new TerraformVariable(stack, "url", { type: "string" });
      new Container(stack, "App", { ...PROPS, environment: { URL: value as string } });
      return Template.of(stack).only(DockerContainer).labels;
    };
    const more = (stack: TerraformStack) => {
      const { value } = new TerraformVariable(stack, "other", { type: "string" });
      new Container(stack, "Other", { name: "other", image: "lab/app:1", environment: { A: value as string } });
    };
    const other = new TerraformStack(Testing.app(), "test");
    more(other);
    expect(label(() => {})).toEqual(label((stack) => void new TerraformVariable(stack, "other", { type: "string" })));
  });

  test("publishes ports to its own host only, sorted as the engine reads them back", () => {
    expect(
      made({ ports: [{ internal: 8080 }, { internal: 80, external: 8000, ip: "0.0.0.0", protocol: "udp" }] }).ports,
    ).toEqual([
      { internal: 80, external: 8000, ip: "0.0.0.0", protocol: "udp" },
      { internal: 8080, external: 8080, ip: "127.0.0.1", protocol: "tcp" },
    ]);
  });

  test("names capabilities as the engine reads them back", () => {
    expect(
      made({ capabilities: { add: ["net_admin", "CAP_NET_ADMIN", "chown"], drop: ["all"] } }).capabilities,
    ).toEqual({
      add: ["CAP_CHOWN", "CAP_NET_ADMIN"],
      drop: ["ALL"],
    });
  });

  test("says how much swap there is, when it says how much memory", () => {
    expect(made({ memoryMiB: 256 })).toMatchObject({ memory: 256, memorySwap: 256 });
    expect(made()).not.toHaveProperty("memory");
  });

  test("waits until it is healthy, as long as that may take", () => {
    const command = ["curl", "-f", "http://localhost/"];
    expect(
      made({ healthCheck: { command, intervalSeconds: 2, timeoutSeconds: 1, retries: 5, startPeriodSeconds: 20 } }),
    ).toMatchObject({
      healthcheck: { test: ["CMD", ...command], interval: "2s", timeout: "1s", retries: 5, startPeriod: "20s" },
      wait: true,
      waitTimeout: 65,
    });
  });

  test("mounts volumes, folders and secrets, whose files Terraform never reads", () => {
    const mounts = [
      { source: "data", path: "/data" },
      { source: "/srv/lab", path: "/lab", readOnly: true },
    ];
    const secrets = [{ hostFile: "/etc/lab/password" }, { hostFile: "/etc/lab/key", path: "/keys/lab" }];
    expect(made({ mounts, secrets }).volumes).toEqual([
      { volumeName: "data", containerPath: "/data", readOnly: false },
      { hostPath: "/srv/lab", containerPath: "/lab", readOnly: true },
      { hostPath: "/etc/lab/password", containerPath: "/run/secrets/password", readOnly: true },
      { hostPath: "/etc/lab/key", containerPath: "/keys/lab", readOnly: true },
    ]);
  });

  test("asks for a range of provider versions, and shares one connection over SSH", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    stackDockerProvider(stack, { host: "ssh://ada@lab" });
    const { json } = Template.of(stack);
    expect(json.terraform).toMatchObject({
      required_providers: { docker: { source: "kreuzwerker/docker", version: ">= 3.6.2, < 5.0.0" } },
    });
    expect(json.provider).toMatchObject({
      docker: [{ host: "ssh://ada@lab", ssh_opts: expect.arrayContaining(["ControlMaster=auto"]) }],
    });
  });

  test.each<[string, Partial<ContainerProps>, string]>([
    [
      "no tag",
      { image: "lab/app" },
      'image must not be latest, got "lab/app"; name a tag or a digest, or set allowLatest',
    ],
    [
      "latest",
      { image: "host:5000/app:latest" },
      'image must not be latest, got "host:5000/app:latest"; name a tag or a digest, or set allowLatest',
    ],
    [
      "no image",
      { image: "Lab App" },
      'image must be an image with its tag or digest, got "Lab App"; for example "postgres:15.8", or "postgres@sha256:…" for exactly one',
    ],
    [
      "a name",
      { name: "-x" },
      'name must be 2 to 63 letters, digits and _.-, the first a letter or digit, got "-x"; it is the container\'s name on its engine',
    ],
    [
      "a port",
      { ports: [{ internal: 0 }] },
      "ports[0].internal must be a whole number from 1 to 65535, got 0; these are the ports there are",
    ],
    [
      "ports on the host network",
      { network: "host", ports: [{ internal: 80 }] },
      'ports must be left out on the network "host", got some; there every port is the host\'s own',
    ],
    [
      "a secret",
      { environment: { DB_PASSWORD: "hunter2" } },
      "environment must hold no secret, got DB_PASSWORD; give it as a file with secrets, and name the file, for example DB_PASSWORD_FILE",
    ],
    [
      "a command in one word",
      { command: "run all" as never },
      'command must be a command\'s words, got "run all"; write each word on its own: ["a", "b"]',
    ],
    [
      "a relative path",
      { mounts: [{ source: "./data", path: "/data" }] },
      'mounts[0].source must be an absolute path or a volume\'s name, got "./data"; Docker knows no path from here',
    ],
    [
      "an upload where nothing can be written",
      { readOnlyRoot: true, uploads: [{ path: "/etc/app", content: "" }] },
      'uploads must go into a mount where the root cannot be written, got "/etc/app"; mount a volume there',
    ],
    [
      "too little memory",
      { memoryMiB: 5 },
      "memoryMiB must be a whole number from 6 to 4194304, got 5; Docker's smallest container has 6 MiB",
    ],
    [
      "no grace",
      { stopGraceSeconds: 0 },
      "stopGraceSeconds must be a whole number from 1 to 3600, got 0; with less, what is in its memory would be lost",
    ],
    [
      "a capability",
      { capabilities: { add: ["NET ADMIN"] } },
      'add[0] must be a capability of Linux, got "NET ADMIN"; for example "NET_ADMIN", or "ALL"',
    ],
  ])("fails for %s", (_, props, message) => expect(() => template(props)).toThrow(`[test/App] ${message}`));

  test("takes latest when told so, and digests", () => {
    expect(made({ image: "lab/app", allowLatest: true }).name).toBe("lab");
    expect(made({ image: `lab/app@sha256:${"a".repeat(64)}` }).name).toBe("lab");
  });
});
