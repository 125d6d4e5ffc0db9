import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Files of others, as they were deployed or published, by which the renderings are measured. */
export function fixture(...path: readonly string[]): string {
  const folder = process.env.SLIPWAY_FIXTURES;
  if (folder === undefined || !existsSync(folder)) {
    throw new Error(
      `SLIPWAY_FIXTURES must name the folder with the fixtures, got ${folder}; it has pipelines/LogD/*.json`,
    );
  }
  return join(folder, "pipelines", ...path);
}

export function jsonFixture(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(fixture(...path), "utf8"));
}
