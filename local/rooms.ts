import { join } from "node:path";
import { Room } from "./room";
import type { StepEnd } from "./step";

/** Rooms for steps: as many as run at a time, each for one step after the other. */
export class Rooms {
  private readonly all = new Set<Room>();
  private readonly free: Room[] = [];
  private count = 0;

  /** @param folder gets a folder for each */
  constructor(private readonly folder: string) {}

  /** Whether this machine lets us have them; the first is made and tried. */
  async areToBeHad(): Promise<boolean> {
    const room = await this.opened();
    if (room === undefined) return false;
    if (!room.canBeEntered()) return false;
    this.free.push(room);
    return true;
  }

  /** Runs a step in one that has nothing of another. */
  async with(pfs: string, work: (room: Room) => Promise<StepEnd>): Promise<StepEnd> {
    const room = this.free.pop() ?? (await this.opened());
    if (room === undefined) return { reason: "it could be given no mount namespace" };
    room.furnish(pfs);
    try {
      return await work(room);
    } finally {
      room.clear(pfs);
      if (room.isAsNew()) this.free.push(room);
      else this.remove(room);
    }
  }

  close(): void {
    for (const room of [...this.all]) this.remove(room);
  }

  private async opened(): Promise<Room | undefined> {
    this.count += 1;
    const room = await Room.open(join(this.folder, `room-${this.count}`));
    if (room !== undefined) this.all.add(room);
    return room;
  }

  private remove(room: Room): void {
    this.all.delete(room);
    room.close();
  }
}
