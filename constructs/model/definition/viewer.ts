import { type DefinitionMachine, isParts } from "../render/definition-walk";
import type { Finding } from "./finding";

/**
 * What the back end of Quetzal cannot read where it lists a model's steps, though AWS runs it: users see no steps at all then. It reads the
 * outermost machine: of a Map state its Iterator, of a Choice state rules with StringEquals.
 */
export function viewerFindings({ states }: DefinitionMachine): Finding[] {
  return states.flatMap(({ path, value }): Finding[] => {
    if (value.Type === "Map" && !("Iterator" in value)) {
      return [
        {
          path: [...path, "ItemProcessor"],
          message: "is not read by Quetzal's front end, which then lists no steps; name it Iterator",
        },
      ];
    }
    const rules: readonly unknown[] = value.Type === "Choice" && Array.isArray(value.Choices) ? value.Choices : [];
    return rules.flatMap((rule, index) =>
      isParts(rule) && typeof rule.StringEquals !== "string"
        ? [
            {
              path: [...path, "Choices", index],
              message: "is not read by Quetzal's front end, which then lists no steps; compare by StringEquals",
            },
          ]
        : [],
    );
  });
}
