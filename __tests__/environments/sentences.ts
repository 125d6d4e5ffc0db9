import { sentencesOf, whole } from "../support/sentences";

/** What is said of a wrong file of a model, beside what is said in several domains. */
export const { said, missing, sentences, unsaid } = sentencesOf({
  modelName:
    "must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got <>; the bucket, the repository and the roles are named after it",
  nameOfFile: 'must be "<workspace>" as its file is called, got <>; rename one of them',
  nameOfS3: "must not begin or end as names do that S3 keeps for itself, got <>; choose another",
  nameOfJavaScript: "must not be a word that JavaScript keeps for itself, got <>; choose another",
  nameOfWindows: "must not be a name that Windows keeps for devices, got <>; choose another",
  profile: 'must be "parity", got <>; write that one, which is what models had with plain Terraform',
  adopt: 'must be "terraform-modules", got <>; those are the modules whose states Slipway knows',
  adoptOfCloud: "must be left out beside backend.cloud, got <>; the old states are local or in S3",
  regionMeant: "must be a region of AWS, got <>; did you mean <>?",
  region: 'must be a region of AWS, got <>; write it as AWS does, for example "ca-central-1"',
  accountId: "must be the twelve digits of an AWS account, got <>; `aws sts get-caller-identity` prints them",
  undefinedValue: "must have a value or be left out, got <>; take the key out",
  memoryMiB: whole(128, 10240, "these are Lambda's smallest and largest size"),
  timeoutSeconds: whole(1, 900, "Lambda ends a call after 15 minutes"),
  storageMiB: whole(512, 10240, "these are the smallest and largest /tmp of Lambda"),
  image:
    'must be "external", { tag: "…" } or { digest: "sha256:…" }, got <>; external leaves the image to deployments outside Terraform',
  tag: "must be an image tag, got <>; 1 to 128 of letters, digits and ._-, the first no . or -",
  digest: "must be an image digest, got <>; write sha256: and 64 hexadecimal digits, as docker push prints it",
  steps: "must be a list of one step or more, got <>; write it in [ ]",
  action: 'must be an action of IAM, got <>; for example "dynamodb:PutItem"',
  iamResource: 'must be an ARN, or *, got <>; for example "arn:aws:s3:::other-bucket/*"',
  definition:
    'must be "external", { file: "…" } or { steps: [ … ] }, got <>; external leaves the definition to programs outside Terraform',
  file: "must be a file's path, got <>; it begins at the project's folder",
  authorizerArn:
    "must be the ARN of a Lambda function without a version, got <>; for example arn:aws:lambda:ca-central-1:123456789012:function:api-auth",
  authorizerElsewhere:
    "must begin with <>, as region says, got <>; a state machine calls no function of another region",
  corsOriginsList: "must be a list of web origins, got <>; write it in [ ]",
  corsOrigins:
    'must be a web origin, got <>; write scheme, host and port only, with one * at most, for example "https://example.org"',
  originNotSent:
    "must be an origin that browsers send, got <>; they send lower case, no port that is the scheme's own, and ports up to 65535",
  corsOriginsTwice: "must name each of its web origins once, got <> twice; take one out",
  identityPoolId:
    'must be the id of a Cognito identity pool, got <>; for example "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671"',
  rolePrefixLong: "must be <> characters at most before the name <>, got <>; a role's name has 64 at most: shorten one",
  rolePrefix: "must be the beginning of a role's name, got <>; up to 61 letters, digits and _+=,.@- are allowed",
  sharedPolicies: "must be a policy's name or ARN, got <>; it must exist",
  policiesOfOneName: "must name policies of different names, got <>; a role takes each name once",
  adminRoleName: "must be a role's name, got <>; the role must exist",
  adminIsUser:
    "must be another role than the users' own, got <>; that one is made for the model's users: name the administrators'",
  policyOfModel: "must not be the model's own policy, got <>; the role has it already: take it out",
  sharedPoliciesMany: "must be 9 policies at most, got <>; a role takes 10, the model's own among them",
  logRetentionDays:
    "must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653, got <>; CloudWatch Logs offers no other period",
  tagsObject: 'must be an object of texts, got <>; for example { "cost:project": "quetzal" }',
  tagKey:
    "must be a tag's key, got <>; 1 to 128 letters, digits, blanks and _.:/=+-@ are allowed, with no aws: before them and no blank at their ends",
  tagValue: "must be a tag's value, got <>; up to 256 letters, digits, blanks and _.:/=+-@ are allowed",
  tagOfModel: "must leave cost:name to the model, got <>; its value is the model's name",
  tagsTooMany: "must be 49 tags at most, got <>; AWS takes 50, cost:name among them",
  sharesRunsWithList: "must be a list of models' names, got <>; write it in [ ]",
  sharesRunsWith: "must be a longer name with <> in it, got <>; only its users could run this model",
  backend: "must name one place, got <>; write { local: {} }, { s3: … } or { cloud: … }",
  bucket: "must be the state bucket's name: 3 to 63 of a-z, 0-9, . and -, and no IP address, got <>; it must exist",
  bucketDeployed:
    "must be another bucket than the one that is deployed, got <>; the state would lie among its own files, and be deleted with them",
  bucketElsewhere:
    'must be in the partition "aws", as region says, got <>; credentials of one partition reach no bucket of another',
  key: "must be a key of up to 900 characters, with no slash at its ends or twice in a row, got <>; the workspace is put before it",
  organization:
    "must be an organization's name: 3 to 40 letters, digits, _ and -, got <>; HCP Terraform shows it in its address",
  hostname: 'must be a host name, got <>; write it without https://, for example "app.terraform.io"',
  identityPoolIdMeant: "must begin with a region of AWS, got <>; did you mean <>?",
  poolElsewhere: 'must be a pool in the partition "aws", as region says, got <>; a role trusts no pool of another',
  policyOfAccount:
    'must be a policy of "123456789012", as accountId says, or of AWS, got <>; a role takes no policy of another account',
  policyOfPartition: "must begin with <>, as region says, got <>; a role takes no policy of another partition",
  sharedPoliciesTwice: "must name each of its policies once, got <> twice; take one out",
  architecture: 'must be "x86_64" or "arm64", got <>; Lambda has no other processors',
  reservedConcurrency: whole(0, 100_000, "an account has 1000 to begin with, and keeps 100 of them free"),
  subnetId: 'must be a subnet\'s id, got <>; for example "subnet-0123456789abcdef0"',
  groupId: 'must be a security group\'s id, got <>; for example "sg-0123456789abcdef0"',
  subnetNeeded: "must name at least one subnet, got <>; leave vpc out for none",
  groupsNeeded: "must be a list of security groups, got <>; write it in [ ]",
  variableOfLambda: "must be a variable's name: a letter, then letters, digits and _, got <>; Lambda takes no other",
  variableReserved: "must be a name that Lambda and the model do not set themselves, got <>; choose another",
  variableText: "must be a text, got <>; write numbers in quotes",
  variablesLarge: "must be 4096 bytes at most together, got <>; put large values into a file of the image",
  variableSecret:
    "must hold no secret, got <>; it would lie in the state: let the program read it from AWS Secrets Manager",
  lifecycleIdle:
    "must do something, got <>; give expirationDays, transitions, abortIncompleteMultipartUploadDays, noncurrentVersionExpirationDays, noncurrentVersionTransitions or expiredObjectDeleteMarker",
  lifecyclePrefix: 'must be the beginning of keys, got <>; for example "runs/"',
  lifecycleTags: "must be 10 tags at most, got <>; S3 takes no more",
  lifecycleBytes: whole(0, Number.MAX_SAFE_INTEGER, "for example 131072"),
  lifecycleSizes:
    "must have objectSizeLessThanBytes above objectSizeGreaterThanBytes, got <>; no object is of such a size",
  lifecycleOrder: "must have expirationDays after each transition's afterDays, got <>; S3 takes no other order",
  lifecycleVersionsOrder:
    "must have noncurrentVersionExpirationDays after each noncurrentVersionTransition's afterDays, got <>; S3 takes no other order",
  lifecycleVersions: whole(1, 100, "S3 keeps no more"),
  lifecycleRetains:
    "must have noncurrentVersionExpirationDays beside noncurrentVersionsToRetain, got <>; else no version is deleted",
  lifecycleMarkers:
    "must have expirationDays or expiredObjectDeleteMarker, got <>; expirationDays removes such marks too",
  lifecyclePrefixOnly:
    "must filter by prefix only beside abortIncompleteMultipartUploadDays and expiredObjectDeleteMarker, got <>; make two rules of it",
  lifecycleDays: whole(1, 36500, "that is a century"),
  storageClass:
    'must be "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER" or "DEEP_ARCHIVE", got <>; S3 has no other class for this',
  transitionEarly: "must have afterDays of at least 30 for this class, got <>; S3 takes no fewer",
  kmsKeyArn:
    'must be the ARN of a key of KMS, got <>; no alias, for example "arn:aws:kms:ca-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"',
  keyElsewhere: "must begin with <>, as region says, got <>; a bucket takes no key of another region",
  permissionsBoundaryArn:
    'must be the ARN of a policy, got <>; for example "arn:aws:iam::123456789012:policy/boundary"',
  rolePath: 'must be a path of IAM, got <>; it begins and ends with /, for example "/lab/"',
  roleNamePrefix: "must be the beginning of a role's name, got <>; up to 49 letters, digits and _+=,.@- are allowed",
  userRoleLong: "must be <> characters at most before <>, got <>; a role's name has 64 at most: shorten one",
  exportNeeded: 'must export an environment; begin it with "export default {"',
  unreadable: "must be readable as TypeScript, got <>; correct it there",
  unloadable: "must load without an error, got <>; correct it there, or what it imports",
  contained:
    "must not be contained in another model's, got <> in <>; users of the longer name could run this model: rename one, or accept it with sharesRunsWith: [<>]",
  fileOfOneName: "must have a name of its own, got <> as <> has; rename one of them",
});
