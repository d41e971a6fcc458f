import { judgeSpace } from "@debootc/pipeline/doctor/space-finding";
import { expect, test } from "vitest";
import { roomWarning } from "./warn-of-room.ts";

const gibibyte = 1024 ** 3;
const warning = (gib: number) => {
  const room = { freeBytes: gib * gibibyte, freeInodes: undefined, isWritable: true, isExecutable: true };
  return roomWarning([judgeSpace({ id: "x", title: "output directory", path: "/home/out" }, room)]);
};

test("a runner with the 14 GB of a small one hears nothing", () => {
  expect(warning(13)).toBeUndefined();
});

test.each([
  [4, "A small tree fits; a large one may not."],
  [1, "At least 2 GiB are needed"],
])(
  "a runner with %s GiB hears before the start that these may not do, and what makes room",
  (gib, advice) => {
    expect(warning(gib)).toMatch(
      new RegExp(
        `^output directory: ${gib}\\.0 GiB free in /home/out\\. ${advice}[^\n]*\nhint: .* free-disk: 20`,
      ),
    );
  },
);
