import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { TerraformStack, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { applyProgram } from "../shared/apply-program";
import { bucketPlace, regionOf } from "../shared/aws-place";
import { checkSettings, isLoaded, refuse, refuseAtSynthesis } from "../shared/check-props";
import { given } from "../shared/given";
import { grant } from "../shared/grant";
import type { Grantee } from "../shared/grantee";
import { keepLifecycle, keepProvider } from "../shared/kept-lifecycle";
import { literal } from "../shared/literal";
import { ownName } from "../shared/own-names";
import { type ProgramProvider, programProvider } from "../shared/program-provider";
import { requireProps } from "../shared/props";
import { type ProviderProps, providerOfResource, useProvider } from "../shared/provider";
import { AWS_PROVIDER_VERSIONS } from "../shared/provider-versions";
import { requireProvider } from "../shared/required-provider";
import { complaint, type Problem } from "../shared/rules";
import { tags as tagRules } from "../shared/schema";
import { shown } from "../shared/shown";
import { TerraformData } from "../shared/terraform-data";
import { isWithin, problemsWithinPlace } from "./problems";
import { BUILTINS, CUSTOM } from "./render/names";
import { pluginStatements } from "./render/policies";
import { variables, type WorkerEnvironment, workerEndpoint } from "./render/worker-environment";
import * as rules from "./schema";
import type { PluginBucketSettings } from "./settings";

/** Settings of a {@link PluginBucket}. */
export interface PluginBucketProps extends PluginBucketSettings, ProviderProps {
  /** The bucket's region, such as `us-east-1`; another store's own word for it. */
  readonly region: string;
  /** Of Amazon S3 alone. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The credentials for another store come from where the program runs. */
const NO_PROVIDER: ProgramProvider = { input: {}, environment: {} };

/** What the program that Terraform runs is told. */
export function programVariables(action: "synchronize" | "remove"): Record<string, string> {
  return {
    ACTION: action,
    COLLECTION: "${self.input.collection}",
    // The SDK's notice about Node's age would stand in every deployment's log.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}

/** Where a collection lies: a `PluginCollection`. */
export interface CollectionPrefix {
  readonly prefix: string;
}

/** What workers read of a bucket. */
export interface WorkerPrefixes {
  /** @default - the prefix `dioptra_builtins` */
  readonly builtins?: CollectionPrefix;
  /** @default - the prefix `dioptra_custom` */
  readonly custom?: CollectionPrefix;
  /** DIOPTRA_PLUGIN_DIR. @default "/work/plugins" */
  readonly pluginDirectory?: string;
}

/**
 * A bucket for task plugins, on Amazon S3 or another store: private, versioned, and no plan may take it away unless that
 * is said.
 */
export class PluginBucket extends Construct {
  readonly resource: S3Bucket;
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly region: string;
  /** The store's address for Terraform; absent of Amazon S3. */
  readonly endpoint?: string;
  /** The store's address for workers: MLFLOW_S3_ENDPOINT_URL. */
  readonly workerEndpoint: string;
  /** The program that synchronizes and removes, from the stack's folder. */
  readonly programPath: string;
  /** Whose credentials the program has. */
  readonly programProvider: ProgramProvider;
  /** The prefixes of its collections, each an instance; before it nothing is sent, and after it nothing is there. */
  readonly prefixes: TerraformData;
  private readonly held = new Set<string>();

  constructor(scope: Construct, id: string, props: PluginBucketProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "aws", props.provider);
    const { name, region, tags, origin, removal, versioning = "enabled", store } = props;
    const { name: nameRule, ...others } = rules.bucket.shape;
    const held = { name: nameRule, region: rules.region, ...others, tags: tagRules.exactOptional() };
    checkSettings(this, props, held, (known) => problemsWithinPlace({ ...known, bucket: known }));
    this.checkProvider(props);
    ownName(this, { kind: "bucket", name, placeOfApp: () => store?.endpoint ?? bucketPlace(this) });
    this.region = region;
    if (store !== undefined) this.endpoint = store.endpoint.replace(/\/$/, "");
    this.workerEndpoint = workerEndpoint(props, region);
    const provider = this.endpoint === undefined ? {} : { provider: this.storeProvider(this.endpoint) };
    this.programProvider = this.endpoint === undefined ? this.accountProvider(props) : NO_PROVIDER;
    this.resource = new S3Bucket(this, "Resource", {
      ...provider,
      bucket: name,
      ...given({ tags }),
      ...(removal === "allowed" ? { forceDestroy: true } : { lifecycle: { preventDestroy: true } }),
    });
    keepLifecycle(this.resource);
    keepProvider(this.resource);
    if (origin === "adopted") this.adopt(props);
    this.bucketName = name;
    this.bucketArn = this.resource.arn;
    if (versioning === "enabled") {
      const versioningConfiguration = { status: "Enabled" };
      new S3BucketVersioningA(this, "Versioning", { ...provider, bucket: this.resource.id, versioningConfiguration });
    }
    // Elsewhere a bucket is private, and there is no such thing.
    if (this.endpoint === undefined) this.blockPublicAccess();
    this.programPath = applyProgram(this, "Program", "plugins", "collection").path;
    this.prefixes = this.holdPrefixes();
  }

  /** Lets a prefix go with its collection: with its resource alone, nobody would remove what lies there. */
  hold(prefix: string, by: IConstruct): void {
    const other = [...this.held].find((each) => isWithin(prefix, each) || isWithin(each, prefix));
    if (other !== undefined) {
      const rule = `prefix must be one of its own in bucket "${this.bucketName}"`;
      throw new Error(`[${by.node.path}] ${rule}, got "${prefix}" beside "${other}"; choose another`);
    }
    this.held.add(prefix);
    this.prefixes.addOverride("for_each", Object.fromEntries([...this.held].sort().map((each) => [each, each])));
  }

  /** What every worker needs to find the plugins of this bucket: the variables of its container. */
  workerEnvironment({ builtins, custom, pluginDirectory }: WorkerPrefixes): WorkerEnvironment {
    return variables({
      bucket: this.bucketName,
      endpoint: this.workerEndpoint,
      prefixes: { builtins: builtins?.prefix ?? BUILTINS, custom: custom?.prefix ?? CUSTOM },
      ...given({ pluginDirectory }),
    });
  }

  /** Lets a role of AWS list and read what lies below some prefixes. */
  grantRead(grantee: Grantee, prefixes: readonly string[]): void {
    const statements = pluginStatements("reader", this.bucketArn, prefixes);
    grant(this, { verb: "Read", grantee, resourceName: this.bucketName, statements });
  }

  /** Lets a role of AWS list, read, write and remove what lies below some prefixes. */
  grantReadWrite(grantee: Grantee, prefixes: readonly string[]): void {
    const statements = pluginStatements("writer", this.bucketArn, prefixes);
    grant(this, { verb: "ReadWrite", grantee, resourceName: this.bucketName, statements });
  }

  /** A store has a provider of its own, and Amazon S3 one in the bucket's region. */
  private checkProvider({ provider, region, store }: PluginBucketProps): void {
    if (store === undefined) {
      const problems = () => this.regionProblems(region);
      if (provider !== undefined) refuse(this, problems());
      // The stack's own provider may come after the bucket.
      else if (!isLoaded(this)) refuseAtSynthesis(this, problems);
    } else if (provider !== undefined) {
      const message = `must be left out beside store, got ${provider.node.path}; a store has a provider of its own`;
      refuse(this, [{ path: "provider", message }]);
    }
  }

  private regionProblems(region: string): Problem[] {
    const there = regionOf(this);
    if (there === undefined || there === region || Token.isUnresolved(region)) return [];
    const rule = `must be ${shown(there)}, as provider says`;
    return [{ path: "region", message: complaint(rule, region, "give the provider of the bucket's region") }];
  }

  /** Its name does not tell whose a bucket is: with a provider of its own, the program compares accounts before it acts. */
  private accountProvider({ provider }: PluginBucketProps): ProgramProvider {
    return programProvider(this, provider && new DataAwsCallerIdentity(this, "Account", {}).accountId);
  }

  /** What it has been told by others stays. */
  private adopt({ name, tags }: PluginBucketProps): void {
    this.resource.importFrom(name, providerOfResource(this.resource));
    if (tags !== undefined) return;
    const ignored = ["tags", "tags_all"];
    this.resource.addOverride("lifecycle.ignore_changes", ignored);
    keepLifecycle(this.resource, { ignoreChanges: ignored });
  }

  /** One block for all prefixes: a destroy of what is no longer described runs no program. */
  private holdPrefixes(): TerraformData {
    const place = { bucket: this.bucketName, region: this.region, ...given({ endpoint: this.endpoint }) };
    const prefixes = new TerraformData(this, "Prefixes", {
      input: { collection: literal(JSON.stringify(place)), prefix: "${each.value}", ...this.programProvider.input },
      triggersReplace: { bucket: this.bucketName },
      dependsOn: [this.resource],
      provisioners: [
        {
          type: "local-exec",
          when: "destroy",
          interpreter: ["node"],
          command: this.programPath,
          // A destroy may read nothing but `self`.
          environment: {
            ...programVariables("remove"),
            ...this.programProvider.environment,
            PREFIX: "${self.input.prefix}",
          },
        },
      ],
    });
    prefixes.addOverride("for_each", {});
    return prefixes;
  }

  private blockPublicAccess(): void {
    new S3BucketPublicAccessBlock(this, "PublicAccessBlock", {
      bucket: this.resource.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  }

  /** Another store knows no accounts, no regions of AWS, and no host name for each bucket. */
  private storeProvider(endpoint: string): AwsProvider {
    requireProvider(TerraformStack.of(this), "aws", { source: "hashicorp/aws", version: AWS_PROVIDER_VERSIONS });
    return new AwsProvider(this, "Store", {
      alias: `store_${this.node.addr.slice(-8)}`,
      region: this.region,
      endpoints: [{ s3: endpoint }],
      s3UsePathStyle: true,
      skipCredentialsValidation: true,
      skipRequestingAccountId: true,
      skipMetadataApiCheck: "true",
      skipRegionValidation: true,
    });
  }
}
