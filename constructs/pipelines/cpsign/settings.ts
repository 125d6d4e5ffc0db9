import type { Resources } from "../workflow/settings";

/** What the ingestion reads as `configuration.json`, with the keys as it spells them. */
export interface CpsignConfiguration {
  /** The workflow's name: the ingestion makes paths such as `/pfs/LogD-ingestion` of it. */
  readonly workflow_name: string;
  readonly database: CpsignDatabase;
  readonly query: CpsignQuery;
  /** @default - the model is trained in one piece */
  readonly parallellism?: { readonly splits_per_model: number };
  /** Of the image with CPSign, such as `0.7.7`. */
  readonly "cpsign-version": string;
  readonly cpsign: CpsignParameters;
}

/** Where the data comes from. */
export interface CpsignDatabase {
  /** The service of the database. */
  readonly host: string;
  readonly user: string;
  readonly db_name: string;
}

/** Which data it is. */
export interface CpsignQuery {
  /** With one `{}`, at which the limit is put in. */
  readonly database_query: string;
  /** How many rows; `null` is all of them. */
  readonly query_limit: number | null;
  /** One text for each column, in the order of the query. */
  readonly smi_columns: readonly string[];
  readonly smi_filename: string;
}

/** What CPSign is told. @see https://cpsign.readthedocs.io/ */
export interface CpsignParameters extends RequiredParameters, MoreParameters {
  /** More parameters, as the ingestion knows them. */
  readonly [parameter: string]: string | number | boolean | undefined;
}

/** What CPSign must be told. */
export interface RequiredParameters {
  /** The kind of predictor. */
  readonly ptype: number;
  /** Such as `liblinear`. */
  readonly impl: string;
  readonly "nr-models": number;
  readonly cost: number;
  readonly "model-name": string;
  /** Such as `normalized`. */
  readonly "nonconf-measure": string;
  readonly epsilon: number;
}

/** What CPSign may be told besides, as far as it is known. */
export interface MoreParameters {
  /** Makes a training that can be repeated. @default - the time at which it runs */
  readonly seed?: number;
  /** Before 0.7. @default - none */
  readonly cptype?: number;
  /** Before 0.7. @default - none */
  readonly trainfile?: string;
  /** Of a kernel. @default - CPSign's own */
  readonly gamma?: number;
  /** The classes, with commas between them. @default - none: numbers are predicted */
  readonly labels?: string;
}

/** A workflow that trains a model with CPSign: ingestion, precompute, training, aggregate, upload. */
export interface CpsignSettings {
  /** Comes before the name of each pipeline, and is the configuration's `workflow_name`. */
  readonly name: string;
  readonly configuration: CpsignConfiguration;
  /** The repository into which the configuration is committed: each workflow has its own. @default "<name>-config" */
  readonly repository?: string;
  readonly images: CpsignImages;
  /** @default {} */
  readonly secrets?: CpsignSecrets;
  /** By the pipelines' names; a part that is left out has its default. @default - those of each pipeline in `render/cpsign.ts` */
  readonly resources?: Readonly<Partial<Record<CpsignStep, CpsignResources>>>;
  /** What is uploaded: the models of the splits, or what was made of them. @default "training" */
  readonly uploads?: "training" | "aggregate";
  /** Whether the workers of all but the upload go when there is nothing to do. @default "scale-to-zero" */
  readonly idle?: "scale-to-zero" | "keep";
  /** Whether a deployment that changes a pipeline, such as its image, trains again. @default false: with the next configuration */
  readonly reprocessOnUpdate?: boolean;
}

/** The images, each with its tag. */
export interface CpsignImages {
  /** Such as `pharmbio/cpsign-database-ingestion:vc63ef04-current`. */
  readonly ingestion: string;
  /** Such as `pharmbio/cpsign-docker:c0.7.7`. */
  readonly cpsign: string;
  /** Such as `pharmbio/modelweb-uploader:cheesus`. */
  readonly upload: string;
}

/** The names of secrets in the cluster. */
export interface CpsignSecrets {
  /** The database's credentials. @default "chembl-mysql" */
  readonly database?: string;
  /** The licence of CPSign, at its key `license`. @default "cpsign-license" */
  readonly license?: string;
  /** Of the place to which models go: `user`, `password`, `modelweb-url`, `keycloak-url`. @default "modelweb-api-info" */
  readonly modelWeb?: string;
}

/** What a step is promised, and what it may use. */
export interface CpsignResources {
  /** @default - the step's */
  readonly requests?: Resources;
  /** Four fifths of its memory are the heap of Java. @default - the step's */
  readonly limits?: Resources;
}

export type CpsignStep = "ingestion" | "precompute" | "training" | "aggregate" | "upload";
