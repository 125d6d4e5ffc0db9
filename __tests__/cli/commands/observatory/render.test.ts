import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printClient } from "../../../../cli/commands/observatory/client";
import { renderFiles } from "../../../../cli/commands/observatory/render";
import type { ObservatoryEnvironment } from "../../../../constructs/observatory/schema";
import { said } from "../../sentences";

const SITE: ObservatoryEnvironment = {
  name: "lab",
  images: { ocs: "simonsobs/ocs:v0.12.1", crossbar: "crossbario/crossbar:cpy3-20.8.1" },
  hosts: [{ hostname: "lab-docker", agents: [{ instanceId: "fake1", agentClass: "FakeDataAgent" }] }],
};

describe("--out", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-out-"));
    jest.spyOn(console, "log").mockImplementation(() => {});
    writeFileSync(join(folder, "file"), "mine");
    mkdirSync(join(folder, "folder"));
    symlinkSync("nowhere", join(folder, "dangling"));
    symlinkSync("circle", join(folder, "circle"));
    spawnSync("mkfifo", [join(folder, "pipe")]);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    jest.restoreAllMocks();
  });

  const at = (out: string) => (out === "" || out.startsWith("/") ? out : join(folder, out));
  const client = (out: string) => () => printClient(SITE, { out: at(out), force: true });
  const render = (out: string) => () => renderFiles(folder, SITE, { out: at(out), build: false, force: true });
  const refusal = (rule: "fileToWrite" | "folderToWrite", got: string) => said("--out", rule, got);

  test("is made with the folders above it", () => {
    client("a/b/default.yaml")();
    expect(readFileSync(join(folder, "a/b/default.yaml"), "utf8")).toContain("wamp_http");
    render("a/c")();
    expect(readFileSync(join(folder, "a/c/default.yaml"), "utf8")).toContain("lab-docker");
  });

  test("is left alone where it says something else", () => {
    expect(() => printClient(SITE, { out: at("file"), force: false })).toThrow(
      new Error(said("--out", "newFile", `${at("file")}, which says something else`)),
    );
    expect(readFileSync(at("file"), "utf8")).toBe("mine");
  });

  test.each([
    ["", '"": no name'],
    ["folder", '"<folder>/folder": a folder'],
    ["dangling", '"<folder>/dangling": a link that leads nowhere'],
    ["circle", '"<folder>/circle": a circle of links'],
    ["pipe", '"<folder>/pipe": a pipe or a device'],
    ["/dev/full", '"/dev/full": a pipe or a device'],
    ["n".repeat(300), '"<folder>/nnnnnnnn'],
  ])("of client is refused where it is %s", (out, got) => {
    expect(client(out)).toThrow(refusal("fileToWrite", got.replace("<folder>", folder)).split("nnnnnnnn")[0]);
  });

  test.each([
    ["", '"": no name'],
    ["file", '"<folder>/file": a file'],
    ["dangling", '"<folder>/dangling": a link that leads nowhere'],
    ["/proc/x", '"/proc/x": none there'],
    ["/dev/full", '"/dev/full": a pipe or a device'],
  ])("of render is refused where it is %s", (out, got) => {
    expect(render(out)).toThrow(new Error(refusal("folderToWrite", got.replace("<folder>", folder))));
  });

  test("is refused where a file is in its way", () => {
    expect(render("file/x")).toThrow(
      new Error(refusal("folderToWrite", `"${folder}/file/x": a file where a folder must be`)),
    );
    expect(client("file/x")).toThrow(
      new Error(refusal("fileToWrite", `"${folder}/file/x": a file where a folder must be`)),
    );
  });

  test("of render is refused where a folder has the name of one of its files", () => {
    mkdirSync(join(folder, "there/default.yaml"), { recursive: true });
    expect(render("there")).toThrow(new Error(refusal("fileToWrite", `"${folder}/there/default.yaml": a folder`)));
  });
});
