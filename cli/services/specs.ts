import { readFileSync } from "node:fs";
import { join } from "node:path";
import { upstreamName } from "../../constructs/services/render/layout";
import { POSTGRES_LABEL } from "../../constructs/services/render/postgres";
import type { Colour } from "../../constructs/services/schema";
import { SPEC_LABEL } from "../../constructs/shared/render/container-name";
import { synthesize } from "../../engine/preparation";
import type { Project } from "../../engine/project";
import type { Specs } from "./status";

/** What is read here of a container of a synthesized stack. */
interface DeclaredContainer {
  readonly must_run?: boolean;
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
}

/** The hashes of the settings that a file declares: of its stacks, synthesized again. None where that fails. */
export async function declaredSpecs(project: Project, workspace: string): Promise<Specs> {
  try {
    await synthesize(project, workspace, { environment: process.env, print: () => {} });
    return new Map(
      project
        .stacks(workspace)
        .map((stack) => [stack, new Map(specsIn(join(project.stackFolder(stack), "cdk.tf.json")))] as const),
    );
  } catch {
    // What is there can be told all the same.
    return new Map();
  }
}

function specsIn(file: string): [string, string][] {
  const { resource } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly resource?: { readonly docker_container?: Readonly<Record<string, DeclaredContainer>> };
  };
  const containers = Object.values(resource?.docker_container ?? {}).filter(({ must_run }) => must_run !== false);
  return containers.flatMap(({ labels = [] }) => {
    const known = new Map(labels.map(({ label, value }) => [label, value]));
    const [spec, service] = [known.get(SPEC_LABEL), known.get("services.service")];
    // What Terraform alone can tell is an expression.
    if (spec === undefined || spec.includes("${")) return [];
    const server = known.get(POSTGRES_LABEL) ?? "front";
    const name =
      service === undefined ? server : upstreamName(service, known.get("services.colour") as Colour | undefined);
    return [[name, spec]];
  });
}
