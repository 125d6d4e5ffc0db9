import { complaint, optional, type Parts, type Problem, partsOf } from "../shared/rules";
import { logRetentionDays } from "../shared/schema";
import { problemsWithinAccess } from "./access-schema";
import { variableProblems } from "./function-schema";
import { kmsKey } from "./key-schema";
import { shareProblems } from "./names";
import { problemsWithinRoles, problemsWithinUserRole, roleRules } from "./role-schema";
import * as rules from "./schema";
import * as workflow from "./workflow-schema";

const { access, corsOrigins, image, lifecycleRules, name, profile, sharesRunsWith, tags, compute } =
  rules.modelEnvironment.shape;

/** The rules of a model's settings. It is checked as a whole, so that all problems of its parts are reported at once. */
export const modelRules = {
  ...{ access, corsOrigins, image, lifecycleRules, name, sharesRunsWith, tags },
  ...optional({ profile, logRetentionDays, kmsKey, ...compute.shape.lambda.shape, ...roleRules }),
  ...optional({ authorizerArn: workflow.authorizerArn, definition: workflow.definition, allow: workflow.allow }),
};

/** What is wrong between a model's settings; those that are wrong by themselves are passed over. */
export function modelProblems(props: Parts): Problem[] {
  const { access: given, name: own, sharesRunsWith: others, environment } = props;
  const { roleNamePrefix } = props;
  const parts = { ...partsOf(given), name: own, roleNamePrefix };
  const ofAccess = given === undefined ? [] : [...problemsWithinAccess(parts), ...problemsWithinUserRole(parts)];
  return [
    ...besideBucket(props),
    ...ofAccess.map(({ path, message }) => ({ path: path in props ? path : `access.${path}`, message })),
    ...problemsWithinRoles({ name: own, roleNamePrefix }),
    ...variableProblems({ environment }),
    ...shareProblems(own, others),
    ...workflow.definitionProblems(props),
  ];
}

/** What is set where a bucket is made. */
function besideBucket({ bucket, ...props }: Parts): Problem[] {
  if (bucket === undefined) return [];
  return ["corsOrigins", "lifecycleRules"]
    .filter((path) => props[path] !== undefined)
    .map((path) => {
      const advice = "set them where the bucket is made";
      return { path, message: complaint("must be left out beside bucket", props[path], advice) };
    });
}
