import { type Block, blockAt, blocksIn } from "../block-at";
import { documentOf } from "./document-data";

/** A block of a stack's JSON, with its address. */
export interface Addressed {
  readonly address: string;
  readonly block: Block;
}

/** The blocks of a stack's JSON, by section and type. */
export class Blocks {
  constructor(private readonly json: Block) {}

  /** All resources of a type. */
  all(type: string): Addressed[] {
    return Object.entries(blocksIn(this.json, type)).map(([id, block]) => ({ address: `${type}.${id}`, block }));
  }

  /** The settings of a stack's providers of AWS. */
  get providers(): readonly Block[] {
    return (this.json as { readonly provider?: { readonly aws?: readonly Block[] } }).provider?.aws ?? [];
  }

  /** The resource or the data source that a text refers to by one attribute, such as `${aws_iam_policy.P.arn}`; nothing for another text. */
  reference(text: string): (Addressed & { readonly type: string; readonly attribute: string }) | undefined {
    const [, data = "", type = "", id = "", attribute = ""] =
      /^\$\{(data\.)?([\w-]+)\.([\w-]+)\.(\w+)\}$/.exec(text) ?? [];
    const address = `${data}${type}.${id}`;
    const block = blockAt(this.json, address);
    return block === undefined ? undefined : { address, block, type: `${data}${type}`, attribute };
  }

  /** The block that a text refers to by one of some attributes. */
  referred(text: string, type: string, attributes: readonly string[]): Block | undefined {
    const found = this.reference(text);
    return found?.type === type && attributes.includes(found.attribute) ? found.block : undefined;
  }

  /** A document: the text itself, or what a data source of the stack writes. */
  document(text: unknown): unknown {
    const data = this.referred(String(text), "data.aws_iam_policy_document", ["json", "minified_json"]);
    return data === undefined ? text : documentOf(data, String(text));
  }

  /** The document of a policy that the stack makes; nothing where it does not. */
  managed(arn: string): unknown {
    const block = this.referred(arn, "aws_iam_policy", ["arn", "id"]);
    return block === undefined ? undefined : this.document(block.policy);
  }
}
