import { expect, test } from "vitest";
import { openDatabase } from "./open-database.ts";

test("a data directory that cannot be made is refused", async () => {
  await expect(openDatabase({ directory: "/proc/debootc/hub" })).rejects.toMatchObject({
    code: "results-unwritable",
    message: expect.stringContaining("/proc/debootc/hub"),
  });
});
