import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Container, type ContainerProps } from "../../../../constructs/shared/container";
import { hashOf, made } from "./made";

describe("the label of a container's settings", () => {
  test("changes with every setting that is not changed on a running container", () => {
    const healthCheck = { command: ["true"] };
    const settings: Partial<ContainerProps>[] = [
      {},
      { environment: { A: "1" } },
      { environment: { A: "2" } },
      { secretEnvironment: { A: { variable: "a" } } },
      { healthCheck },
      { healthCheck: { ...healthCheck, retries: 9 } },
      { healthCheck: "none" },
      { tmpfs: { "/tmp": "size=1m" } },
      { init: false },
      { labels: { a: "b" } },
      { ports: [{ internal: 80 }] },
      { extraHosts: { a: "10.0.0.1" } },
      { stopGraceSeconds: 31 },
      { memoryMiB: 64 },
      { uploads: [{ path: "/a", content: "1" }] },
      { uploads: [{ path: "/a", content: "2" }] },
    ];
    expect(new Set(settings.map(hashOf)).size).toBe(settings.length);
  });

  test.each<[string, Partial<ContainerProps>, Partial<ContainerProps>]>([
    ["memory", { memoryMiB: 64 }, { memoryMiB: 128, memorySwapMiB: 256 }],
    ["the restart policy", { restart: "no" }, { restart: "always" }],
    ["what is waited for", { wait: "healthy" }, { wait: "started" }],
    [
      "the command that prints a secret",
      { secretEnvironment: { A: { variable: "a" } } },
      { secretEnvironment: { A: { variable: "a", command: ["pass", "show", "a"] } } },
    ],
    ["the order of keys", { environment: { A: "1", B: "2" } }, { environment: { B: "2", A: "1" } }],
    [
      "the order of ports",
      { ports: [{ internal: 80 }, { internal: 81 }] },
      { ports: [{ internal: 81 }, { internal: 80 }] },
    ],
  ])("does not change with %s", (_, one, other) => expect(hashOf(one)).toBe(hashOf(other)));

  test("does not change with what else is in the stack", () => {
    const beside = hashOf((stack) => {
      new Container(stack, "Other", { name: "other", image: "lab/app:2" });
      return {};
    });
    expect(beside).toBe(hashOf());
  });

  test("is left to Terraform where it knows more", () => {
    const label = (text: string) =>
      hashOf((stack) => {
        const { stringValue } = new TerraformVariable(stack, "url", { type: "string" });
        return { environment: { URL: `${stringValue}${text}` } };
      });
    expect(label("/a")).toMatch(
      /^\$\{substr\(sha256\(join\("", \["[0-9a-f]{16}", jsonencode\(\[var\.url\]\)\]\)\), 0, 16\)\}$/,
    );
    expect(label("/a")).not.toBe(label("/b"));
  });

  test("holds no value of a secret", () => {
    const secretEnvironment = { PASSWORD: { variable: "password" } };
    expect(hashOf({ secretEnvironment })).toMatch(/^[0-9a-f]{16}$/);
    expect(made({ secretEnvironment, labels: { a: "${x}" } }).labels).toContainEqual({ label: "a", value: "$${x}" });
  });
});

test("a variable that is not sensitive is refused for a secret", () => {
  const stack = new TerraformStack(Testing.app(), "test");
  new TerraformVariable(stack, "password", { type: "string" });
  const props = { name: "lab", image: "lab/app:1", secretEnvironment: { A: { variable: "password" } } };
  expect(() => new Container(stack, "App", props)).toThrow(
    '[test/App] secretEnvironment must name a sensitive variable, got "password", which is none; declare it with sensitive: true',
  );
});
