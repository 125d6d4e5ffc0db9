import { textMatching } from "./rules";

/** Of a kubeconfig: any name, as its tools take it. */
export const context = textMatching(
  /^[^\p{Cc}]+$/u,
  "must be a context of the kubeconfig",
  "`kubectl config get-contexts` lists them",
);
