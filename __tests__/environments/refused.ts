/** A model's file with which something is wrong, and what is said of it. */
export interface Refused {
  /** The settings of a right file with some changed: their text, or undefined for one that is left out. */
  readonly settings?: Readonly<Record<string, string | undefined>>;
  /** The whole file, where it is not about settings. */
  readonly file?: string;
  /** All that is said, each line behind the file's name. */
  readonly says: readonly string[];
}

const lambda = (settings: string) => ({ compute: `{ lambda: { ${settings} } }` });

/** Each becomes a workspace, whose name stands as <workspace> in what is said. */
export const REFUSED: readonly Refused[] = [
  {
    settings: { name: '"Quetzal"' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "Quetzal"; the bucket, the repository and three roles are named after it',
      'name must be "<workspace>" as its file is called, got "Quetzal"; rename one of them',
    ],
  },
  {
    settings: { name: '"qz"' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "qz"; the bucket, the repository and three roles are named after it',
      'name must be "<workspace>" as its file is called, got "qz"; rename one of them',
    ],
  },
  {
    settings: { name: '"a".repeat(44)' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; the bucket, the repository and three roles are named after it',
      'name must be "<workspace>" as its file is called, got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; rename one of them',
    ],
  },
  {
    settings: { name: '"-quetzal"' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "-quetzal"; the bucket, the repository and three roles are named after it',
      'name must be "<workspace>" as its file is called, got "-quetzal"; rename one of them',
    ],
  },
  {
    settings: { name: '"quetzal_oslo"' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "quetzal_oslo"; the bucket, the repository and three roles are named after it',
      'name must be "<workspace>" as its file is called, got "quetzal_oslo"; rename one of them',
    ],
  },
  {
    settings: { name: '"quetzal.oslo"' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "quetzal.oslo"; the bucket, the repository and three roles are named after it',
      'name must be "<workspace>" as its file is called, got "quetzal.oslo"; rename one of them',
    ],
  },
  {
    settings: { name: '"xn--quetzal"' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "xn--quetzal"; the bucket, the repository and three roles are named after it',
      'name must be "<workspace>" as its file is called, got "xn--quetzal"; rename one of them',
    ],
  },
  {
    settings: { name: '"quetzal-s3alias"' },
    says: [
      'name must not begin or end as names do that S3 keeps for itself, got "quetzal-s3alias"; choose another',
      'name must be "<workspace>" as its file is called, got "quetzal-s3alias"; rename one of them',
    ],
  },
  {
    settings: { name: '""' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got ""; the bucket, the repository and three roles are named after it',
      'name must be "<workspace>" as its file is called, got ""; rename one of them',
    ],
  },
  {
    settings: { name: "42" },
    says: [
      "name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got 42; the bucket, the repository and three roles are named after it",
    ],
  },
  {
    settings: { name: "null" },
    says: [
      "name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got null; the bucket, the repository and three roles are named after it",
    ],
  },
  {
    settings: { name: undefined },
    says: ["name is required; the bucket, the repository and three roles are named after it"],
  },
  {
    settings: { name: '["quetzal"]' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got ["quetzal"]; the bucket, the repository and three roles are named after it',
    ],
  },
  {
    settings: { name: '"quetzal-oslo"' },
    says: ['name must be "<workspace>" as its file is called, got "quetzal-oslo"; rename one of them'],
  },
  {
    settings: { name: '"que\\u001b[31mtzal"' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "que\\u001b[31mtzal"; the bucket, the repository and three roles are named after it',
      'name must be "<workspace>" as its file is called, got "que\\u001b[31mtzal"; rename one of them',
    ],
  },
  {
    settings: { name: '"q\\u202euetzal"' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "q\\u202euetzal"; the bucket, the repository and three roles are named after it',
      'name must be "<workspace>" as its file is called, got "q\\u202euetzal"; rename one of them',
    ],
  },
  {
    settings: { name: '() => "quetzal"' },
    says: [
      "name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got a function; the bucket, the repository and three roles are named after it",
    ],
  },
  {
    settings: { name: 'Symbol("quetzal")' },
    says: [
      "name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got Symbol(quetzal); the bucket, the repository and three roles are named after it",
    ],
  },
  {
    settings: { name: "10n" },
    says: [
      "name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got 10n; the bucket, the repository and three roles are named after it",
    ],
  },
  {
    settings: { name: "new Date(0)" },
    says: [
      "name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got a Date; the bucket, the repository and three roles are named after it",
    ],
  },
  {
    settings: { name: '"constructor"' },
    says: [
      'name must not be a word that JavaScript keeps for itself, got "constructor"; choose another',
      'name must be "<workspace>" as its file is called, got "constructor"; rename one of them',
    ],
  },
  {
    settings: { profile: undefined },
    says: ["profile is required; write that one, which is what models had with plain Terraform"],
  },
  {
    settings: { profile: '"Parity"' },
    says: ['profile must be "parity", got "Parity"; write that one, which is what models had with plain Terraform'],
  },
  {
    settings: { profile: "true" },
    says: ['profile must be "parity", got true; write that one, which is what models had with plain Terraform'],
  },
  { settings: { region: undefined }, says: ['region is required; write it as AWS does, for example "ca-central-1"'] },
  {
    settings: { region: '"ca-centrl-1"' },
    says: ['region must be a region of AWS, got "ca-centrl-1"; did you mean "ca-central-1"?'],
  },
  {
    settings: { region: '"canada"' },
    says: ['region must be a region of AWS, got "canada"; write it as AWS does, for example "ca-central-1"'],
  },
  {
    settings: { region: '"ca-central-9"' },
    says: ['region must be a region of AWS, got "ca-central-9"; did you mean "ca-central-1"?'],
  },
  {
    settings: { region: '"ca-central-1a"' },
    says: ['region must be a region of AWS, got "ca-central-1a"; did you mean "ca-central-1"?'],
  },
  { settings: { region: "undefined" }, says: ['region is required; write it as AWS does, for example "ca-central-1"'] },
  {
    settings: { accountId: "123456789012" },
    says: [
      "accountId must be the twelve digits of an AWS account, got 123456789012; `aws sts get-caller-identity` prints them",
    ],
  },
  {
    settings: { accountId: '"12345678901"' },
    says: [
      'accountId must be the twelve digits of an AWS account, got "12345678901"; `aws sts get-caller-identity` prints them',
    ],
  },
  {
    settings: { accountId: "undefined" },
    says: ["accountId must have a value or be left out, got undefined; take the key out"],
  },
  {
    settings: { accountId: "process.env.SLIPWAY_TEST_NO_SUCH_VARIABLE" },
    says: ["accountId must have a value or be left out, got undefined; take the key out"],
  },
  { settings: { compute: undefined }, says: ["compute is required; write it in { }"] },
  { settings: { compute: "{}" }, says: ["compute.lambda is required; write it in { }"] },
  { settings: { compute: "{ lambda: null }" }, says: ["compute.lambda must be an object, got null; write it in { }"] },
  {
    settings: { compute: "{ ecs: {} }" },
    says: [
      "compute.lambda is required; write it in { }",
      "compute.ecs is not a known setting; remove it or correct its spelling",
    ],
  },
  {
    settings: lambda("memoryMiB: 127, timeoutSeconds: 60, storageMiB: 512"),
    says: [
      "compute.lambda.memoryMiB must be a whole number from 128 to 10240, got 127; these are Lambda's smallest and largest size",
    ],
  },
  {
    settings: lambda("memoryMiB: 10241, timeoutSeconds: 60, storageMiB: 512"),
    says: [
      "compute.lambda.memoryMiB must be a whole number from 128 to 10240, got 10241; these are Lambda's smallest and largest size",
    ],
  },
  {
    settings: lambda("memoryMiB: 512.5, timeoutSeconds: 60, storageMiB: 512"),
    says: [
      "compute.lambda.memoryMiB must be a whole number from 128 to 10240, got 512.5; these are Lambda's smallest and largest size",
    ],
  },
  {
    settings: lambda('memoryMiB: "512", timeoutSeconds: 60, storageMiB: 512'),
    says: [
      'compute.lambda.memoryMiB must be a whole number from 128 to 10240, got "512"; these are Lambda\'s smallest and largest size',
    ],
  },
  {
    settings: lambda("memoryMiB: NaN, timeoutSeconds: 60, storageMiB: 512"),
    says: [
      "compute.lambda.memoryMiB must be a whole number from 128 to 10240, got NaN; these are Lambda's smallest and largest size",
    ],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: 0, storageMiB: 512"),
    says: [
      "compute.lambda.timeoutSeconds must be a whole number from 1 to 900, got 0; Lambda ends a call after 15 minutes",
    ],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: 901, storageMiB: 512"),
    says: [
      "compute.lambda.timeoutSeconds must be a whole number from 1 to 900, got 901; Lambda ends a call after 15 minutes",
    ],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: -60, storageMiB: 512"),
    says: [
      "compute.lambda.timeoutSeconds must be a whole number from 1 to 900, got -60; Lambda ends a call after 15 minutes",
    ],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: Infinity, storageMiB: 512"),
    says: [
      "compute.lambda.timeoutSeconds must be a whole number from 1 to 900, got Infinity; Lambda ends a call after 15 minutes",
    ],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: 60, storageMiB: 511"),
    says: [
      "compute.lambda.storageMiB must be a whole number from 512 to 10240, got 511; these are the smallest and largest /tmp of Lambda",
    ],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: 60, storageMiB: 10241"),
    says: [
      "compute.lambda.storageMiB must be a whole number from 512 to 10240, got 10241; these are the smallest and largest /tmp of Lambda",
    ],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: 60"),
    says: ["compute.lambda.storageMiB is required; these are the smallest and largest /tmp of Lambda"],
  },
  {
    settings: lambda("memory: 512, timeout: 60, storage: 512"),
    says: [
      "compute.lambda.memoryMiB is required; these are Lambda's smallest and largest size",
      "compute.lambda.timeoutSeconds is required; Lambda ends a call after 15 minutes",
      "compute.lambda.storageMiB is required; these are the smallest and largest /tmp of Lambda",
      'compute.lambda.memory is not a known setting; did you mean "memoryMiB"?',
      'compute.lambda.timeout is not a known setting; did you mean "timeoutSeconds"?',
      'compute.lambda.storage is not a known setting; did you mean "storageMiB"?',
    ],
  },
  {
    settings: lambda("memorySize: 512, timeoutSeconds: 60, storageMiB: 512"),
    says: [
      "compute.lambda.memoryMiB is required; these are Lambda's smallest and largest size",
      'compute.lambda.memorySize is not a known setting; did you mean "memoryMiB"?',
    ],
  },
  {
    settings: { image: '"latest"' },
    says: [
      'image must be "external", { tag: "\u2026" } or { digest: "sha256:\u2026" }, got "latest"; external leaves the image to deployments outside Terraform',
    ],
  },
  {
    settings: { image: '{ tag: "" }' },
    says: ['image.tag must be an image tag, got ""; 1 to 128 of letters, digits and ._-, the first no . or -'],
  },
  {
    settings: { image: '{ tag: ".x" }' },
    says: ['image.tag must be an image tag, got ".x"; 1 to 128 of letters, digits and ._-, the first no . or -'],
  },
  {
    settings: { image: '{ digest: "sha256:abc" }' },
    says: [
      'image.digest must be an image digest, got "sha256:abc"; write sha256: and 64 hexadecimal digits, as docker push prints it',
    ],
  },
  {
    settings: { image: '{ tag: "v1", digest: "sha256:abc" }' },
    says: [
      'image must be "external", { tag: "\u2026" } or { digest: "sha256:\u2026" }, got {"tag":"v1","digest":"sha256:abc"}; external leaves the image to deployments outside Terraform',
    ],
  },
  {
    settings: { image: "{}" },
    says: [
      'image must be "external", { tag: "\u2026" } or { digest: "sha256:\u2026" }, got {}; external leaves the image to deployments outside Terraform',
    ],
  },
  {
    settings: { image: '{ tga: "v1" }' },
    says: ['image.tga is not a known setting; did you mean "tag"?'],
  },
  {
    settings: { workflow: '{ definition: "steps.json" }' },
    says: [
      'workflow.definition must be "external" or { file: "\u2026" }, got "steps.json"; external leaves the definition to programs outside Terraform',
    ],
  },
  {
    settings: { workflow: '{ definition: { file: "" } }' },
    says: ["workflow.definition.file must be a file's path, got \"\"; it begins at the project's folder"],
  },
  {
    settings: { workflow: '{ definiton: "external" }' },
    says: ['workflow.definiton is not a known setting; did you mean "definition"?'],
  },
  {
    settings: { workflow: '{ authorizerArn: "quetzal-api-auth" }' },
    says: [
      'workflow.authorizerArn must be the ARN of a Lambda function without a version, got "quetzal-api-auth"; for example arn:aws:lambda:ca-central-1:123456789012:function:api-auth',
    ],
  },
  {
    settings: { workflow: '{ authorizerArn: "arn:aws:lambda:ca-central-1:123456789012:function:auth:1" }' },
    says: [
      'workflow.authorizerArn must be the ARN of a Lambda function without a version, got "arn:aws:lambda:ca-central-1:123456789012:function:auth:1"; for example arn:aws:lambda:ca-central-1:123456789012:function:api-auth',
    ],
  },
  {
    settings: { workflow: '{ authorizerArn: "arn:aws:lambda:eu-north-1:123456789012:function:auth" }' },
    says: [
      'workflow.authorizerArn must begin with "arn:aws:lambda:ca-central-1:", as region says, got "arn:aws:lambda:eu-north-1:123456789012:function:auth"; a state machine calls no function of another region',
    ],
  },
  {
    settings: { corsOrigins: '"https://example.org"' },
    says: ['corsOrigins must be a list of web origins, got "https://example.org"; write it in [ ]'],
  },
  {
    settings: { corsOrigins: '["example.org"]' },
    says: [
      'corsOrigins[0] must be a web origin, got "example.org"; write scheme, host and port only, with one * at most, for example "https://example.org"',
    ],
  },
  {
    settings: { corsOrigins: '["https://example.org/"]' },
    says: [
      'corsOrigins[0] must be a web origin, got "https://example.org/"; write scheme, host and port only, with one * at most, for example "https://example.org"',
    ],
  },
  {
    settings: { corsOrigins: '["https://*.*.org"]' },
    says: [
      'corsOrigins[0] must be a web origin, got "https://*.*.org"; write scheme, host and port only, with one * at most, for example "https://example.org"',
    ],
  },
  {
    settings: { corsOrigins: '["https://a.org", "https://b.org", "https://a.org"]' },
    says: ['corsOrigins must name each of its web origins once, got "https://a.org" twice; take one out'],
  },
  {
    settings: { corsOrigins: '[,"https://a.org"]' },
    says: [
      'corsOrigins[0] is required; write scheme, host and port only, with one * at most, for example "https://example.org"',
    ],
  },
  {
    settings: { access: "undefined" },
    says: ["access must have a value or be left out, got undefined; take the key out"],
  },
  {
    settings: { access: "{}" },
    says: ['access.identityPoolId is required; for example "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671"'],
  },
  {
    settings: { access: '{ identityPoolId: "pool" }' },
    says: [
      'access.identityPoolId must be the id of a Cognito identity pool, got "pool"; for example "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671"',
    ],
  },
  {
    settings: { access: '{ identityPoolID: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671" }' },
    says: [
      'access.identityPoolId is required; for example "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671"',
      'access.identityPoolID is not a known setting; did you mean "identityPoolId"?',
    ],
  },
  {
    settings: {
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", rolePrefix: "Cognito_quetzal_pool_of_all_models_of_the_laboratory_for_2026" }',
    },
    says: [
      'access.rolePrefix must be 56 characters at most before the name "<workspace>", got "Cognito_quetzal_pool_of_all_models_of_the_laboratory_for_2026"; a role\'s name has 64 at most: shorten one',
    ],
  },
  {
    settings: { access: '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", rolePrefix: "a b" }' },
    says: [
      'access.rolePrefix must be the beginning of a role\'s name, got "a b"; up to 61 letters, digits and _+=,.@- are allowed',
    ],
  },
  {
    settings: {
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", sharedPolicies: ["arn:aws:iam::1:policy/x"] }',
    },
    says: ['access.sharedPolicies[0] must be a policy\'s name or ARN, got "arn:aws:iam::1:policy/x"; it must exist'],
  },
  {
    settings: {
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", sharedPolicies: ["read", "arn:aws:iam::123456789012:policy/read"] }',
    },
    says: [
      'access.sharedPolicies must name policies of different names, got ["read","arn:aws:iam::123456789012:policy/read"]; a role takes each name once',
    ],
  },
  {
    settings: {
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", adminRoleName: "arn:aws:iam::123456789012:role/admin" }',
    },
    says: [
      'access.adminRoleName must be a role\'s name, got "arn:aws:iam::123456789012:role/admin"; the role must exist',
    ],
  },
  {
    settings: { logRetentionDays: "15" },
    says: [
      "logRetentionDays must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653, got 15; CloudWatch Logs offers no other period",
    ],
  },
  {
    settings: { logRetentionDays: '"14"' },
    says: [
      'logRetentionDays must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653, got "14"; CloudWatch Logs offers no other period',
    ],
  },
  {
    settings: { logRetentionDays: "0" },
    says: [
      "logRetentionDays must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653, got 0; CloudWatch Logs offers no other period",
    ],
  },
  {
    settings: { tags: '["a"]' },
    says: ['tags must be an object of texts, got ["a"]; for example { "cost:project": "quetzal" }'],
  },
  {
    settings: { tags: '{ "aws:cost": "x" }' },
    says: [
      'tags.aws:cost must be a tag\'s key, got "aws:cost"; 1 to 128 letters, digits, blanks and _.:/=+-@ are allowed, with no aws: before them',
    ],
  },
  {
    settings: { tags: '{ "a,b": "x" }' },
    says: [
      'tags["a,b"] must be a tag\'s key, got "a,b"; 1 to 128 letters, digits, blanks and _.:/=+-@ are allowed, with no aws: before them',
    ],
  },
  {
    settings: { tags: "{ project: 5 }" },
    says: ["tags.project must be a tag's value, got 5; up to 256 letters, digits, blanks and _.:/=+-@ are allowed"],
  },
  {
    settings: { tags: '{ project: "x".repeat(257) }' },
    says: [
      "tags.project must be a tag's value, got \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...; up to 256 letters, digits, blanks and _.:/=+-@ are allowed",
    ],
  },
  {
    settings: { tags: '{ "cost:name": "other" }' },
    says: ['tags must leave cost:name to the model, got {"cost:name":"other"}; its value is the model\'s name'],
  },
  {
    settings: { tags: 'Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, "x"]))' },
    says: ["tags must be 49 tags at most, got 50; AWS takes 50, cost:name among them"],
  },
  {
    settings: { sharesRunsWith: '"quetzal"' },
    says: ['sharesRunsWith must be a list of models\' names, got "quetzal"; write it in [ ]'],
  },
  {
    settings: { sharesRunsWith: '["quetzal-lome"]' },
    says: [
      'sharesRunsWith[0] must be a longer name with "<workspace>" in it, got "quetzal-lome"; only its users could run this model',
    ],
  },
  {
    settings: { backend: "{}" },
    says: ["backend must name one place, got {}; write { local: {} }, { s3: \u2026 } or { cloud: \u2026 }"],
  },
  {
    settings: { backend: '{ local: {}, s3: { bucket: "states", key: "k", region: "ca-central-1" } }' },
    says: [
      'backend must name one place, got {"local":{},"s3":{"bucket":"states","key":"k","region":"ca-central-1"}}; write { local: {} }, { s3: \u2026 } or { cloud: \u2026 }',
    ],
  },
  {
    settings: { backend: "{ S3: {} }" },
    says: [
      'backend.S3 is not a known setting; did you mean "s3"?',
      "backend must name one place, got {}; write { local: {} }, { s3: \u2026 } or { cloud: \u2026 }",
    ],
  },
  {
    settings: { backend: '{ s3: { bucket: "States", key: "/k", region: "ca" } }' },
    says: [
      'backend.s3.bucket must be the state bucket\'s name: 3 to 63 of a-z, 0-9, . and -, got "States"; it must exist',
      'backend.s3.key must be a key of up to 900 characters, with no slash at its ends or twice in a row, got "/k"; the workspace is put before it',
      'backend.s3.region must be a region of AWS, got "ca"; write it as AWS does, for example "ca-central-1"',
    ],
  },
  {
    settings: { backend: '{ s3: { bucket: "states", key: "k", region: "ca-central-1", dynamodb_table: "locks" } }' },
    says: ["backend.s3.dynamodb_table is not a known setting; remove it or correct its spelling"],
  },
  {
    settings: { backend: '{ cloud: { organization: "a b" } }' },
    says: [
      'backend.cloud.organization must be an organization\'s name: 3 to 40 letters, digits, _ and -, got "a b"; HCP Terraform shows it in its address',
    ],
  },
  {
    settings: { backend: '{ cloud: { organization: "lab", hostname: "https://tfe.org" } }' },
    says: [
      'backend.cloud.hostname must be a host name, got "https://tfe.org"; write it without https://, for example "app.terraform.io"',
    ],
  },
  {
    settings: { backend: '{ cloud: { organization: "lab", token: "secret" } }' },
    says: ["backend.cloud.token is not a known setting; remove it or correct its spelling"],
  },
  { settings: { backend: '"s3"' }, says: ['backend must be an object, got "s3"; write it in { }'] },
  { settings: { memory: "512" }, says: ['memory is not a known setting; did you mean "compute.lambda.memoryMiB"?'] },
  { settings: { Region: '"ca-central-1"' }, says: ['Region is not a known setting; did you mean "region"?'] },
  { settings: { tag: "{}" }, says: ['tag is not a known setting; did you mean "tags"?'] },
  {
    settings: { '"log retention"': "14" },
    says: ['["log retention"] is not a known setting; did you mean "logRetentionDays"?'],
  },
  {
    settings: { '["__proto__"]': '{ region: "x" }' },
    says: ["__proto__ is not a known setting; remove it or correct its spelling"],
  },
  { settings: { constructor: '"x"' }, says: ["constructor is not a known setting; remove it or correct its spelling"] },
  {
    settings: {
      name: '"other"',
      region: '"ca-centrl-1"',
      logRetentionDays: "15",
      sharesRunsWith: '["quetzal"]',
      workflow: '{ authorizerArn: "arn:aws:lambda:eu-north-1:123456789012:function:auth" }',
      compute: "{ lambda: { memoryMiB: 1 } }",
    },
    says: [
      'region must be a region of AWS, got "ca-centrl-1"; did you mean "ca-central-1"?',
      "compute.lambda.memoryMiB must be a whole number from 128 to 10240, got 1; these are Lambda's smallest and largest size",
      "compute.lambda.timeoutSeconds is required; Lambda ends a call after 15 minutes",
      "compute.lambda.storageMiB is required; these are the smallest and largest /tmp of Lambda",
      "logRetentionDays must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653, got 15; CloudWatch Logs offers no other period",
      'name must be "<workspace>" as its file is called, got "other"; rename one of them',
      'sharesRunsWith[0] must be a longer name with "other" in it, got "quetzal"; only its users could run this model',
    ],
  },
  {
    settings: { profile: '"x"', workflow: '{ authorizerArn: "arn:aws:lambda:eu-north-1:123456789012:function:auth" }' },
    says: [
      'profile must be "parity", got "x"; write that one, which is what models had with plain Terraform',
      'workflow.authorizerArn must begin with "arn:aws:lambda:ca-central-1:", as region says, got "arn:aws:lambda:eu-north-1:123456789012:function:auth"; a state machine calls no function of another region',
    ],
  },
  {
    settings: { name: '"quetzal--oslo"' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "quetzal--oslo"; the bucket, the repository and three roles are named after it',
      'name must be "<workspace>" as its file is called, got "quetzal--oslo"; rename one of them',
    ],
  },
  {
    settings: { name: 'Symbol("\\u001b[31mred")' },
    says: [
      "name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got Symbol(\\u001b[31mred); the bucket, the repository and three roles are named after it",
    ],
  },
  {
    settings: { name: 'new Map([["a", 1]])' },
    says: [
      "name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got a Map; the bucket, the repository and three roles are named after it",
    ],
  },
  {
    settings: { name: '"quetzal\\noslo"' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "quetzal\\noslo"; the bucket, the repository and three roles are named after it',
      'name must be "<workspace>" as its file is called, got "quetzal\\noslo"; rename one of them',
    ],
  },
  {
    settings: { name: '"quetzal\\u00a0oslo"' },
    says: [
      'name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "quetzal\\u00a0oslo"; the bucket, the repository and three roles are named after it',
      'name must be "<workspace>" as its file is called, got "quetzal\\u00a0oslo"; rename one of them',
    ],
  },
  {
    settings: { region: '"us-west-4"' },
    says: ['region must be a region of AWS, got "us-west-4"; did you mean "us-west-1"?'],
  },
  {
    settings: { region: '"ac-central-1"' },
    says: ['region must be a region of AWS, got "ac-central-1"; did you mean "ca-central-1"?'],
  },
  {
    settings: { region: '["ca-central-1"]' },
    says: ['region must be a region of AWS, got ["ca-central-1"]; write it as AWS does, for example "ca-central-1"'],
  },
  {
    settings: { compute: "{ lambda: { memoryMiB: 512n, timeoutSeconds: () => 60, storageMiB: { value: 512 } } }" },
    says: [
      "compute.lambda.memoryMiB must be a whole number from 128 to 10240, got 512n; these are Lambda's smallest and largest size",
      "compute.lambda.timeoutSeconds must be a whole number from 1 to 900, got a function; Lambda ends a call after 15 minutes",
      'compute.lambda.storageMiB must be a whole number from 512 to 10240, got {"value":512}; these are the smallest and largest /tmp of Lambda',
    ],
  },
  {
    settings: { compute: "{ lambda: { memoryMiB: undefined, timeoutSeconds: null, storageMiB: [NaN, undefined] } }" },
    says: [
      "compute.lambda.memoryMiB is required; these are Lambda's smallest and largest size",
      "compute.lambda.timeoutSeconds must be a whole number from 1 to 900, got null; Lambda ends a call after 15 minutes",
      "compute.lambda.storageMiB must be a whole number from 512 to 10240, got [NaN,undefined]; these are the smallest and largest /tmp of Lambda",
    ],
  },
  {
    settings: { memoryMiB: "512", timeout: "60" },
    says: [
      'memoryMiB is not a known setting; did you mean "compute.lambda.memoryMiB"?',
      'timeout is not a known setting; did you mean "compute.lambda.timeoutSeconds"?',
    ],
  },
  {
    settings: { image: "{ tag: undefined }" },
    says: [
      'image must be "external", { tag: "…" } or { digest: "sha256:…" }, got {"tag":undefined}; external leaves the image to deployments outside Terraform',
    ],
  },
  {
    settings: { workflow: '{ definition: { flie: "steps.json" } }' },
    says: ['workflow.definition.flie is not a known setting; did you mean "file"?'],
  },
  {
    settings: {
      region: '"cn-north-1"',
      workflow: '{ authorizerArn: "arn:aws:lambda:cn-north-1:123456789012:function:auth" }',
    },
    says: [
      'workflow.authorizerArn must begin with "arn:aws-cn:lambda:cn-north-1:", as region says, got "arn:aws:lambda:cn-north-1:123456789012:function:auth"; a state machine calls no function of another region',
    ],
  },
  {
    settings: { corsOrigins: '["https://${host}.org", "https://example.org/path", "https://*", "http://localhost:*"]' },
    says: [
      'corsOrigins[0] must be a web origin, got "https://${host}.org"; write scheme, host and port only, with one * at most, for example "https://example.org"',
      'corsOrigins[1] must be a web origin, got "https://example.org/path"; write scheme, host and port only, with one * at most, for example "https://example.org"',
    ],
  },
  {
    settings: { corsOrigins: '["example.org", "https://a.org", "https://a.org"]' },
    says: [
      'corsOrigins[0] must be a web origin, got "example.org"; write scheme, host and port only, with one * at most, for example "https://example.org"',
      'corsOrigins must name each of its web origins once, got "https://a.org" twice; take one out',
    ],
  },
  {
    settings: { access: '{ identityPoolId: "ca-centrl-1:b6298c0d-1089-4287-8770-4e9803847671" }' },
    says: [
      'access.identityPoolId must begin with a region of AWS, got "ca-centrl-1:b6298c0d-1089-4287-8770-4e9803847671"; did you mean "ca-central-1"?',
    ],
  },
  {
    settings: { access: '{ identityPoolId: "cn-north-1:b6298c0d-1089-4287-8770-4e9803847671" }' },
    says: [
      'access.identityPoolId must be a pool in the partition "aws", as region says, got "cn-north-1:b6298c0d-1089-4287-8770-4e9803847671"; a role trusts no pool of another',
    ],
  },
  {
    settings: {
      accountId: '"123456789012"',
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", sharedPolicies: ["arn:aws:iam::210987654321:policy/x", "arn:aws:iam::aws:policy/y", "arn:aws-cn:iam::aws:policy/z"] }',
    },
    says: [
      'access.sharedPolicies[0] must be a policy of "123456789012", as accountId says, or of AWS, got "arn:aws:iam::210987654321:policy/x"; a role takes no policy of another account',
      'access.sharedPolicies[2] must begin with "arn:aws:", as region says, got "arn:aws-cn:iam::aws:policy/z"; a role takes no policy of another partition',
    ],
  },
  {
    settings: {
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", sharedPolicies: ["a b", "read", "read"] }',
    },
    says: [
      'access.sharedPolicies[0] must be a policy\'s name or ARN, got "a b"; it must exist',
      'access.sharedPolicies must name each of its policies once, got "read" twice; take one out',
    ],
  },
  {
    settings: {
      access: '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", rolePrefix: "r".repeat(62) }',
    },
    says: [
      'access.rolePrefix must be the beginning of a role\'s name, got "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr"; up to 61 letters, digits and _+=,.@- are allowed',
    ],
  },
  {
    settings: {
      logRetentionDays: "15",
      accountId: "1",
      access: '{ identityPoolId: "pool", rolePrefix: "r".repeat(60) }',
    },
    says: [
      "accountId must be the twelve digits of an AWS account, got 1; `aws sts get-caller-identity` prints them",
      'access.identityPoolId must be the id of a Cognito identity pool, got "pool"; for example "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671"',
      "logRetentionDays must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653, got 15; CloudWatch Logs offers no other period",
      'access.rolePrefix must be 56 characters at most before the name "<workspace>", got "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr"; a role\'s name has 64 at most: shorten one',
    ],
  },
  {
    settings: { tags: '{ project: 5, "cost:name": "other" }' },
    says: [
      "tags.project must be a tag's value, got 5; up to 256 letters, digits, blanks and _.:/=+-@ are allowed",
      'tags must leave cost:name to the model, got {"project":5,"cost:name":"other"}; its value is the model\'s name',
    ],
  },
  {
    settings: { tags: '{ ["k".repeat(129)]: "x", "two\\nlines": "\\u001b[31m" }' },
    says: [
      'tags["kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk...] must be a tag\'s key, got "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk...; 1 to 128 letters, digits, blanks and _.:/=+-@ are allowed, with no aws: before them',
      'tags["two\\nlines"] must be a tag\'s key, got "two\\nlines"; 1 to 128 letters, digits, blanks and _.:/=+-@ are allowed, with no aws: before them',
    ],
  },
  {
    settings: { backend: '{ local: {}, s3: { bucket: "states", key: "a//b", region: "ca-central-1" } }' },
    says: [
      'backend.s3.key must be a key of up to 900 characters, with no slash at its ends or twice in a row, got "a//b"; the workspace is put before it',
      'backend must name one place, got {"local":{},"s3":{"bucket":"states","key":"a//b","region":"ca-central-1"}}; write { local: {} }, { s3: … } or { cloud: … }',
    ],
  },
  {
    settings: { backend: "{ s3: undefined }" },
    says: ["backend.s3 must have a value or be left out, got undefined; take the key out"],
  },
  {
    settings: { '["\\u001b[31m"]': "1", '["k".repeat(99)]': "1" },
    says: [
      '["\\u001b[31m"] is not a known setting; remove it or correct its spelling',
      '["kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk...] is not a known setting; remove it or correct its spelling',
    ],
  },
  {
    settings: { sharesRunsWith: '["Quetzal", 5]' },
    says: [
      'sharesRunsWith[0] must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got "Quetzal"; the bucket, the repository and three roles are named after it',
      "sharesRunsWith[1] must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got 5; the bucket, the repository and three roles are named after it",
    ],
  },
  { file: "export const environment = {};\n", says: ['must export an environment; begin it with "export default {"'] },
  { file: "export default null;\n", says: ["must be an object, got null; write it in { }"] },
  { file: "export default [];\n", says: ["must be an object, got []; write it in { }"] },
  { file: 'export default "quetzal";\n', says: ['must be an object, got "quetzal"; write it in { }'] },
  { file: "export default () => ({});\n", says: ["must be an object, got a function; write it in { }"] },
  { file: "", says: ['must export an environment; begin it with "export default {"'] },
  {
    file: 'export default {\n  name: "a" "b",\n};\n',
    says: [
      ':2:12: must be readable as TypeScript, got "Expected \\"}\\" but found \\"\\\\\\"b\\\\\\"\\""; correct it there',
    ],
  },
  {
    file: "export default {\n",
    says: [':2:0: must be readable as TypeScript, got "Expected identifier but found end of file"; correct it there'],
  },
  {
    file: 'import "./missing";\nexport default {};\n',
    says: ["must load without an error, got \"Cannot find module './missing'\"; correct it there, or what it imports"],
  },
  {
    file: 'throw new Error("first\\nsecond");\n',
    says: ['must load without an error, got "first"; correct it there, or what it imports'],
  },
  { file: 'throw "boo";\n', says: ['must load without an error, got "boo"; correct it there, or what it imports'] },
  {
    file: 'export default { get name() { throw new Error("boo"); } };\n',
    says: ['must load without an error, got "boo"; correct it there, or what it imports'],
  },
  {
    file: "const a: any = {};\na.name = a;\nexport default a;\n",
    says: [
      "name must be 3 to 43 of a-z, 0-9 and -, with no - at its ends or beside another, got an object that refers to itself; the bucket, the repository and three roles are named after it",
      "profile is required; write that one, which is what models had with plain Terraform",
      'region is required; write it as AWS does, for example "ca-central-1"',
      "compute is required; write it in { }",
    ],
  },
  {
    file: "export default undefinedName;\n",
    says: ['must load without an error, got "undefinedName is not defined"; correct it there, or what it imports'],
  },
  {
    file: "export default await Promise.resolve({});\n",
    says: [
      ':1:15: must be readable as TypeScript, got "Top-level await is currently not supported with the \\"cjs\\" output format"; correct it there',
    ],
  },
  {
    file: "export default Promise.resolve({});\n",
    says: [
      "name is required; the bucket, the repository and three roles are named after it",
      "profile is required; write that one, which is what models had with plain Terraform",
      'region is required; write it as AWS does, for example "ca-central-1"',
      "compute is required; write it in { }",
    ],
  },
];
