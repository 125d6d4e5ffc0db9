import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { type ImportedSite, importSite } from "../../../cli/observatory/import/import-site";
import type { ObservatoryEnvironment } from "../../../constructs/observatory/schema";

/** What a new environment file exports. */
export function exported(text: string): ObservatoryEnvironment {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const exports = {} as { default: ObservatoryEnvironment };
  new Function("exports", outputText)(exports);
  return exports.default;
}

/** Imports texts as the files `site.yaml`, `compose.yml` and so on, in a folder that is there no longer, with an image's folder in it. */
export function imported(site: string, ...compose: readonly string[]): ImportedSite {
  const project = mkdtempSync(join(tmpdir(), "slipway-import-"));
  try {
    writeFileSync(join(project, "site.yaml"), site);
    mkdirSync(join(project, "barebones"));
    writeFileSync(join(project, "barebones", "Dockerfile"), "FROM simonsobs/ocs:v0.12.1\nCOPY barebones.py /app/\n");
    const files = compose.map((text, index) => {
      const file = index === 0 ? "compose.yml" : `compose-${index + 1}.yml`;
      writeFileSync(join(project, file), text);
      return file;
    });
    return importSite({ project, site: "site.yaml", compose: files });
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}
