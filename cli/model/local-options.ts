import { shown } from "../../constructs/shared/shown";
import type { EventOptions } from "./local-event";

/** Options of `slipway model local`. */
export interface LocalOptions extends EventOptions {
  /** The model's folder, whose image is built first. */
  readonly folder?: string;
  /** Paths from the context that are no secrets, whatever they look like. */
  readonly allowFile?: readonly string[];
  /** @default - the image that was built last */
  readonly image?: string;
  /** The definition's file; true for the one that the environment file names. */
  readonly workflow?: string | true;
  readonly shell?: boolean;
  readonly sizes?: boolean;
}

/** Throws all problems of the options at once. */
export function checkLocalOptions(options: LocalOptions): void {
  const problems = localProblems(options);
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function localProblems(options: LocalOptions): string[] {
  const { folder, image, event, notebook, scenario, workflow, shell, sizes } = options;
  const runs = given({ event: workflow === undefined ? event : undefined, notebook, workflow, shell });
  const onlyOfWorkflow = given({ choice: options.choice, variant: options.variant?.[0] });
  const details = [...given({ scenario, param: options.param?.[0] }), ...onlyOfWorkflow];
  const needsScenario = event === undefined && (notebook !== undefined || workflow !== undefined);
  return [
    ...(runs.length === 0 && !sizes
      ? ["what to run must be given, got none; add --notebook and --scenario, --event, --workflow, --shell or --sizes"]
      : []),
    ...(runs.length > 1 ? [`one of ${runs.join(", ")} must be given, got ${runs.length}; run them one by one`] : []),
    ...(shell && sizes ? ["--sizes must be left out beside --shell, got both; take one out"] : []),
    ...(folder !== undefined && image !== undefined
      ? [`--image must be left out beside --folder, got ${shown(image)}; take one out`]
      : []),
    ...(options.allowFile !== undefined && folder === undefined
      ? [`--allow-file must stand beside --folder, got ${shown(options.allowFile[0])}; add --folder, or take it out`]
      : []),
    ...(needsScenario && !scenario?.replaceAll("/", "")
      ? [`--scenario must be a scenario of the bucket, got ${shown(scenario ?? "none")}; for example --scenario base`]
      : []),
    ...(details.length > 0 && !needsScenario
      ? [`${details.join(", ")} must stand beside --notebook or --workflow and without --event; take them out`]
      : []),
    ...(onlyOfWorkflow.length > 0 && notebook !== undefined
      ? [`${onlyOfWorkflow.join(", ")} must stand beside --workflow, got --notebook; take it out`]
      : []),
  ];
}

function given(options: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`]));
}
