import type { DoctorFinding } from "@debootc/core/doctor/doctor-report";
import { mountOf, readMountTable } from "@debootc/tools/files/mount-table";
import { nearestThere } from "@debootc/tools/files/nearest-there";
import { access, constants, statfs } from "node:fs/promises";

export interface Place {
  readonly id: string;
  /** Such as `cache directory`. */
  readonly title: string;
  readonly path: string;
}

export interface Room {
  readonly freeBytes: number;
  /** Undefined if the file system does not count them. */
  readonly freeInodes: number | undefined;
  readonly isWritable: boolean;
  readonly isExecutable: boolean;
}

const gibibyte = 1024 ** 3;
/** Root, commit, image and packages of a small tree take about 1 GiB; a larger one takes several. */
const limits = { least: 2 * gibibyte, comfortable: 6 * gibibyte, inodes: 100_000 };

/** Finds whether a compose fits into a directory, which need not exist yet. */
export async function spaceFinding(place: Place): Promise<DoctorFinding> {
  return judgeSpace(place, await roomAt(place.path));
}

export function judgeSpace({ id, title, path }: Place, room: Room): DoctorFinding {
  const finding = { id, title };
  const free = `${(room.freeBytes / gibibyte).toFixed(1)} GiB free in ${path}`;
  if (!room.isWritable) {
    return lacking(finding, `${path} is not writable`, "Choose another directory, or fix its ownership.");
  }
  if (!room.isExecutable) {
    const hint = "Programs of the tree must run there: choose another directory, or mount it with exec.";
    return lacking(finding, `${path} is mounted noexec`, hint);
  }
  if (room.freeBytes < limits.least) {
    return lacking(
      finding,
      free,
      `At least ${limits.least / gibibyte} GiB are needed: free some space, or choose another directory.`,
    );
  }
  if (room.freeInodes !== undefined && room.freeInodes < limits.inodes) {
    return lacking(
      finding,
      `only ${room.freeInodes} more files can be created in ${path}`,
      `At least ${limits.inodes} are needed.`,
    );
  }
  if (room.freeBytes >= limits.comfortable) return { ...finding, state: "ok", detail: free };
  return { ...finding, state: "ok", detail: free, hint: "A small tree fits; a large one may not." };
}

function lacking(finding: Pick<DoctorFinding, "id" | "title">, detail: string, hint: string): DoctorFinding {
  return { ...finding, state: "lacking", detail, hint, code: "results-unwritable" };
}

async function roomAt(path: string): Promise<Room> {
  const place = await nearestThere(path);
  const { bavail, bsize, files, ffree } = await statfs(place);
  return {
    freeBytes: bavail * bsize,
    freeInodes: files === 0 ? undefined : ffree,
    isWritable: await access(place, constants.W_OK).then(
      () => true,
      () => false,
    ),
    isExecutable: mountOf(place, await readMountTable())?.options.includes("noexec") !== true,
  };
}
