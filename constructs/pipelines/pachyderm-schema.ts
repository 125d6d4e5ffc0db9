import * as z from "../shared/zod";
import * as cluster from "./cluster-schema";
import { manager } from "./manager-schema";
import type { PachydermSettings } from "./settings";
import { pachydermVersion } from "./workflow-schema";

/** The rules of where Pachyderm is. */
export const pachydermRules = z.rulesOf<PachydermSettings>()({
  version: pachydermVersion,
  namespace: cluster.namespace.exactOptional(),
  address: manager.shape.pachdAddress,
  image: cluster.image.exactOptional(),
});
