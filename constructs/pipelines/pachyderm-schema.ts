import * as z from "../shared/zod";
import * as cluster from "./cluster-schema";
import { manager } from "./manager-schema";
import { pachydermVersion } from "./workflow-schema";

/** The rules of where Pachyderm is. */
export const pachydermRules = z.strictObject({
  version: pachydermVersion,
  namespace: cluster.namespace.exactOptional(),
  address: manager.pachdAddress,
  image: cluster.image.exactOptional(),
});
