import type { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import type { ITerraformDependable, LocalExecProvisioner } from "cdktf";
import { Construct } from "constructs";
import { applyProgram } from "../shared/apply-program";
import { given } from "../shared/given";
import { programProvider } from "../shared/program-provider";
import { TerraformData } from "../shared/terraform-data";
import type { Architecture } from "./function-schema";
import { FIRST_IMAGE_TAG } from "./render/first-image-tag";

/** Settings of a {@link FirstImage}. */
export interface FirstImageProps {
  /** The repository that gets the image when it holds none. */
  readonly repository: EcrRepository;
  /** The processor that the image is for. @default "x86_64" */
  readonly architecture?: Architecture;
}

/**
 * A placeholder in an empty repository, for Lambda makes no function without an image. A program that Terraform runs
 * with Node pushes it through the API of ECR: no Docker, no shell. A repository that holds an image is left as it is.
 * On destroy the placeholder, and nothing else, is taken away again; while other images are there the destroy fails.
 */
export class FirstImage extends Construct {
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, { repository, architecture }: FirstImageProps) {
    super(scope, id);
    const provider = programProvider(this);
    const program = applyProgram(this, "Program", "model", "first-image");
    // A destroy may read nothing but `self`, so what the program needs is kept in the resource.
    const environment = {
      REPOSITORY_URL: "${self.input.repositoryUrl}",
      IMAGE_TAG: "${self.input.tag}",
      // The SDK's notice about Node's age would stand in every deployment's log.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      ...provider.environment,
    };
    const run: LocalExecProvisioner = { type: "local-exec", interpreter: ["node"], command: program.path };
    this.dependable = new TerraformData(this, "Resource", {
      input: {
        repositoryUrl: repository.repositoryUrl,
        tag: FIRST_IMAGE_TAG,
        ...given({ architecture }),
        ...provider.input,
      },
      replaceTriggeredBy: [`${repository.terraformResourceType}.${repository.friendlyUniqueId}.repository_url`],
      provisioners: [
        {
          ...run,
          environment: {
            ...environment,
            ...(architecture !== undefined && { ARCHITECTURE: "${self.input.architecture}" }),
            ACTION: "push",
          },
        },
        { ...run, when: "destroy", environment: { ...environment, ACTION: "remove" } },
      ],
    });
  }
}
