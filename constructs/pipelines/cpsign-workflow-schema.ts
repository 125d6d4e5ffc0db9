import { oneOf } from "../shared/rules";
import * as z from "../shared/zod";
import type { CpsignWorkflowSettings } from "./settings";

/** The rules of what stands beside the settings of CPSign in a file. */
export const besideCpsign = z.rulesOf<Omit<CpsignWorkflowSettings, "cpsign">>()({
  commit: oneOf(["deployed", "by-hand"], "by-hand waits for slipway pipelines run").exactOptional(),
});
