import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Image } from "@cdktf/provider-docker/lib/image";
import { App, TerraformStack, Testing } from "cdktf";
import { AgentImage, type AgentImageProps, stackDockerProvider } from "../../../constructs/observatory";
import { Template } from "../../../testing";
import { said } from "./sentences";

const BASE = "simonsobs/ocs:v0.12.1";
const RENDERED = { base: BASE, script: { path: "agent.py" } };

describe("AgentImage", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "agent-"));
    write("agent.py", "print()\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  /** The image, and the folder that is sent to the engine. */
  function built(more: Partial<AgentImageProps> = {}, rendered: object = RENDERED) {
    const app = Testing.app();
    const stack = new TerraformStack(app, "lab");
    stackDockerProvider(stack);
    new AgentImage(stack, "Image", { name: "lab/agent", folder, ...rendered, ...more });
    const image = Template.of(stack).only(Image);
    const { build } = image as unknown as { readonly build: { readonly context: string } };
    const { context } = build;
    const path = join(App.of(stack).outdir, "stacks", "lab", context);
    const files = readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
    return { image, context, files, text: (name: string) => readFileSync(join(path, name), "utf8") };
  }

  function refusal(more: Partial<AgentImageProps>, rendered: object = RENDERED): string {
    try {
      built(more, rendered);
    } catch (error) {
      return (error as Error).message.replaceAll(folder, "<folder>");
    }
    throw new Error("expected a refusal");
  }

  test("(c26) renders the Dockerfile of an agent outside of plugins", () => {
    const { image, files, text, context } = built();
    expect(files).toEqual(["Dockerfile", "agent.py"]);
    expect(text("Dockerfile")).toBe(
      [
        `FROM ${BASE}`,
        `WORKDIR /app/agents/${folder.slice(folder.lastIndexOf("/") + 1)}/`,
        "COPY . .",
        'ENTRYPOINT ["dumb-init", "ocs-agent-cli"]',
        'CMD ["--agent","agent.py","--entrypoint","main"]',
        "",
      ].join("\n"),
    );
    expect(context).toMatch(/^assets\//);
    expect(image.name).toMatch(/^lab\/agent:[0-9a-f]{12}$/);
    expect(image.lifecycle).toEqual({ create_before_destroy: true });
  });

  test("(c26) installs what the agent needs beside", () => {
    write("requirements.txt", "pyserial==3.5\n");
    expect(built().text("Dockerfile")).toContain("RUN pip3 install --no-cache-dir -r requirements.txt\nCOPY . .\n");
  });

  test("(c26) takes a Dockerfile that is there as it is", () => {
    write("Dockerfile", "FROM simonsobs/socs:v0.5.2\n");
    const { text } = built({}, {});
    expect(text("Dockerfile")).toBe("FROM simonsobs/socs:v0.5.2\n");
  });

  test("is another image when a file changes, and the same when one does that is left out", () => {
    write(".dockerignore", "*.log\n!keep.log\ndata\n");
    write("a.log", "1");
    const first = built();
    expect(first.files).toEqual([".dockerignore", "Dockerfile", "agent.py"]);
    write("a.log", "2");
    write("data/x", "2");
    expect(built().image.name).toBe(first.image.name);
    write("keep.log", "2");
    const second = built();
    expect(second.image.name).not.toBe(first.image.name);
    write("agent.py", "print(2)\n");
    expect(built().image.name).not.toBe(second.image.name);
  });

  test("(c26, c36) says what is wrong with a folder", () => {
    expect(refusal({ folder: "/no/such/folder" })).toBe(said("[lab/Image] folder", "folder", '"/no/such/folder"'));
    expect(refusal({}, {})).toBe(
      '[lab/Image] folder must have a Dockerfile, got "<folder>" without; add one, or say script, with which it is rendered',
    );
    expect(refusal({ script: { path: "agnet.py" } })).toBe(
      '[lab/Image] script.path must be a file of <folder>, got "agnet.py"; it has agent.py',
    );
    write("Dockerfile", "FROM simonsobs/ocs\nCMD ocs-agent-cli\n");
    expect(refusal({})).toBe(
      [
        said("[lab/Image] <folder>/Dockerfile:1: FROM", "latest", '"simonsobs/ocs"'),
        '[lab/Image] <folder>/Dockerfile:2: CMD must be a list of words, got "ocs-agent-cli"; write CMD ["…", "…"]',
      ].join("\n"),
    );
    expect(existsSync(folder)).toBe(true);
  });
});
