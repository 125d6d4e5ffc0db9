import { TerraformStack, Testing } from "cdktf";
import { MySql } from "../../../constructs/pipelines";
import { ExternalNode, Front, Service } from "../../../constructs/services";
import { markLoaded } from "../../../constructs/shared/check-props";
import { Container, DockerNetwork, DockerVolume, stackDockerProvider } from "../../../constructs/shared/container";
import { stackKubernetesProvider } from "../../../constructs/shared/kubernetes-provider";

/** What synthesis says of a stack. */
function said(build: (stack: TerraformStack) => void): string[] {
  const stack = new TerraformStack(Testing.app(), "test");
  build(stack);
  if (stack.node.tryFindChild("Docker") === undefined) stackDockerProvider(stack);
  try {
    Testing.synth(stack, true);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").flatMap((line) => /^ {2}(\[.*)/.exec(line)?.[1] ?? []);
  }
}

const image = "example/web:1";
const FRONT = { image: "caddy:2.11.2", certificates: "none" } as const;

describe("a name that only one construct may have", () => {
  test("is refused of two containers, networks and volumes, all at once", () => {
    const all = said((stack) => {
      for (const id of ["A", "B"]) {
        new Container(stack, id, { name: "lab-web", image });
        new DockerNetwork(stack, `${id}-Network`, { name: "lab" });
        new DockerVolume(stack, `${id}-Volume`, { name: "lab" });
      }
    });
    expect(all).toEqual([
      '[test/B] name must be that of one container, got "lab-web" as test/A has; choose another',
      '[test/B-Network] name must be that of one network, got "lab" as test/A-Network has; choose another',
      '[test/B-Volume] name must be that of one volume, got "lab" as test/A-Volume has; choose another',
    ]);
  });

  test("is refused of two services of a front, and so is a host", () => {
    const all = said((stack) => {
      const front = new Front(stack, "Front", { ...FRONT, name: "lab" });
      new Service(stack, "A", { name: "docs", front, image, port: 80, hosts: ["docs.localhost"] });
      new Service(stack, "B", { name: "wiki", front, image, port: 80, hosts: ["wiki.localhost", "docs.localhost"] });
      new Service(stack, "C", { name: "wiki", front, image, port: 80, hosts: ["c.localhost"] });
    });
    expect(all).toEqual([
      '[test/B/Route] hosts must be that of one service of a front, got "docs.localhost" as test/A/Route has; choose another',
      '[test/C/Upstream/Container] name must be that of one container, got "lab-wiki" as test/B/Upstream/Container has; choose another',
    ]);
  });

  test("is refused of two databases in one namespace, and not in two", () => {
    const databases = (...namespaces: string[]) =>
      said((stack) => {
        stackKubernetesProvider(stack, { context: "lab" });
        for (const [index, namespace] of namespaces.entries()) {
          new MySql(stack, `MySql-${index}`, { name: "chembl-mysql", namespace, databases: ["chembl"] });
        }
      });
    expect(databases("labinf", "labinf")).toEqual([
      '[test/MySql-1] name must be that of one database of a namespace, got "chembl-mysql" as test/MySql-0 has; choose another',
    ]);
    expect(databases("labinf", "pachyderm")).toEqual([]);
  });

  test("may be there on another node, and in another stack", () => {
    const two = said((stack) => {
      for (const id of ["One", "Two"]) {
        const node = new ExternalNode(stack, id, { dockerHost: `ssh://${id.toLowerCase()}` });
        new Front(stack, `Front-${id}`, { ...FRONT, name: "lab", node });
      }
    });
    expect(two).toEqual([]);
    const app = Testing.app();
    for (const name of ["a", "b"]) {
      const stack = new TerraformStack(app, name);
      stackDockerProvider(stack);
      new Container(stack, "Web", { name: "lab-web", image });
      expect(() => stack.runAllValidations()).not.toThrow();
    }
  });

  test("is check's business in the stack of an environment file", () => {
    const all = said((stack) => {
      markLoaded(stack);
      for (const id of ["A", "B"]) new Container(stack, id, { name: "lab-web", image });
    });
    expect(all).toEqual([]);
  });
});
