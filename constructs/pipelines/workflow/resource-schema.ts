import { complaint, textMatching, wholeNumber } from "../../shared/rules";
import * as z from "../../shared/zod";
import { quantityValue } from "../cluster/render/quantities";
import * as cluster from "../cluster/schema";
import type { Resources } from "./settings";

type Issue = { readonly input?: unknown };

const bytes = z.custom<string>(
  (value) => typeof value === "string" && (quantityValue(value) ?? 0) >= cluster.LEAST_BYTES,
  {
    error: ({ input }: Issue) =>
      cluster.fewBytes(input) ??
      complaint("must be an amount of bytes as Kubernetes writes it", input, 'for example "24G" or "512Mi"'),
  },
);
const isProcessors = (value: unknown) => {
  const amount = typeof value === "number" || typeof value === "string" ? (quantityValue(value) ?? 0) : 0;
  return amount > 0 && amount <= cluster.MOST_PROCESSORS;
};
const cpu = z.custom<number | string>(isProcessors, {
  error: ({ input }: Issue) =>
    cluster.manyProcessors(input) ??
    complaint("must be a number of processors above 0", input, 'for example 0.5, which is "500m"'),
});
/** The rules of what a worker asks for, or may have. */
export const resources = z.rulesOf<Resources>()({
  cpu: cpu.exactOptional(),
  memory: bytes.exactOptional(),
  disk: bytes.exactOptional(),
  gpu: z
    .rulesOf<NonNullable<Resources["gpu"]>>()({
      type: textMatching(/^[^\p{Cc}]+$/u, "must be a kind of processor", 'for example "nvidia.com/gpu"'),
      number: wholeNumber(1, 64, "leave gpu out for none"),
    })
    .exactOptional(),
});
