import { oneOf, textMatching } from "../../shared/rules";
import * as z from "../../shared/zod";
import * as cluster from "../cluster/schema";
import { pachydermVersion } from "../workflow/schema";
import type { PachydermSettings } from "./settings";

/** Where `pachd` answers. */
export const pachdAddress = textMatching(
  /^(grpcs?:\/\/)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?:\d{1,5}$/,
  "must be a host and its port",
  'for example "pachd.pachyderm:650"',
);

/** The rules of where Pachyderm is. */
export const pachydermRules = z.rulesOf<PachydermSettings>()({
  version: pachydermVersion,
  namespace: cluster.namespace.exactOptional(),
  address: pachdAddress.exactOptional(),
  image: cluster.image.exactOptional(),
  jobNetwork: oneOf(["open", "closed"], "closed needs a network that enforces policies").exactOptional(),
});
