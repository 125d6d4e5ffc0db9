import type { ITerraformDependable, TerraformAsset } from "cdktf";
import type { Construct } from "constructs";
import type { EnginePlace } from "../shared/render/docker-host";
import { TerraformData } from "../shared/terraform-data";
import type { NodeEngine } from "./external-node";

/** What Terraform runs on an engine. */
export interface ProgramRun {
  readonly program: TerraformAsset;
  readonly action: string;
  readonly engine: NodeEngine;
  /** What the program is told, in JSON. */
  readonly told: (engine: EnginePlace) => string;
  /** What makes it run again when it changes. @default - what it is told */
  readonly seen?: (engine: EnginePlace) => string;
  /** What else makes it run again. */
  readonly triggers: Readonly<Record<string, string>>;
  /** More variables of the program. @default - none */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Has Terraform run a program: when it is new, and when what it is told changes. */
export function programRun(scope: Construct, id: string, run: ProgramRun): TerraformData {
  const { program, action, engine, told, seen = told, triggers, secrets = {}, dependsOn } = run;
  // Another key of the host is no reason to run it again.
  const { ssh: _, ...place } = engine;
  return new TerraformData(scope, id, {
    input: { told: told(engine) },
    triggersReplace: { told: seen(place), ...triggers },
    createBeforeDestroy: true,
    dependsOn,
    provisioners: [
      {
        type: "local-exec",
        interpreter: ["node"],
        command: program.path,
        environment: { ACTION: action, TOLD: "${self.input.told}", ...secrets },
      },
    ],
  });
}
