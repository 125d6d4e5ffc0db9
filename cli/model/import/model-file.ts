import { join } from "node:path";
import type { ModelEnvironment } from "../../../constructs/model/schema";
import { typesFor } from "../../new-file";
import { typescriptOf } from "../../typescript";
import type { OldModel } from "./old-model";
import { SHARED_BY_MODULES } from "./old-modules";
import type { Shared } from "./shared-file";

/** The environment file of a model. */
export function fileOf(name: string): string {
  return `environments/model/${name}.ts`;
}

/** The value of `adopt` where a model's state is that of the older modules. */
const ADOPT = "terraform-modules";

interface Told {
  /** Models whose names contain this one's. */
  readonly longer: readonly string[];
  readonly isAdopted: boolean;
}

/** What a model's file says, without what its project's models share where that is the same. */
export function modelText(project: string, old: OldModel, shared: Shared, { longer, isAdopted }: Told): string {
  const { name, region, lambda } = old;
  const line = (key: string, value: unknown) => `${key}: ${typescriptOf(value, 2, key.length + 3)},`;
  const lines = [
    "...quetzal,",
    line("name", name),
    ...(longer.length === 0 ? [] : [...MEANING.map((each) => `// ${each}`), line("sharesRunsWith", longer)]),
    line("profile", "parity"),
    ...(isAdopted ? [line("adopt", ADOPT)] : []),
    ...(shared.region === region ? [] : [line("region", region)]),
    line("compute", { lambda }),
    ...accessLines(old, shared),
  ];
  const types = JSON.stringify(typesFor(project, "model", join(project, fileOf(name))));
  return `import type { ModelEnvironment } from ${types};
import { quetzal } from "./_quetzal";

export default {
${lines.map((each) => `  ${each}`).join("\n")}
} satisfies ModelEnvironment;
`;
}

const MEANING = [
  "Users of these models can run this one too: the API looks for its name in the names that a user may run.",
  "It was so before. To end it, rename one of the models.",
];

function accessLines({ identityPoolId }: OldModel, { access }: Shared): string[] {
  if (access?.identityPoolId === identityPoolId) return [];
  const pool = typescriptOf(identityPoolId);
  if (access !== undefined) return [`access: { ...quetzal.access, identityPoolId: ${pool} },`];
  return [`access: ${typescriptOf({ ...SHARED_BY_MODULES.access, identityPoolId }, 2, 8)},`];
}

/** The value of that text. */
export function modelSettings(old: OldModel, shared: Shared, longer: readonly string[]): ModelEnvironment {
  const { name, region, lambda, identityPoolId } = old;
  return {
    ...shared,
    name,
    ...(longer.length > 0 && { sharesRunsWith: longer }),
    profile: "parity",
    region,
    compute: { lambda },
    access: { ...(shared.access ?? SHARED_BY_MODULES.access), identityPoolId },
  };
}
