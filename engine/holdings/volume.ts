import { sizeText } from "../size-text";
import type { Holder, Holding } from "./holding";

/** Settings of a {@link Volume}. */
export interface VolumeProps extends Pick<Holding, "address" | "name"> {
  /** The bytes in each volume of its engine; undefined of one of which the engine does not know it. */
  readonly sizes: () => Promise<ReadonlyMap<string, number | undefined>>;
}

/** A volume of Docker. What may go with its stack has `removal: "allowed"` in the file, which has said it: it is in no way. */
export class Volume implements Holder {
  constructor(private readonly props: VolumeProps) {}

  async holding(): Promise<Holding | undefined> {
    const { address, name } = this.props;
    const sizes = await this.props.sizes();
    const size = sizes.get(name);
    if (!sizes.has(name) || size === 0) return undefined;
    return {
      address,
      name,
      holds: `files of ${size === undefined ? "unknown size" : sizeText(size)}`,
      isInTheWay: false,
    };
  }
}
