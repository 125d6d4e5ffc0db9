import { asWhole, complaint, isRecord } from "../shared/rules";
import { tags as anyTags } from "../shared/schema";

const unnamed = asWhole(anyTags, isRecord, (value) => !Object.hasOwn(value, "cost:name"), {
  error: (issue) => complaint("must leave cost:name to the model", issue.input, "its value is the model's name"),
});

/** Tags beside the model's own. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html */
export const tags = asWhole(unnamed, isRecord, (value) => Object.keys(value).length < 50, {
  error: ({ input }) =>
    `must be 49 tags at most, got ${Object.keys(input as object).length}; AWS takes 50, cost:name among them`,
});
