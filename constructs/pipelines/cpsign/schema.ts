import { complaint, listOf, oneOf, textMatching, wholeNumber } from "../../shared/rules";
import * as z from "../../shared/zod";
import { isFixed } from "../cluster/schema";
import { resources } from "../workflow/resource-schema";
import { flag, repository, secretName, workflowName } from "../workflow/schema";
import type {
  CpsignConfiguration,
  CpsignDatabase,
  CpsignImages,
  CpsignParameters,
  CpsignQuery,
  CpsignResources,
  CpsignSecrets,
  CpsignSettings,
  MoreParameters,
  RequiredParameters,
} from "./settings";

/** The rules of a workflow with CPSign: for the constructor, and for the schema of an environment file. */

type Issue = { readonly input?: unknown };

const text = (what: string, advice: string) => textMatching(/^[^\p{Cc}]+$/u, `must be ${what}`, advice);
const numberComplaint = ({ input }: Issue) => complaint("must be a number above 0", input, "CPSign takes no other");
const positive = z
  .number({ error: numberComplaint })
  .refine((value) => value > 0 && Number.isFinite(value), { error: numberComplaint });
const limitComplaint = ({ input }: Issue) =>
  complaint("must be a number of rows, or null for all of them", input, "write null for all of them");
const parameterComplaint = ({ input }: Issue) =>
  complaint("must be a text, a number, true or false", input, "CPSign takes no other");

/** The rules of what CPSign must be told. */
export const PARAMETERS = z.rulesOf<RequiredParameters>()({
  ptype: wholeNumber(1, 5, "CPSign counts its kinds of predictors so"),
  impl: text("a text", 'for example "liblinear"'),
  "nr-models": wholeNumber(1, 1000, "each is a split of the data"),
  cost: positive,
  "model-name": text("a text", 'for example "LogD_full_split"'),
  "nonconf-measure": text("a text", 'for example "normalized"'),
  epsilon: positive,
}).shape;
/** The rules of what may be there besides, and is known. */
export const MORE_PARAMETERS = z.rulesOf<MoreParameters>()({
  seed: wholeNumber(0, 2 ** 53 - 1, "it makes a training that can be repeated").exactOptional(),
  cptype: wholeNumber(1, 5, "CPSign counts its kinds of predictors so").exactOptional(),
  trainfile: text("a text", "it is the file with the training data").exactOptional(),
  gamma: positive.exactOptional(),
  labels: text("a text", "the classes, with commas between them").exactOptional(),
}).shape;
/** A key that is not known may be one of the ingestion's image. */
export const otherParameter = z.custom<unknown>((value) => ["string", "number", "boolean"].includes(typeof value), {
  error: parameterComplaint,
});

/** The rules of `configuration.json`; the parameters of CPSign are checked against {@link PARAMETERS}. */
export const configuration = z.rulesOf<CpsignConfiguration>()({
  workflow_name: workflowName,
  database: z.rulesOf<CpsignDatabase>()({
    host: textMatching(
      /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
      "must be the name of a service",
      'for example "chembl-mysql"',
    ),
    user: text("a user of the database", 'for example "chembl_ro"'),
    db_name: text("a database's name", 'for example "chembl_24"'),
  }),
  query: z.rulesOf<CpsignQuery>()({
    database_query: textMatching(/^[^\0]+$/, "must be a query", "write SELECT …{};"),
    query_limit: z.custom<number | null>((value) => value === null || (Number.isInteger(value) && Number(value) > 0), {
      error: limitComplaint,
    }),
    smi_columns: listOf(text("a column's name", 'for example "canonical_smiles"'), "columns"),
    smi_filename: textMatching(/^[\w-][\w.-]*$/, "must be a file's name", 'for example "chembl_training_data.smi"'),
  }),
  parallellism: z
    .rulesOf<NonNullable<CpsignConfiguration["parallellism"]>>()({
      splits_per_model: wholeNumber(1, 1000, "leave parallellism out to train in one piece"),
    })
    .exactOptional(),
  "cpsign-version": textMatching(/^\d+\.\d+\.\d+$/, "must be a version", 'for example "0.7.7"'),
  cpsign: z.custom<CpsignParameters>((value) => typeof value === "object" && value !== null && !Array.isArray(value), {
    error: ({ input }: Issue) => complaint("must be an object of parameters", input, "write it in { }"),
  }),
});

const image = z.string({ error: imageComplaint }).refine((value) => isFixed(value), {
  error: imageComplaint,
});
function imageComplaint({ input }: Issue): string {
  return complaint(
    "must be an image with a tag that is not latest, or with its digest",
    input,
    'for example "pharmbio/cpsign-docker:c0.7.7"',
  );
}
const step = z.rulesOf<CpsignResources>()({ requests: resources.exactOptional(), limits: resources.exactOptional() });

/** The rules of the settings. */
export const cpsignSettings = z.rulesOf<CpsignSettings>()({
  name: workflowName,
  configuration,
  repository: repository.exactOptional(),
  images: z.rulesOf<CpsignImages>()({ ingestion: image, cpsign: image, upload: image }),
  secrets: z
    .rulesOf<CpsignSecrets>()({
      database: secretName.exactOptional(),
      license: secretName.exactOptional(),
      modelWeb: secretName.exactOptional(),
    })
    .exactOptional(),
  resources: z
    .rulesOf<NonNullable<CpsignSettings["resources"]>>()({
      ingestion: step.exactOptional(),
      precompute: step.exactOptional(),
      training: step.exactOptional(),
      aggregate: step.exactOptional(),
      upload: step.exactOptional(),
    })
    .exactOptional(),
  uploads: oneOf(["training", "aggregate"], "aggregate is what was made of all splits").exactOptional(),
  idle: oneOf(["scale-to-zero", "keep"], "scale-to-zero has no workers while there is nothing to do").exactOptional(),
  reprocessOnUpdate: flag.exactOptional(),
});
