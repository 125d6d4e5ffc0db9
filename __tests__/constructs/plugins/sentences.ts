import { sentencesOf, whole } from "../../support/sentences";

/** What is said of a wrong file of plugins, beside what is said in several domains. */
export const { said, missing, sentences, unsaid } = sentencesOf({
  secretUri: "must hold no secret, got <>; give it to the workers in secretEnvironment",
  bucketName:
    "must be a bucket's name: 3 to 63 of a-z, 0-9, . and -, the first and last a letter or digit, got <>; S3 keeps some beginnings and ends to itself",
  regionMeant: "must be a region of AWS, got <>; did you mean <>?; another store is named in bucket.store",
  endpoint:
    'must be an address with http:// or https://, without a path and without a user\'s name, got <>; for example "http://localhost:35000"',
  endpointWithUser:
    'must be an address with http:// or https://, without a path and without a user\'s name, got one with something before an @; for example "http://localhost:35000"',
  settingOfAmazon: "is for Amazon S3, got it with bucket.store; take it out",
  prefix:
    'must be letters, digits and _.- with single slashes between them, and none at its ends, got <>; for example "dioptra_builtins"',
  derivedVariable: "must be left out, got it; it is derived for all workers alike",
  prefixTaken: "must be a prefix of its own, got <>, which collections[0] would empty; choose another",
  builtinsNeeded: 'must have one with the prefix "dioptra_builtins", got <>; every job reads it',
  collections: 'must name 1 to 50 folders, got <>; for example [{ prefix: "dioptra_builtins", folder: "…" }]',
  allowedFile: 'must be a path in the folder, got <>; for example "certificates/ca.pem"',
  compile: 'must be "always" or "never", got <>; never is for workers with another Python',
  keepVersions: whole(2, 100, "with one, a job that runs would lose its plugins"),
  gpus: "must be enough for all workers, which want <>, got <>; say how many the host has, or lower a pool's count",
  gpusMisplaced: 'is for GPU kinds, got it with kind "tensorflow-cpu"; leave it out',
  kind: 'must be "tensorflow-cpu", "tensorflow-gpu", "pytorch-cpu" or "pytorch-gpu", got <>; these are what images of workers are made for',
  redisUri:
    'must be an address with redis://, without a password, got one with something before an @; for example "redis://redis:6379/0"',
});
