// Also read by commands, which load neither cdktf nor bindings.

/** The versions of hashicorp/aws that the constructs are made for. */
export const AWS_PROVIDER_VERSIONS = ">= 5.100.0, < 7.0.0";

/** The versions of kreuzwerker/docker that the constructs are made for. */
export const DOCKER_PROVIDER_VERSIONS = ">= 3.6.2, < 5.0.0";

/** The versions of hashicorp/kubernetes that the constructs are made for; write-only secrets need Terraform 1.11 beside them. */
export const KUBERNETES_PROVIDER_VERSIONS = ">= 2.38.0, < 4.0.0";

/** The versions of digitalocean/digitalocean that the constructs are made for. */
export const DIGITALOCEAN_PROVIDER_VERSIONS = ">= 2.71.0, < 3.0.0";

/** The versions of hashicorp/tls, which makes the keys by which new machines are known. */
export const TLS_PROVIDER_VERSIONS = ">= 4.0.0, < 5.0.0";
