import type { Language } from "../definition/fields";

/** Something that a schema finds. */
export interface SchemaError {
  /** `/Retry/0/MaxAttempts`, from the state. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
}

type Check = ((value: unknown) => boolean) & { readonly errors?: readonly SchemaError[] | null };
interface Schemas {
  compile(schema: object): Check;
  addFormat(name: string, check: (text: string) => boolean): void;
}

/** Compiled once: that takes a second, a check less than a thousandth. */
let schemas: Schemas | undefined;
const checks = new Map<string, Check>();

/**
 * All that the schemas of asl-validator find in a state, whose machines are left out. The library's own function compiles them for each
 * definition, tries each state as every type, and reports only what is deepest.
 */
export function schemaErrors(type: string, language: Language, state: object): readonly SchemaError[] {
  const id = `http://asl-validator.cloud/${type.toLowerCase()}.json#/oneOf/${language === "JSONPath" ? 0 : 1}`;
  schemas ??= loaded();
  const check = checks.get(id) ?? schemas.compile({ $ref: id });
  checks.set(id, check);
  return check(state) ? [] : (check.errors ?? []);
}

function loaded(): Schemas {
  // Only who has a definition pays for it.
  const { default: Ajv } = require("ajv") as { readonly default: new (options: object) => Schemas };
  const { default: addFormats } = require("ajv-formats") as { readonly default: (ajv: Schemas) => void };
  const { registerAll } = require("asl-path-validator") as { readonly registerAll: (ajv: Schemas) => void };
  const jsonata = require("jsonata") as (expression: string) => unknown;
  const ajv = new Ajv({ schemas: schemaFiles(), allowUnionTypes: true, allErrors: true });
  addFormats(ajv);
  registerAll(ajv);
  const isReadable = (text: string) => {
    try {
      jsonata(text.trim().replace(/^\{%|%\}$/g, ""));
      return true;
    } catch {
      return false;
    }
  };
  ajv.addFormat("jsonata_string", isReadable);
  ajv.addFormat("maybe_jsonata_string", (text) => !/^\s*\{%|%\}\s*$/.test(text) || isReadable(text));
  // Roles and calls are looked at elsewhere.
  ajv.addFormat("asl_arn", () => true);
  return ajv;
}

/** Of the library's own version, which is pinned: it does not promise where they are. */
function schemaFiles(): unknown[] {
  return [
    require("asl-validator/dist/src/schemas/common.json"),
    require("asl-validator/dist/src/schemas/paths.json"),
    require("asl-validator/dist/src/schemas/jsonata.json"),
    require("asl-validator/dist/src/schemas/choice.json"),
    require("asl-validator/dist/src/schemas/fail.json"),
    require("asl-validator/dist/src/schemas/parallel.json"),
    require("asl-validator/dist/src/schemas/pass.json"),
    require("asl-validator/dist/src/schemas/base-state-machine.json"),
    require("asl-validator/dist/src/schemas/state-machine.json"),
    require("asl-validator/dist/src/schemas/state.json"),
    require("asl-validator/dist/src/schemas/succeed.json"),
    require("asl-validator/dist/src/schemas/task.json"),
    require("asl-validator/dist/src/schemas/wait.json"),
    require("asl-validator/dist/src/schemas/map.json"),
    require("asl-validator/dist/src/schemas/errors.json"),
  ];
}
