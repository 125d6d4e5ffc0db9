import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { appIn } from "./warm-process";

const ROOT = resolve(__dirname, "../..");

/** The script of cdktf's own command. */
export const CDKTF = join(ROOT, "node_modules", ".bin", "cdktf");

/** As `slipway init` writes it; where a warm process is, it has the app run there. */
const APP = `${process.platform === "win32" ? "" : '${WARM_APP:+node "$WARM_APP"} '}node --import tsx main.ts`;

/** A project in a folder of its own inside the checkout, whose node_modules it uses; removed by `remove`. */
export class TestProject {
  readonly folder: string;

  constructor(files: Readonly<Record<string, string>>) {
    mkdirSync(join(ROOT, ".sandbox"), { recursive: true });
    this.folder = mkdtempSync(join(ROOT, ".sandbox", "test-"));
    const app = relative(this.folder, join(ROOT, "app")).replaceAll("\\", "/");
    this.write("cdktf.json", JSON.stringify({ language: "typescript", app: APP, projectId: "test" }));
    this.write(
      "main.ts",
      `import { join } from "node:path";\nimport { synthesize } from "${app}";\nsynthesize({ environments: join(__dirname, "environments") });\n`,
    );
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  json(path: string): Record<string, unknown> {
    return JSON.parse(this.read(path)) as Record<string, unknown>;
  }

  stack(name: string): Record<string, unknown> {
    return this.json(`cdktf.out/stacks/${name}/cdk.tf.json`);
  }

  /** Runs the project's app. */
  synthesize(environment: NodeJS.ProcessEnv = {}): { readonly code: number | null; readonly stderr: string } {
    const env = { ...process.env, TF_WORKSPACE: "", ...environment };
    const { status, stderr } = appIn({ cwd: this.folder, env });
    return { code: status, stderr };
  }

  /** The same in a process of its own, as the cdktf command does. */
  synthesizeApart(environment: NodeJS.ProcessEnv = {}): { readonly code: number | null; readonly stderr: string } {
    const env = { ...process.env, TF_WORKSPACE: "", ...environment };
    const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "main.ts"], {
      cwd: this.folder,
      env,
      encoding: "utf8",
    });
    return { code: status, stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The text of a model's environment file; `more` is put in as it is. */
export function modelFile(name: string, more = ""): string {
  return `export default {
  name: "${name}",
  profile: "parity",
  region: "ca-central-1",
  compute: { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 512 } },
  ${more}
};
`;
}
