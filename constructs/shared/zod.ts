// What is used of zod. The package has it as one file, bundled with just these parts of zod (`npm run build:zod`): zod as
// it is published is a hundred files, which take longer to load than a stack to make. Add what a schema needs.
export type { core, ZodType } from "zod";
export {
  array,
  custom,
  literal,
  number,
  record,
  strictObject,
  string,
  union,
  ZodArray,
  ZodExactOptional,
  ZodObject,
  ZodOptional,
  ZodUnion,
} from "zod";
