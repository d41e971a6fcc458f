import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { leaveRoom } from "./leave-room.ts";

test("what others need of the disk is left to them", async () => {
  await expect(leaveRoom(tmpdir(), Number.MAX_SAFE_INTEGER)(1)).rejects.toMatchObject({
    ...{ code: "results-unwritable", message: expect.stringContaining("which the hub itself needs") },
  });
});
