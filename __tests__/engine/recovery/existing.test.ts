import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Project } from "../../../engine/project";
import { existing } from "../../../engine/recovery/existing";
import { withSecrets } from "../../../engine/secret-commands/kept";

/** A Terraform that finds what it is asked for, where it has the variable. */
const TERRAFORM = `#!/bin/sh
[ "$TF_VAR_password" = hunter2 ] || exit 1
echo '{"type":"refresh_complete","@message":"","hook":{"resource":{"addr":"docker_volume.Data"},"action":"noop"}}'
`;

describe("what exists already", () => {
  const folder = mkdtempSync(join(tmpdir(), "existing-"));
  const declared = {
    provider: { docker: [{}] },
    variable: { password: {} },
    resource: { docker_volume: { Data: { name: "lab-data" } } },
  };
  const project = {
    terraform: join(folder, "terraform"),
    declared: () => declared,
    stackFolder: () => folder,
    dockerEngine: () => async () => ({ status: 1, stdout: "", stderr: "" }),
  } as unknown as Project;

  beforeAll(() => {
    writeFileSync(project.terraform, TERRAFORM);
    chmodSync(project.terraform, 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is found with a secret that a command has printed, as with one that the shell has", async () => {
    const found = new Map([["docker_volume.Data", "lab-data"]]);
    const { PATH } = process.env;
    expect(await existing(project, { stack: "lab" }, { PATH, TF_VAR_password: "hunter2" })).toEqual(found);
    expect(await existing(project, { stack: "lab" }, withSecrets({ PATH }, { TF_VAR_password: "hunter2" }))).toEqual(
      found,
    );
    expect(await existing(project, { stack: "lab" }, { PATH })).toEqual(new Map());
  });
});
