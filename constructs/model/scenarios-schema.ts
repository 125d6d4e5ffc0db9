import { asWhole, complaint, isList, listOf, oneOf, textMatching } from "../shared/rules";
import * as z from "../shared/zod";
import { scenarioNameProblem } from "./render/scenario-names";

/** Which scenarios Terraform makes, and how. */
export interface ModelScenariosSettings {
  /** Folder with a folder for each scenario, from the project's folder. */
  readonly folder: string;
  /** Names of those folders; `_common` is what all scenarios share. */
  readonly scenarios: readonly string[];
  /**
   * `seed`: what the bucket does not have is sent once, and then left alone. `mirror`: each file is kept equal to the bucket's, and is
   * removed from there when it is removed here; other files in the bucket are not touched.
   */
  readonly mode: "seed" | "mirror";
}

const folder = textMatching(/^[^\p{Cc}]{1,4096}$/u, "must be a folder", 'for example "../quetzal_paris/scenarios"');

const scenario = z
  .string({ error: (issue) => complaint("must be a scenario's name", issue.input, 'for example "base"') })
  .refine((value) => scenarioNameProblem(value) === undefined, {
    error: ({ input }) => scenarioNameProblem(String(input)) ?? "",
  });

const scenarios = asWhole(listOf(scenario, "scenarios"), isList, (value) => value.length > 0, {
  error: ({ input }) => complaint("must name at least one scenario", input, 'for example ["base"]'),
});

/** The rules of scenarios that Terraform makes. */
export const modelScenarios = z.rulesOf<ModelScenariosSettings>()({
  folder,
  scenarios,
  mode: oneOf(["seed", "mirror"], "seed sends once, mirror keeps equal"),
});
