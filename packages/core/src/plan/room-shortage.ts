import { formatBytes } from "../text/amount.ts";
import type { RoomDemand } from "./room-estimate.ts";

/** Is a directory that a compose writes to, and what its file system has. */
export interface RoomPlace {
  /** Such as `cache`. */
  readonly title: string;
  readonly path: string;
  /** Equal for places on the same file system, which share what is free. */
  readonly device: number;
  readonly freeBytes: number;
  readonly demand: RoomDemand;
}

export interface RoomShortage {
  /** Whether the compose cannot fit, rather than perhaps not. */
  readonly isCertain: boolean;
  readonly message: string;
}

/** Finds the file systems that may be too small for what is going to be written to them. */
export function roomShortages(places: readonly RoomPlace[]): readonly RoomShortage[] {
  const systems = Map.groupBy(places, ({ device }) => device);
  return [...systems.values()].flatMap((shared) => {
    const free = Math.min(...shared.map(({ freeBytes }) => freeBytes));
    const sum = (part: keyof RoomDemand) => shared.reduce((bytes, { demand }) => bytes + demand[part], 0);
    if (sum("most") <= free) return [];
    const isCertain = sum("least") > free;
    const needed = isCertain
      ? `${formatBytes(sum("least"))} of packages are to be fetched`
      : `the compose may take up to ${formatBytes(sum("most"))}`;
    return [{ isCertain, message: `${needed}, but ${formatBytes(free)} are free for ${named(shared)}` }];
  });
}

function named(places: readonly RoomPlace[]): string {
  return places.map(({ title, path }) => `the ${title} directory ${path}`).join(" and ");
}
