import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");
/** Large, and used by few stacks. */
const LATE = /[\\/]node_modules[\\/](yaml|dockerfile-ast|asl-validator)[\\/]|[\\/]index-structs[\\/]/;

test.each(["observatory", "pipelines", "services", "plugins", "model", "shared/container"])(
  "constructs/%s loads large libraries and bindings when a stack uses them",
  (name) => {
    const index = resolve(ROOT, "constructs", name, "index.ts");
    const program = `require(${JSON.stringify(index)}); console.log(Object.keys(require.cache).join("\\n"))`;
    const args = ["--no-warnings", "--require", "tsx/cjs", "-e", program];
    const loaded = execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" }).split("\n");
    expect(loaded).toContain(index);
    expect(loaded.filter((file) => LATE.test(file))).toEqual([]);
  },
);
