import { isText, type Problem, partsOf } from "../../shared/rules";
import { shown } from "../../shared/shown";
import { isCron, isRepository, leavesOf } from "../workflow/render/inputs";
import { commandOf, scriptOf } from "../workflow/render/script";
import { below } from "../workflow/schema";
import type { PipelineSettings } from "../workflow/settings";
import { soundWorkflow } from "../workflow/sound-workflow";

/** Settings of Pachyderm's that Argo Workflows has no word for, and what to do. */
const WITHOUT_WORD: readonly (readonly [key: keyof PipelineSettings, advice: string])[] = [
  ["acceptReturnCodes", "let the script end with 0"],
  ["jobTimeoutSeconds", "set datumTimeoutSeconds"],
  ["outputBranch", "each run has a folder of its own"],
  ["reprocess", "each run runs every step"],
  ["reprocessOnUpdate", "each run runs every step"],
  ["errorCommand", "let the script handle its errors"],
  ["errorScript", "let the script handle its errors"],
  ["egress", "the outputs are in a bucket already"],
  ["s3Out", "write to /pfs/out"],
  ["service", "run it as a Deployment"],
  ["tolerations", "set them in the WorkflowTemplate"],
  ["priorityClassName", "set podPriorityClassName in the WorkflowTemplate"],
  ["podPatch", "set podSpecPatch in the WorkflowTemplate"],
  ["datumSet", "each datum has a pod of its own"],
];
const OF_INPUTS = [
  ["branch", "a bucket has no branches"],
  ["lazy", "files are copied before the step"],
  ["emptyFiles", "files are copied before the step"],
  ["s3", "files are copied before the step"],
  ["trigger", "no commit starts a run: submit it"],
] as const;

/** What of a workflow cannot be written for Argo Workflows. */
export function argoProblems(value: unknown): Problem[] {
  const workflow = soundWorkflow(value);
  if (workflow === undefined || !isText(partsOf(value).name)) return [];
  return Object.entries(workflow.pipelines).flatMap(([name, pipeline]) =>
    below(`pipelines.${name}`, [...settingProblems(pipeline), ...inputProblems(pipeline)]),
  );
}

function settingProblems(pipeline: PipelineSettings): Problem[] {
  const { user } = pipeline;
  const texts = [...commandOf(pipeline), ...scriptOf(pipeline)];
  const braces = texts.find((line) => line.includes("{{"));
  return [
    ...WITHOUT_WORD.filter(([key]) => pipeline[key] !== undefined).map(([key, advice]) => ({
      path: key,
      message: `must be left out for Argo, got ${shown(pipeline[key])}; ${advice}`,
    })),
    ...(user === undefined || /^\d+(:\d+)?$/.test(user)
      ? []
      : [{ path: "user", message: `must be a number for Argo, got ${shown(user)}; write the user's id` }]),
    ...(braces === undefined
      ? []
      : [
          {
            path: pipeline.script === undefined ? "command" : "script",
            message: `must not have {{ for Argo, got ${shown(braces)}; Argo would put a parameter in there`,
          },
        ]),
  ];
}

function inputProblems({ input }: PipelineSettings): Problem[] {
  const kinds = [...new Set(leavesOf(input).flatMap(({ path }) => path.match(/join|group/g) ?? []))];
  return [
    ...("spout" in input
      ? [{ path: "input", message: "must be read for Argo, got a spout; run it as a Deployment" }]
      : []),
    ...kinds.map((kind) => ({
      path: "input",
      message: `must be a repository, a cross or a union for Argo, got a ${kind}; let a step of its own sort the files`,
    })),
    ...leavesOf(input).flatMap(({ path, input: leaf }) => {
      if (isCron(leaf) && leaf.cron.spec === "@never") {
        const message =
          'must be a time that comes for Argo, got "@never"; leave the input out, and submit the workflow';
        return [{ path: `${path}.cron.spec`, message }];
      }
      if (!isRepository(leaf)) return [];
      const strange = /\*\*|\{|[@!+?*]\(/.test(leaf.glob);
      return [
        ...OF_INPUTS.filter(([key]) => leaf[key] !== undefined).map(([key, advice]) => ({
          path: `${path}.${key}`,
          message: `must be left out for Argo, got ${shown(leaf[key])}; ${advice}`,
        })),
        ...(strange
          ? [
              {
                path: `${path}.glob`,
                message: `must be of * ? and [ ] for Argo, got ${shown(leaf.glob)}; a shell lists the files`,
              },
            ]
          : []),
      ];
    }),
  ];
}
