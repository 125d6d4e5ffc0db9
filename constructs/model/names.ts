import { complaint, isList, isText, type Problem, partsOf, textMatching } from "../shared/rules";
import { shown } from "../shared/shown";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const RESERVED = /^(sthree-|amzn-s3-demo-)|-s3alias$/;
/** Files of these names cannot be made on Windows, whatever their ending: nobody there could check out the model's file. */
const OF_WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d)$/;
/** The one name by these rules that every object in JavaScript has: no stack can be called so. */
const WORD = "constructor";

/**
 * A model's name, by the rules of all that has it: the bucket's (3 to 63), the repository's (no `--`), and of what is
 * named after it: 43 leave 21 for the rest of a role's name (64).
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 */
export const name = textMatching(
  /^(?=.{3,43}$)[a-z0-9]+(-[a-z0-9]+)*$/,
  "must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another",
  "the bucket, the repository and the roles are named after it",
)
  .refine((value) => !RESERVED.test(value), {
    error: (issue) =>
      complaint("must not begin or end as names do that S3 keeps for itself", issue.input, "choose another"),
  })
  .refine((value) => value !== WORD, {
    error: (issue) => complaint("must not be a word that JavaScript keeps for itself", issue.input, "choose another"),
  })
  .refine((value) => !OF_WINDOWS.test(value), {
    error: (issue) => complaint("must not be a name that Windows keeps for devices", issue.input, "choose another"),
  });

/** What is wrong between a model's name and the names with which it shares its runs; wrong names are passed over. */
export function shareProblems(own: unknown, others: unknown): Problem[] {
  return (isList(others) ? others : []).flatMap((other, index) => {
    if (!isName(own) || !isName(other) || (other !== own && other.includes(own))) return [];
    const rule = `must be a longer name with ${shown(own)} in it`;
    const message = complaint(rule, other, "only its users could run this model");
    return [{ path: `sharesRunsWith[${index}]`, message }];
  });
}

/**
 * What is wrong among models: a name that is contained in another's, where the shorter one's file does not say that it
 * is known. Returns the problems by the name of the model whose file is to be corrected.
 */
export function problemsAmongModels(models: readonly unknown[]): Map<string, Problem[]> {
  const found = new Map<string, Problem[]>();
  const names = models.map((model) => partsOf(model).name).filter(isText);
  for (const { name: shorter, sharesRunsWith } of models.map(partsOf)) {
    if (!isName(shorter)) continue;
    const known = isList(sharesRunsWith) ? sharesRunsWith : [];
    const longer = names.filter((other) => other !== shorter && other.includes(shorter) && !known.includes(other));
    if (longer.length === 0) continue;
    const all = longer.map(shown).join(", ");
    const message =
      `must not be contained in another model's, got ${shown(shorter)} in ${all}; users of the longer name could run ` +
      `this model: rename one, or accept it with sharesRunsWith: [${all}]`;
    found.set(shorter, [{ path: "name", message }]);
  }
  return found;
}

function isName(value: unknown): value is string {
  return name.safeParse(value).success;
}
