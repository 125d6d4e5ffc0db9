import { statSync } from "node:fs";
import { join } from "node:path";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { type TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { applyProgram } from "../shared/apply-program";
import { checkSettings, missing, refuse } from "../shared/check-props";
import { literal } from "../shared/literal";
import { omit } from "../shared/pick";
import { programProvider } from "../shared/program-provider";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { projectPath } from "../shared/read/project-path";
import { complaint, type Problem } from "../shared/rules";
import { fromStackFolder } from "../shared/stack-path";
import { TerraformData } from "../shared/terraform-data";
import type { ModelBucket } from "./bucket";
import { type LocalScenario, readScenario } from "./read/scenario";
import { contentProblems } from "./read/scenario-content";
import { inOrder } from "./render/scenario-names";
import { type ModelScenariosSettings, modelScenarios } from "./scenarios-schema";

/** Settings of {@link ModelScenarios}. */
export interface ModelScenariosProps extends ModelScenariosSettings, ProviderProps {
  /** The model's bucket. */
  readonly bucket: ModelBucket;
}

/** A scenario and its folder, absolute. */
interface ReadScenario extends LocalScenario {
  readonly name: string;
  readonly folder: string;
}

type Before = readonly TerraformResource[];

/** Terraform plans each file; of thousands it takes minutes. */
const MOST_FILES = 500;

/** The provider sends larger files in parts, whose tag is no MD5. */
const ONE_PART = 5 * 1024 * 1024;

/**
 * Scenarios that Terraform puts into a model's bucket, of at most 500 files together. Larger ones, and those that people work on, are sent
 * by `slipway model scenario push`. A folder that is absent or empty, an input that does not parse or that a model would not find are
 * refused at synthesis. A destroy removes the files of a mirror; what was seeded stays.
 *
 * @example new ModelScenarios(this, "Base", { bucket: model.bucket, folder: "scenarios", scenarios: ["base"], mode: "seed" })
 */
export class ModelScenarios extends Construct {
  private program?: string;

  constructor(scope: Construct, id: string, props: ModelScenariosProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "aws", props.provider);
    checkSettings(this, omit(props, "bucket"), modelScenarios.shape, () => missing(props, { bucket: "a ModelBucket" }));
    const root = projectPath(props.folder);
    const scenarios = inOrder(props.scenarios).map((name) => {
      const folder = join(root, name);
      return { name, folder, ...readScenario(name, folder) };
    });
    refuse(this, problemsOf(props.folder, scenarios));
    let before: readonly TerraformResource[] = [];
    // The base first: every other scenario needs it.
    for (const scenario of scenarios) {
      before = [props.mode === "seed" ? this.seed(props, scenario, before) : this.mirror(props, scenario, before)];
    }
  }

  /** One run of a program: what it has sent is not looked at again. */
  private seed({ bucket, folder }: ModelScenariosProps, { name }: ReadScenario, dependsOn: Before): TerraformResource {
    const provider = programProvider(this);
    this.program ??= applyProgram(this, "Program", "model", "seed-scenario").path;
    return new TerraformData(this, name, {
      input: {
        bucket: bucket.bucketName,
        region: bucket.bucketRegion,
        scenario: literal(name),
        folder: literal(`${fromStackFolder(TerraformStack.of(this), folder)}/${name}`),
        ...provider.input,
      },
      // A bucket that is created again is empty.
      triggersReplace: { bucket: bucket.bucketArn },
      dependsOn: [...dependsOn],
      provisioners: [
        {
          type: "local-exec",
          interpreter: ["node"],
          command: this.program,
          environment: {
            BUCKET: "${self.input.bucket}",
            REGION: "${self.input.region}",
            SCENARIO: "${self.input.scenario}",
            FOLDER: "${self.input.folder}",
            // The SDK's notice about Node's age would stand in every deployment's log.
            AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
            ...provider.environment,
          },
        },
      ],
    });
  }

  /** One resource for all files of a scenario: their addresses are their paths. */
  private mirror(props: ModelScenariosProps, scenario: ReadScenario, dependsOn: Before): TerraformResource {
    const { bucket, folder } = props;
    const { name, files } = scenario;
    const path = `${fromStackFolder(TerraformStack.of(this), folder)}/${name}`;
    const objects = new S3Object(this, name, {
      bucket: bucket.bucketName,
      key: `${literal(name)}/\${each.key}`,
      source: `${literal(path)}/\${each.key}`,
      etag: "${each.value.etag}",
      sourceHash: "${each.value.hash}",
      dependsOn: [...dependsOn],
    });
    const isTold = (file: string) =>
      bucket.kmsKeyArn === undefined && statSync(join(scenario.folder, file)).size <= ONE_PART;
    const values = Object.entries(files).map(([file, md5]) => [
      file,
      isTold(file) ? { etag: md5, hash: null } : { etag: null, hash: md5 },
    ]);
    objects.addOverride("for_each", literal(Object.fromEntries(values)));
    return objects;
  }
}

/** What is wrong with the folders, each with its path. */
function problemsOf(folder: string, scenarios: readonly ReadScenario[]): Problem[] {
  const files = scenarios.reduce((sum, scenario) => sum + Object.keys(scenario.files).length, 0);
  const problems = scenarios.flatMap((scenario) => {
    const path = `${folder}/${scenario.name}`;
    const contents = contentProblems(scenario.name, scenario.folder, Object.keys(scenario.files));
    return [
      ...scenario.problems.map((message) => ({ path, message })),
      ...[...scenario.layout, ...contents].map((text) => {
        const [file = "", ...words] = text.split(" must ");
        return { path: `${path}/${file}`, message: `must ${words.join(" must ")}` };
      }),
    ];
  });
  if (files <= MOST_FILES) return problems;
  const message = complaint(`must have at most ${MOST_FILES} files`, files, "slipway model scenario push sends more");
  return [...problems, { path: folder, message }];
}
