import { problemsWithinCpsign } from "../../../constructs/pipelines/cpsign/problems";
import { cpsignSettings } from "../../../constructs/pipelines/cpsign/schema";
import { problemsOf } from "../../../constructs/shared/rules";
import { CPSIGN, CPSIGN_CONTEXT } from "./cpsign-refused";
import { given, texts } from "./said";

/** All that is said of the right workflow with CPSign with some changes. */
export function saidOfCpsign(changes: Readonly<Record<string, unknown>>): string[] {
  const value = given({ ...CPSIGN, ...changes });
  return texts([...problemsOf(cpsignSettings, value), ...problemsWithinCpsign(value, CPSIGN_CONTEXT)]);
}
