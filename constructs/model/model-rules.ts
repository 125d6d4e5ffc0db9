import { complaint, optional, type Parts, type Problem, partsOf } from "../shared/rules";
import { logRetentionDays } from "../shared/schema";
import { problemsWithinAccess } from "./access-schema";
import { shareProblems } from "./names";
import * as rules from "./schema";
import * as workflow from "./workflow-schema";

/** What a model hands to its parts: it is checked as a whole, so that all problems are reported at once. */
export const CHECKED = [
  "access",
  "authorizerArn",
  "corsOrigins",
  "definition",
  "image",
  "logRetentionDays",
  "memoryMiB",
  "name",
  "profile",
  "sharesRunsWith",
  "storageMiB",
  "tags",
  "timeoutSeconds",
] as const;

const { access, corsOrigins, image, name, profile, sharesRunsWith, tags, compute } = rules.modelEnvironment.shape;

/** The rules of a model's settings. */
export const modelRules = {
  ...{ access, corsOrigins, image, name, sharesRunsWith, tags },
  ...optional({ profile, logRetentionDays, ...compute.shape.lambda.shape }),
  ...optional({ authorizerArn: workflow.authorizerArn, definition: workflow.definition }),
};

/** What is wrong between a model's settings; those that are wrong by themselves are passed over. */
export function modelProblems(props: Parts): Problem[] {
  const { bucket, corsOrigins: origins, access: given, name: own, sharesRunsWith: others } = props;
  const ofAccess = given === undefined ? [] : problemsWithinAccess({ ...partsOf(given), name: own });
  return [
    ...(bucket !== undefined && origins !== undefined
      ? [
          {
            path: "corsOrigins",
            message: complaint("must be left out beside bucket", origins, "set them where the bucket is made"),
          },
        ]
      : []),
    ...ofAccess.map(({ path, message }) => ({ path: path === "name" ? path : `access.${path}`, message })),
    ...shareProblems(own, others),
  ];
}
