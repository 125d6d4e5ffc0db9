import { missing, said } from "./sentences";

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
/** A function of a right size with more. */
const more = (settings: string) => lambda(`memoryMiB: 512, timeoutSeconds: 60, storageMiB: 512, ${settings}`);

/** Each becomes a workspace, whose name stands as <workspace> in what is said. */
export const REFUSED: readonly Refused[] = [
  {
    settings: { name: '"Quetzal"' },
    says: [said("name", "modelName", '"Quetzal"'), said("name", "nameOfFile", '"Quetzal"')],
  },
  {
    settings: { name: '"qz"' },
    says: [said("name", "modelName", '"qz"'), said("name", "nameOfFile", '"qz"')],
  },
  {
    settings: { name: '"a".repeat(44)' },
    says: [
      said("name", "modelName", '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"'),
      said("name", "nameOfFile", '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"'),
    ],
  },
  {
    settings: { name: '"-quetzal"' },
    says: [said("name", "modelName", '"-quetzal"'), said("name", "nameOfFile", '"-quetzal"')],
  },
  {
    settings: { name: '"quetzal_oslo"' },
    says: [said("name", "modelName", '"quetzal_oslo"'), said("name", "nameOfFile", '"quetzal_oslo"')],
  },
  {
    settings: { name: '"quetzal.oslo"' },
    says: [said("name", "modelName", '"quetzal.oslo"'), said("name", "nameOfFile", '"quetzal.oslo"')],
  },
  {
    settings: { name: '"xn--quetzal"' },
    says: [said("name", "modelName", '"xn--quetzal"'), said("name", "nameOfFile", '"xn--quetzal"')],
  },
  {
    settings: { name: '"quetzal-s3alias"' },
    says: [said("name", "nameOfS3", '"quetzal-s3alias"'), said("name", "nameOfFile", '"quetzal-s3alias"')],
  },
  {
    settings: { name: '""' },
    says: [said("name", "modelName", '""'), said("name", "nameOfFile", '""')],
  },
  {
    settings: { name: "42" },
    says: [said("name", "modelName", "42")],
  },
  {
    settings: { name: "null" },
    says: [said("name", "modelName", "null")],
  },
  {
    settings: { name: undefined },
    says: [missing("name", "modelName")],
  },
  {
    settings: { name: '["quetzal"]' },
    says: [said("name", "modelName", '["quetzal"]')],
  },
  {
    settings: { name: '"quetzal-oslo"' },
    says: [said("name", "nameOfFile", '"quetzal-oslo"')],
  },
  {
    settings: { name: '"que\\u001b[31mtzal"' },
    says: [said("name", "modelName", '"que\\u001b[31mtzal"'), said("name", "nameOfFile", '"que\\u001b[31mtzal"')],
  },
  {
    settings: { name: '"q\\u202euetzal"' },
    says: [said("name", "modelName", '"q\\u202euetzal"'), said("name", "nameOfFile", '"q\\u202euetzal"')],
  },
  {
    settings: { name: '() => "quetzal"' },
    says: [said("name", "modelName", "a function")],
  },
  {
    settings: { name: 'Symbol("quetzal")' },
    says: [said("name", "modelName", "Symbol(quetzal)")],
  },
  {
    settings: { name: "10n" },
    says: [said("name", "modelName", "10n")],
  },
  {
    settings: { name: "new Date(0)" },
    says: [said("name", "modelName", "a Date")],
  },
  {
    settings: { name: '"constructor"' },
    says: [said("name", "nameOfJavaScript", '"constructor"'), said("name", "nameOfFile", '"constructor"')],
  },
  {
    settings: { profile: undefined },
    says: [missing("profile", "profile")],
  },
  {
    settings: { profile: '"Parity"' },
    says: [said("profile", "profile", '"Parity"')],
  },
  {
    settings: { profile: "true" },
    says: [said("profile", "profile", "true")],
  },
  {
    settings: { adopt: '"terraform"' },
    says: [said("adopt", "adopt", '"terraform"')],
  },
  {
    settings: { adopt: "true", backend: '{ cloud: { organization: "quetzal" } }' },
    says: [said("adopt", "adopt", "true")],
  },
  {
    settings: { adopt: '"terraform-modules"', backend: '{ cloud: { organization: "quetzal" } }' },
    says: [said("adopt", "adoptOfCloud", '"terraform-modules"')],
  },
  { settings: { region: undefined }, says: [missing("region", "region")] },
  {
    settings: { region: '"ca-centrl-1"' },
    says: [said("region", "regionMeant", '"ca-centrl-1"', '"ca-central-1"')],
  },
  {
    settings: { region: '"canada"' },
    says: [said("region", "region", '"canada"')],
  },
  {
    settings: { region: '"ca-central-9"' },
    says: [said("region", "regionMeant", '"ca-central-9"', '"ca-central-1"')],
  },
  {
    settings: { region: '"ca-central-1a"' },
    says: [said("region", "regionMeant", '"ca-central-1a"', '"ca-central-1"')],
  },
  { settings: { region: "undefined" }, says: [missing("region", "region")] },
  {
    settings: { accountId: "123456789012" },
    says: [said("accountId", "accountId", "123456789012")],
  },
  {
    settings: { accountId: '"12345678901"' },
    says: [said("accountId", "accountId", '"12345678901"')],
  },
  {
    settings: { accountId: "undefined" },
    says: [said("accountId", "undefinedValue", "undefined")],
  },
  {
    settings: { accountId: "process.env.SLIPWAY_TEST_NO_SUCH_VARIABLE" },
    says: [said("accountId", "undefinedValue", "undefined")],
  },
  { settings: { compute: undefined }, says: [said("compute", "objectNeeded")] },
  { settings: { compute: "{}" }, says: [said("compute.lambda", "objectNeeded")] },
  { settings: { compute: "{ lambda: null }" }, says: [said("compute.lambda", "object", "null")] },
  {
    settings: { compute: "{ ecs: {} }" },
    says: [said("compute.lambda", "objectNeeded"), said("compute.ecs", "settingUnknown")],
  },
  {
    settings: lambda("memoryMiB: 127, timeoutSeconds: 60, storageMiB: 512"),
    says: [said("compute.lambda.memoryMiB", "memoryMiB", "127")],
  },
  {
    settings: lambda("memoryMiB: 10241, timeoutSeconds: 60, storageMiB: 512"),
    says: [said("compute.lambda.memoryMiB", "memoryMiB", "10241")],
  },
  {
    settings: lambda("memoryMiB: 512.5, timeoutSeconds: 60, storageMiB: 512"),
    says: [said("compute.lambda.memoryMiB", "memoryMiB", "512.5")],
  },
  {
    settings: lambda('memoryMiB: "512", timeoutSeconds: 60, storageMiB: 512'),
    says: [said("compute.lambda.memoryMiB", "memoryMiB", '"512"')],
  },
  {
    settings: lambda("memoryMiB: NaN, timeoutSeconds: 60, storageMiB: 512"),
    says: [said("compute.lambda.memoryMiB", "memoryMiB", "NaN")],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: 0, storageMiB: 512"),
    says: [said("compute.lambda.timeoutSeconds", "timeoutSeconds", "0")],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: 901, storageMiB: 512"),
    says: [said("compute.lambda.timeoutSeconds", "timeoutSeconds", "901")],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: -60, storageMiB: 512"),
    says: [said("compute.lambda.timeoutSeconds", "timeoutSeconds", "-60")],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: Infinity, storageMiB: 512"),
    says: [said("compute.lambda.timeoutSeconds", "timeoutSeconds", "Infinity")],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: 60, storageMiB: 511"),
    says: [said("compute.lambda.storageMiB", "storageMiB", "511")],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: 60, storageMiB: 10241"),
    says: [said("compute.lambda.storageMiB", "storageMiB", "10241")],
  },
  {
    settings: lambda("memoryMiB: 512, timeoutSeconds: 60"),
    says: [missing("compute.lambda.storageMiB", "storageMiB")],
  },
  {
    settings: lambda("memory: 512, timeout: 60, storage: 512"),
    says: [
      missing("compute.lambda.memoryMiB", "memoryMiB"),
      missing("compute.lambda.timeoutSeconds", "timeoutSeconds"),
      missing("compute.lambda.storageMiB", "storageMiB"),
      said("compute.lambda.memory", "settingMeant", '"memoryMiB"'),
      said("compute.lambda.timeout", "settingMeant", '"timeoutSeconds"'),
      said("compute.lambda.storage", "settingMeant", '"storageMiB"'),
    ],
  },
  {
    settings: lambda("memorySize: 512, timeoutSeconds: 60, storageMiB: 512"),
    says: [
      missing("compute.lambda.memoryMiB", "memoryMiB"),
      said("compute.lambda.memorySize", "settingMeant", '"memoryMiB"'),
    ],
  },
  {
    settings: { image: '"latest"' },
    says: [said("image", "image", '"latest"')],
  },
  {
    settings: { image: '{ tag: "" }' },
    says: [said("image.tag", "tag", '""')],
  },
  {
    settings: { image: '{ tag: ".x" }' },
    says: [said("image.tag", "tag", '".x"')],
  },
  {
    settings: { image: '{ digest: "sha256:abc" }' },
    says: [said("image.digest", "digest", '"sha256:abc"')],
  },
  {
    settings: { image: '{ tag: "v1", digest: "sha256:abc" }' },
    says: [said("image", "image", '{"tag":"v1","digest":"sha256:abc"}')],
  },
  {
    settings: { image: "{}" },
    says: [said("image", "image", "{}")],
  },
  {
    settings: { image: '{ tga: "v1" }' },
    says: [said("image.tga", "settingMeant", '"tag"')],
  },
  {
    settings: { workflow: '{ definition: "steps.json" }' },
    says: [said("workflow.definition", "definition", '"steps.json"')],
  },
  {
    settings: { workflow: "{ definition: { steps: [] } }" },
    says: [said("workflow.definition.steps", "steps", "[]")],
  },
  {
    settings: { workflow: '{ allow: [{ actions: ["PutItem"], resources: ["table"] }] }' },
    says: [
      said("workflow.allow[0].actions[0]", "action", '"PutItem"'),
      said("workflow.allow[0].resources[0]", "iamResource", '"table"'),
    ],
  },
  {
    settings: { workflow: '{ definition: { file: "" } }' },
    says: [said("workflow.definition.file", "file", '""')],
  },
  {
    settings: { workflow: '{ definiton: "external" }' },
    says: [said("workflow.definiton", "settingMeant", '"definition"')],
  },
  {
    settings: { workflow: '{ authorizerArn: "quetzal-api-auth" }' },
    says: [said("workflow.authorizerArn", "authorizerArn", '"quetzal-api-auth"')],
  },
  {
    settings: { workflow: '{ authorizerArn: "arn:aws:lambda:ca-central-1:123456789012:function:auth:1" }' },
    says: [
      said("workflow.authorizerArn", "authorizerArn", '"arn:aws:lambda:ca-central-1:123456789012:function:auth:1"'),
    ],
  },
  {
    settings: { workflow: '{ authorizerArn: "arn:aws:lambda:eu-north-1:123456789012:function:auth" }' },
    says: [
      said(
        "workflow.authorizerArn",
        "authorizerElsewhere",
        '"arn:aws:lambda:ca-central-1:"',
        '"arn:aws:lambda:eu-north-1:123456789012:function:auth"',
      ),
    ],
  },
  {
    settings: { corsOrigins: '"https://example.org"' },
    says: [said("corsOrigins", "corsOriginsList", '"https://example.org"')],
  },
  {
    settings: { corsOrigins: '["example.org"]' },
    says: [said("corsOrigins[0]", "corsOrigins", '"example.org"')],
  },
  {
    settings: { corsOrigins: '["https://example.org/"]' },
    says: [said("corsOrigins[0]", "corsOrigins", '"https://example.org/"')],
  },
  {
    settings: { corsOrigins: '["https://*.*.org"]' },
    says: [said("corsOrigins[0]", "corsOrigins", '"https://*.*.org"')],
  },
  {
    settings: { corsOrigins: '["https://a.org", "https://b.org", "https://a.org"]' },
    says: [said("corsOrigins", "corsOriginsTwice", '"https://a.org"')],
  },
  {
    settings: { corsOrigins: '[,"https://a.org"]' },
    says: [missing("corsOrigins[0]", "corsOrigins")],
  },
  {
    settings: { access: "undefined" },
    says: [said("access", "undefinedValue", "undefined")],
  },
  {
    settings: { access: "{}" },
    says: [missing("access.identityPoolId", "identityPoolId")],
  },
  {
    settings: { access: '{ identityPoolId: "pool" }' },
    says: [said("access.identityPoolId", "identityPoolId", '"pool"')],
  },
  {
    settings: { access: '{ identityPoolID: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671" }' },
    says: [
      missing("access.identityPoolId", "identityPoolId"),
      said("access.identityPoolID", "settingMeant", '"identityPoolId"'),
    ],
  },
  {
    settings: {
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", rolePrefix: "Cognito_quetzal_pool_of_all_models_of_the_laboratory_for_2026" }',
    },
    says: [
      said(
        "access.rolePrefix",
        "rolePrefixLong",
        "56",
        '"<workspace>"',
        '"Cognito_quetzal_pool_of_all_models_of_the_laboratory_for_2026"',
      ),
    ],
  },
  {
    settings: { access: '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", rolePrefix: "a b" }' },
    says: [said("access.rolePrefix", "rolePrefix", '"a b"')],
  },
  {
    settings: {
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", sharedPolicies: ["arn:aws:iam::1:policy/x"] }',
    },
    says: [said("access.sharedPolicies[0]", "sharedPolicies", '"arn:aws:iam::1:policy/x"')],
  },
  {
    settings: {
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", sharedPolicies: ["read", "arn:aws:iam::123456789012:policy/read"] }',
    },
    says: [said("access.sharedPolicies", "policiesOfOneName", '["read","arn:aws:iam::123456789012:policy/read"]')],
  },
  {
    settings: {
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", adminRoleName: "arn:aws:iam::123456789012:role/admin" }',
    },
    says: [said("access.adminRoleName", "adminRoleName", '"arn:aws:iam::123456789012:role/admin"')],
  },
  {
    settings: { logRetentionDays: "15" },
    says: [said("logRetentionDays", "logRetentionDays", "15")],
  },
  {
    settings: { logRetentionDays: '"14"' },
    says: [said("logRetentionDays", "logRetentionDays", '"14"')],
  },
  {
    settings: { logRetentionDays: "0" },
    says: [said("logRetentionDays", "logRetentionDays", "0")],
  },
  {
    settings: { tags: '["a"]' },
    says: [said("tags", "tagsObject", '["a"]')],
  },
  {
    settings: { tags: '{ "api-token": "hunter2", max_tokens: "hunter2" }' },
    says: [said("tags.api-token", "secretTag", "a text of 7 characters")],
  },
  {
    settings: { tags: '{ "aws:cost": "x" }' },
    says: [said("tags.aws:cost", "tagKey", '"aws:cost"')],
  },
  {
    settings: { tags: '{ "a,b": "x" }' },
    says: [said('tags["a,b"]', "tagKey", '"a,b"')],
  },
  {
    settings: { tags: "{ project: 5 }" },
    says: [said("tags.project", "tagValue", "5")],
  },
  {
    settings: { tags: '{ project: "x".repeat(257) }' },
    says: [
      said(
        "tags.project",
        "tagValue",
        '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...',
      ),
    ],
  },
  {
    settings: { tags: '{ "cost:name": "other" }' },
    says: [said("tags", "tagOfModel", '{"cost:name":"other"}')],
  },
  {
    settings: { tags: 'Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, "x"]))' },
    says: [said("tags", "tagsTooMany", "50")],
  },
  { settings: more('architecture: "arm"'), says: [said("compute.lambda.architecture", "architecture", '"arm"')] },
  {
    settings: more("reservedConcurrency: -1"),
    says: [said("compute.lambda.reservedConcurrency", "reservedConcurrency", "-1")],
  },
  {
    settings: more('vpc: { subnetIds: [], securityGroupIds: ["default"] }'),
    says: [
      said("compute.lambda.vpc.subnetIds", "subnetNeeded", "[]"),
      said("compute.lambda.vpc.securityGroupIds[0]", "groupId", '"default"'),
    ],
  },
  {
    settings: more('vpc: { subnetIds: ["vpc-0123456789abcdef0"], securityGroupIds: "sg-0123456789abcdef0" }'),
    says: [
      said("compute.lambda.vpc.subnetIds[0]", "subnetId", '"vpc-0123456789abcdef0"'),
      said("compute.lambda.vpc.securityGroupIds", "groupsNeeded", '"sg-0123456789abcdef0"'),
    ],
  },
  {
    settings: more('environment: { "LOG-LEVEL": "info", AWS_REGION: "a", BUCKET_NAME: "b", WORKERS: 4 }'),
    says: [
      said("compute.lambda.environment.LOG-LEVEL", "variableOfLambda", '"LOG-LEVEL"'),
      said("compute.lambda.environment.AWS_REGION", "variableReserved", '"AWS_REGION"'),
      said("compute.lambda.environment.BUCKET_NAME", "variableReserved", '"BUCKET_NAME"'),
      said("compute.lambda.environment.WORKERS", "variableText", "4"),
    ],
  },
  {
    settings: more('environment: { API_TOKEN: "hunter2", DATABASE: "postgres://ada:hunter2@db/lab" }'),
    says: [
      said("compute.lambda.environment.API_TOKEN", "variableSecret", "a text of 7 characters"),
      said("compute.lambda.environment.DATABASE", "variableSecret", "an address with a password"),
    ],
  },
  {
    settings: more('environment: { LARGE: "x".repeat(4096) }'),
    says: [said("compute.lambda.environment", "variablesLarge", "4101")],
  },
  { settings: { lifecycleRules: "[{}]" }, says: [said("lifecycleRules[0]", "lifecycleIdle", "{}")] },
  {
    settings: { lifecycleRules: "[{ expirationDays: 0 }]" },
    says: [said("lifecycleRules[0].expirationDays", "lifecycleDays", "0")],
  },
  {
    settings: { lifecycleRules: '[{ transitions: [{ storageClass: "COLD", afterDays: 1 }] }]' },
    says: [said("lifecycleRules[0].transitions[0].storageClass", "storageClass", '"COLD"')],
  },
  {
    settings: { lifecycleRules: '[{ transitions: [{ storageClass: "STANDARD_IA", afterDays: 7 }] }]' },
    says: [said("lifecycleRules[0].transitions[0]", "transitionEarly", '{"storageClass":"STANDARD_IA","afterDays":7}')],
  },
  {
    settings: { lifecycleRules: '[{ prefix: "", expirationDays: 1 }]' },
    says: [said("lifecycleRules[0].prefix", "lifecyclePrefix", '""')],
  },
  {
    settings: { lifecycleRules: '[{ expirationDays: 30, transitions: [{ storageClass: "GLACIER", afterDays: 30 }] }]' },
    says: [
      said(
        "lifecycleRules[0]",
        "lifecycleOrder",
        '{"expirationDays":30,"transitions":[{"storageClass":"GLACIER","afterDays":30}]}',
      ),
    ],
  },
  {
    settings: {
      lifecycleRules:
        '[{ tagFilters: Object.fromEntries([..."abcdefghijk"].map((key) => [key, "1"])), expirationDays: 1 }]',
    },
    says: [said("lifecycleRules[0].tagFilters", "lifecycleTags", "11")],
  },
  {
    settings: { lifecycleRules: '[{ tagFilters: { "aws:x": "1" }, expirationDays: 1 }]' },
    says: [said("lifecycleRules[0].tagFilters.aws:x", "tagKey", '"aws:x"')],
  },
  {
    settings: { lifecycleRules: "[{ objectSizeGreaterThanBytes: -1, expirationDays: 1 }]" },
    says: [said("lifecycleRules[0].objectSizeGreaterThanBytes", "lifecycleBytes", "-1")],
  },
  {
    settings: { lifecycleRules: "[{ objectSizeGreaterThanBytes: 5, objectSizeLessThanBytes: 5, expirationDays: 1 }]" },
    says: [
      said(
        "lifecycleRules[0]",
        "lifecycleSizes",
        '{"objectSizeGreaterThanBytes":5,"objectSizeLessThanBytes":5,"expirationDays":1}',
      ),
    ],
  },
  {
    settings: {
      lifecycleRules:
        '[{ noncurrentVersionExpirationDays: 30, noncurrentVersionTransitions: [{ storageClass: "GLACIER", afterDays: 60 }] }]',
    },
    says: [
      said(
        "lifecycleRules[0]",
        "lifecycleVersionsOrder",
        '{"noncurrentVersionExpirationDays":30,"noncurrentVersionTransitions":[{"stora...',
      ),
    ],
  },
  {
    settings: { lifecycleRules: '[{ noncurrentVersionTransitions: [{ storageClass: "ONEZONE_IA", afterDays: 7 }] }]' },
    says: [
      said(
        "lifecycleRules[0].noncurrentVersionTransitions[0]",
        "transitionEarly",
        '{"storageClass":"ONEZONE_IA","afterDays":7}',
      ),
    ],
  },
  {
    settings: { lifecycleRules: "[{ noncurrentVersionExpirationDays: 1, noncurrentVersionsToRetain: 101 }]" },
    says: [said("lifecycleRules[0].noncurrentVersionsToRetain", "lifecycleVersions", "101")],
  },
  {
    settings: { lifecycleRules: "[{ expirationDays: 1, noncurrentVersionsToRetain: 5 }]" },
    says: [said("lifecycleRules[0]", "lifecycleRetains", '{"expirationDays":1,"noncurrentVersionsToRetain":5}')],
  },
  {
    settings: { lifecycleRules: "[{ expirationDays: 1, expiredObjectDeleteMarker: true }]" },
    says: [said("lifecycleRules[0]", "lifecycleMarkers", '{"expirationDays":1,"expiredObjectDeleteMarker":true}')],
  },
  {
    settings: { lifecycleRules: '[{ expiredObjectDeleteMarker: "yes" }]' },
    says: [said("lifecycleRules[0].expiredObjectDeleteMarker", "flag", '"yes"')],
  },
  {
    settings: { lifecycleRules: "[{ expiredObjectDeleteMarker: false }]" },
    says: [said("lifecycleRules[0]", "lifecycleIdle", '{"expiredObjectDeleteMarker":false}')],
  },
  {
    settings: { lifecycleRules: '[{ abortIncompleteMultipartUploadDays: 7, tagFilters: { kind: "raw" } }]' },
    says: [
      said(
        "lifecycleRules[0]",
        "lifecyclePrefixOnly",
        '{"tagFilters":{"kind":"raw"},"abortIncompleteMultipartUploadDays":7}',
      ),
    ],
  },
  {
    settings: { lifecycleRules: "[{ expiredObjectDeleteMarker: true, objectSizeLessThanBytes: 9 }]" },
    says: [
      said(
        "lifecycleRules[0]",
        "lifecyclePrefixOnly",
        '{"objectSizeLessThanBytes":9,"expiredObjectDeleteMarker":true}',
      ),
    ],
  },
  {
    settings: { kmsKeyArn: '"arn:aws:kms:ca-central-1:123456789012:alias/models"' },
    says: [said("kmsKeyArn", "kmsKeyArn", '"arn:aws:kms:ca-central-1:123456789012:alias/models"')],
  },
  {
    settings: { kmsKeyArn: '"arn:aws:kms:eu-west-1:123456789012:key/1234abcd"' },
    says: [
      said(
        "kmsKeyArn",
        "keyElsewhere",
        '"arn:aws:kms:ca-central-1:"',
        '"arn:aws:kms:eu-west-1:123456789012:key/1234abcd"',
      ),
    ],
  },
  {
    settings: { permissionsBoundaryArn: '"boundary"', rolePath: '"lab"', roleNamePrefix: '"lab/"' },
    says: [
      said("permissionsBoundaryArn", "permissionsBoundaryArn", '"boundary"'),
      said("rolePath", "rolePath", '"lab"'),
      said("roleNamePrefix", "roleNamePrefix", '"lab/"'),
    ],
  },
  {
    settings: { roleNamePrefix: '"a".repeat(45)' },
    says: [said("roleNamePrefix", "rolePrefixLong", "44", '"<workspace>"', `"${"a".repeat(45)}"`)],
  },
  {
    settings: {
      roleNamePrefix: '"lab-"',
      access: `{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", rolePrefix: "${"b".repeat(54)}" }`,
    },
    says: [said("roleNamePrefix", "userRoleLong", "2", `"${"b".repeat(54)}<workspace>"`, '"lab-"')],
  },
  {
    settings: { sharesRunsWith: '"quetzal"' },
    says: [said("sharesRunsWith", "sharesRunsWithList", '"quetzal"')],
  },
  {
    settings: { sharesRunsWith: '["quetzal-lome"]' },
    says: [said("sharesRunsWith[0]", "sharesRunsWith", '"<workspace>"', '"quetzal-lome"')],
  },
  {
    settings: { backend: "{}" },
    says: [said("backend", "backend", "{}")],
  },
  {
    settings: { backend: '{ local: {}, s3: { bucket: "states", key: "k", region: "ca-central-1" } }' },
    says: [said("backend", "backend", '{"local":{},"s3":{"bucket":"states","key":"k","region":"ca-central-1"}}')],
  },
  {
    settings: { backend: "{ S3: {} }" },
    says: [said("backend.S3", "settingMeant", '"s3"'), said("backend", "backend", "{}")],
  },
  {
    settings: { backend: '{ s3: { bucket: "States", key: "/k", region: "ca" } }' },
    says: [
      said("backend.s3.bucket", "bucket", '"States"'),
      said("backend.s3.key", "key", '"/k"'),
      said("backend.s3.region", "region", '"ca"'),
    ],
  },
  {
    settings: { backend: '{ s3: { bucket: "states", key: "k", region: "ca-central-1", dynamodb_table: "locks" } }' },
    says: [said("backend.s3.dynamodb_table", "settingUnknown")],
  },
  {
    settings: { backend: '{ cloud: { organization: "a b" } }' },
    says: [said("backend.cloud.organization", "organization", '"a b"')],
  },
  {
    settings: { backend: '{ cloud: { organization: "lab", hostname: "https://tfe.org" } }' },
    says: [said("backend.cloud.hostname", "hostname", '"https://tfe.org"')],
  },
  {
    settings: { backend: '{ cloud: { organization: "lab", token: "secret" } }' },
    says: [said("backend.cloud.token", "settingUnknown")],
  },
  {
    settings: { name: '"con"' },
    says: [said("name", "nameOfWindows", '"con"'), said("name", "nameOfFile", '"con"')],
  },
  {
    settings: { name: '"aux"' },
    says: [said("name", "nameOfWindows", '"aux"'), said("name", "nameOfFile", '"aux"')],
  },
  {
    settings: { name: '"nul"' },
    says: [said("name", "nameOfWindows", '"nul"'), said("name", "nameOfFile", '"nul"')],
  },
  {
    settings: { name: '"lpt1"' },
    says: [said("name", "nameOfWindows", '"lpt1"'), said("name", "nameOfFile", '"lpt1"')],
  },
  {
    settings: { corsOrigins: '["https://Example.org"]' },
    says: [said("corsOrigins[0]", "originNotSent", '"https://Example.org"')],
  },
  {
    settings: { corsOrigins: '["HTTPS://example.org"]' },
    says: [said("corsOrigins[0]", "originNotSent", '"HTTPS://example.org"')],
  },
  {
    settings: { corsOrigins: '["https://example.org:99999"]' },
    says: [said("corsOrigins[0]", "originNotSent", '"https://example.org:99999"')],
  },
  {
    settings: { corsOrigins: '["http://localhost:0"]' },
    says: [said("corsOrigins[0]", "originNotSent", '"http://localhost:0"')],
  },
  {
    settings: { corsOrigins: '["https://example.org:443"]' },
    says: [said("corsOrigins[0]", "originNotSent", '"https://example.org:443"')],
  },
  {
    settings: { corsOrigins: '["http://example.org:80"]' },
    says: [said("corsOrigins[0]", "originNotSent", '"http://example.org:80"')],
  },
  {
    settings: {
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", sharedPolicies: Array.from({ length: 10 }, (_, index) => `p${index}`) }',
    },
    says: [said("access.sharedPolicies", "sharedPoliciesMany", "10")],
  },
  {
    settings: { tags: '{ " project": "x", "team ": "y" }' },
    says: [said('tags[" project"]', "tagKey", '" project"'), said('tags["team "]', "tagKey", '"team "')],
  },
  {
    settings: { backend: '{ s3: { bucket: "192.168.0.1", key: "k", region: "ca-central-1" } }' },
    says: [said("backend.s3.bucket", "bucket", '"192.168.0.1"')],
  },
  {
    settings: { backend: '{ s3: { bucket: "states", key: "k", region: "cn-north-1" } }' },
    says: [said("backend.s3.region", "bucketElsewhere", '"cn-north-1"')],
  },
  {
    settings: {
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", adminRoleName: "users-<workspace>" }',
    },
    says: [said("access.adminRoleName", "adminIsUser", '"users-<workspace>"')],
  },
  {
    settings: {
      roleNamePrefix: '"lab-"',
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", rolePrefix: "pool-", adminRoleName: "lab-pool-<workspace>" }',
    },
    says: [said("access.adminRoleName", "adminIsUser", '"lab-pool-<workspace>"')],
  },
  {
    settings: {
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", sharedPolicies: ["config", "s3_read_put_<workspace>"] }',
    },
    says: [said("access.sharedPolicies[1]", "policyOfModel", '"s3_read_put_<workspace>"')],
  },
  {
    settings: { backend: '{ s3: { bucket: "<workspace>", key: "k", region: "ca-central-1" } }' },
    says: [said("backend.s3.bucket", "bucketDeployed", '"<workspace>"')],
  },
  { settings: { backend: '"s3"' }, says: [said("backend", "object", '"s3"')] },
  { settings: { memory: "512" }, says: [said("memory", "settingMeant", '"compute.lambda.memoryMiB"')] },
  { settings: { Region: '"ca-central-1"' }, says: [said("Region", "settingMeant", '"region"')] },
  { settings: { tag: "{}" }, says: [said("tag", "settingMeant", '"tags"')] },
  {
    settings: { '"log retention"': "14" },
    says: [said('["log retention"]', "settingMeant", '"logRetentionDays"')],
  },
  {
    settings: { '["__proto__"]': '{ region: "x" }' },
    says: [said("__proto__", "settingUnknown")],
  },
  { settings: { constructor: '"x"' }, says: [said("constructor", "settingUnknown")] },
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
      said("region", "regionMeant", '"ca-centrl-1"', '"ca-central-1"'),
      said("compute.lambda.memoryMiB", "memoryMiB", "1"),
      missing("compute.lambda.timeoutSeconds", "timeoutSeconds"),
      missing("compute.lambda.storageMiB", "storageMiB"),
      said("logRetentionDays", "logRetentionDays", "15"),
      said("name", "nameOfFile", '"other"'),
      said("sharesRunsWith[0]", "sharesRunsWith", '"other"', '"quetzal"'),
    ],
  },
  {
    settings: { profile: '"x"', workflow: '{ authorizerArn: "arn:aws:lambda:eu-north-1:123456789012:function:auth" }' },
    says: [
      said("profile", "profile", '"x"'),
      said(
        "workflow.authorizerArn",
        "authorizerElsewhere",
        '"arn:aws:lambda:ca-central-1:"',
        '"arn:aws:lambda:eu-north-1:123456789012:function:auth"',
      ),
    ],
  },
  {
    settings: { name: '"quetzal--oslo"' },
    says: [said("name", "modelName", '"quetzal--oslo"'), said("name", "nameOfFile", '"quetzal--oslo"')],
  },
  {
    settings: { name: 'Symbol("\\u001b[31mred")' },
    says: [said("name", "modelName", "Symbol(\\u001b[31mred)")],
  },
  {
    settings: { name: 'new Map([["a", 1]])' },
    says: [said("name", "modelName", "a Map")],
  },
  {
    settings: { name: '"quetzal\\noslo"' },
    says: [said("name", "modelName", '"quetzal\\noslo"'), said("name", "nameOfFile", '"quetzal\\noslo"')],
  },
  {
    settings: { name: '"quetzal\\u00a0oslo"' },
    says: [said("name", "modelName", '"quetzal\\u00a0oslo"'), said("name", "nameOfFile", '"quetzal\\u00a0oslo"')],
  },
  {
    settings: { region: '"us-west-4"' },
    says: [said("region", "regionMeant", '"us-west-4"', '"us-west-1"')],
  },
  {
    settings: { region: '"ac-central-1"' },
    says: [said("region", "regionMeant", '"ac-central-1"', '"ca-central-1"')],
  },
  {
    settings: { region: '["ca-central-1"]' },
    says: [said("region", "region", '["ca-central-1"]')],
  },
  {
    settings: { compute: "{ lambda: { memoryMiB: 512n, timeoutSeconds: () => 60, storageMiB: { value: 512 } } }" },
    says: [
      said("compute.lambda.memoryMiB", "memoryMiB", "512n"),
      said("compute.lambda.timeoutSeconds", "timeoutSeconds", "a function"),
      said("compute.lambda.storageMiB", "storageMiB", '{"value":512}'),
    ],
  },
  {
    settings: { compute: "{ lambda: { memoryMiB: undefined, timeoutSeconds: null, storageMiB: [NaN, undefined] } }" },
    says: [
      missing("compute.lambda.memoryMiB", "memoryMiB"),
      said("compute.lambda.timeoutSeconds", "timeoutSeconds", "null"),
      said("compute.lambda.storageMiB", "storageMiB", "[NaN,undefined]"),
    ],
  },
  {
    settings: { memoryMiB: "512", timeout: "60" },
    says: [
      said("memoryMiB", "settingMeant", '"compute.lambda.memoryMiB"'),
      said("timeout", "settingMeant", '"compute.lambda.timeoutSeconds"'),
    ],
  },
  {
    settings: { image: "{ tag: undefined }" },
    says: [said("image", "image", '{"tag":undefined}')],
  },
  {
    settings: { workflow: '{ definition: { flie: "steps.json" } }' },
    says: [said("workflow.definition.flie", "settingMeant", '"file"')],
  },
  {
    settings: {
      region: '"cn-north-1"',
      workflow: '{ authorizerArn: "arn:aws:lambda:cn-north-1:123456789012:function:auth" }',
    },
    says: [
      said(
        "workflow.authorizerArn",
        "authorizerElsewhere",
        '"arn:aws-cn:lambda:cn-north-1:"',
        '"arn:aws:lambda:cn-north-1:123456789012:function:auth"',
      ),
    ],
  },
  {
    settings: { corsOrigins: '["https://${host}.org", "https://example.org/path", "https://*", "http://localhost:*"]' },
    says: [
      said("corsOrigins[0]", "corsOrigins", '"https://${host}.org"'),
      said("corsOrigins[1]", "corsOrigins", '"https://example.org/path"'),
    ],
  },
  {
    settings: { corsOrigins: '["example.org", "https://a.org", "https://a.org"]' },
    says: [
      said("corsOrigins[0]", "corsOrigins", '"example.org"'),
      said("corsOrigins", "corsOriginsTwice", '"https://a.org"'),
    ],
  },
  {
    settings: { access: '{ identityPoolId: "ca-centrl-1:b6298c0d-1089-4287-8770-4e9803847671" }' },
    says: [
      said(
        "access.identityPoolId",
        "identityPoolIdMeant",
        '"ca-centrl-1:b6298c0d-1089-4287-8770-4e9803847671"',
        '"ca-central-1"',
      ),
    ],
  },
  {
    settings: { access: '{ identityPoolId: "cn-north-1:b6298c0d-1089-4287-8770-4e9803847671" }' },
    says: [said("access.identityPoolId", "poolElsewhere", '"cn-north-1:b6298c0d-1089-4287-8770-4e9803847671"')],
  },
  {
    settings: {
      accountId: '"123456789012"',
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", sharedPolicies: ["arn:aws:iam::210987654321:policy/x", "arn:aws:iam::aws:policy/y", "arn:aws-cn:iam::aws:policy/z"] }',
    },
    says: [
      said("access.sharedPolicies[0]", "policyOfAccount", '"arn:aws:iam::210987654321:policy/x"'),
      said("access.sharedPolicies[2]", "policyOfPartition", '"arn:aws:"', '"arn:aws-cn:iam::aws:policy/z"'),
    ],
  },
  {
    settings: {
      access:
        '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", sharedPolicies: ["a b", "read", "read"] }',
    },
    says: [
      said("access.sharedPolicies[0]", "sharedPolicies", '"a b"'),
      said("access.sharedPolicies", "sharedPoliciesTwice", '"read"'),
    ],
  },
  {
    settings: {
      access: '{ identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", rolePrefix: "r".repeat(62) }',
    },
    says: [said("access.rolePrefix", "rolePrefix", '"rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr"')],
  },
  {
    settings: {
      logRetentionDays: "15",
      accountId: "1",
      access: '{ identityPoolId: "pool", rolePrefix: "r".repeat(60) }',
    },
    says: [
      said("accountId", "accountId", "1"),
      said("access.identityPoolId", "identityPoolId", '"pool"'),
      said("logRetentionDays", "logRetentionDays", "15"),
      said(
        "access.rolePrefix",
        "rolePrefixLong",
        "56",
        '"<workspace>"',
        '"rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr"',
      ),
    ],
  },
  {
    settings: { tags: '{ project: 5, "cost:name": "other" }' },
    says: [said("tags.project", "tagValue", "5"), said("tags", "tagOfModel", '{"project":5,"cost:name":"other"}')],
  },
  {
    settings: { tags: '{ ["k".repeat(129)]: "x", "two\\nlines": "\\u001b[31m" }' },
    says: [
      said(
        'tags["kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk...]',
        "tagKey",
        '"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk...',
      ),
      said('tags["two\\nlines"]', "tagKey", '"two\\nlines"'),
    ],
  },
  {
    settings: { backend: '{ local: {}, s3: { bucket: "states", key: "a//b", region: "ca-central-1" } }' },
    says: [
      said("backend.s3.key", "key", '"a//b"'),
      said("backend", "backend", '{"local":{},"s3":{"bucket":"states","key":"a//b","region":"ca-central-1"}}'),
    ],
  },
  {
    settings: { backend: "{ s3: undefined }" },
    says: [said("backend.s3", "undefinedValue", "undefined")],
  },
  {
    settings: { '["\\u001b[31m"]': "1", '["k".repeat(99)]': "1" },
    says: [
      said('["\\u001b[31m"]', "settingUnknown"),
      said('["kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk...]', "settingUnknown"),
    ],
  },
  {
    settings: { sharesRunsWith: '["Quetzal", 5]' },
    says: [said("sharesRunsWith[0]", "modelName", '"Quetzal"'), said("sharesRunsWith[1]", "modelName", "5")],
  },
  { file: "export const environment = {};\n", says: [said("", "exportNeeded")] },
  { file: "export default null;\n", says: [said("", "object", "null")] },
  { file: "export default [];\n", says: [said("", "object", "[]")] },
  { file: 'export default "quetzal";\n', says: [said("", "object", '"quetzal"')] },
  { file: "export default () => ({});\n", says: [said("", "object", "a function")] },
  { file: "", says: [said("", "exportNeeded")] },
  {
    file: 'export default {\n  name: "a" "b",\n};\n',
    says: [said(":2:12:", "unreadable", '"Expected \\"}\\" but found \\"\\\\\\"b\\\\\\"\\""')],
  },
  {
    file: "export default {\n",
    says: [said(":2:0:", "unreadable", '"Expected identifier but found end of file"')],
  },
  {
    file: 'import "./missing";\nexport default {};\n',
    says: [said("", "unloadable", "\"Cannot find module './missing'\"")],
  },
  {
    file: 'throw new Error("first\\nsecond");\n',
    says: [said("", "unloadable", '"first"')],
  },
  { file: 'throw "boo";\n', says: [said("", "unloadable", '"boo"')] },
  {
    file: 'export default { get name() { throw new Error("boo"); } };\n',
    says: [said("", "unloadable", '"boo"')],
  },
  {
    file: "const a: any = {};\na.name = a;\nexport default a;\n",
    says: [
      said("name", "modelName", "an object that refers to itself"),
      missing("profile", "profile"),
      missing("region", "region"),
      said("compute", "objectNeeded"),
    ],
  },
  {
    file: "export default undefinedName;\n",
    says: [said("", "unloadable", '"undefinedName is not defined"')],
  },
  {
    file: "export default await Promise.resolve({});\n",
    says: [
      said(":1:15:", "unreadable", '"Top-level await is currently not supported with the \\"cjs\\" output format"'),
    ],
  },
  {
    file: "export default Promise.resolve({});\n",
    says: [
      missing("name", "modelName"),
      missing("profile", "profile"),
      missing("region", "region"),
      said("compute", "objectNeeded"),
    ],
  },
];

/** What is said of a file that is right by itself, and not beside another's. */
export const BESIDE = {
  longerName: said("name", "contained", '"quetzal-oslo"', '"quetzal-oslo-dev"', '"quetzal-oslo-dev"'),
  ts: said("", "fileOfOneName", '"quetzal-oslo"', "environments/model/quetzal-oslo.ts"),
  js: said("", "fileOfOneName", '"quetzal-oslo"', "environments/model/quetzal-oslo.js"),
};
