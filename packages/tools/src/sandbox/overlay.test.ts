import { expect, test } from "vitest";
import { mountOverlay } from "./overlay.ts";

const overlay = { lower: ["/lower"], upper: "/upper", work: "/work", target: "/target" };

test.each([
  ["a lower layer", { lower: ["/lower", "/a:b"] }, "/a:b"],
  ["the upper layer", { upper: "/a,b" }, "/a,b"],
  ["the work directory", { work: "/a\\b" }, "/a\\b"],
])("a path that mount would cut is refused as %s", async (_, changed, path) => {
  await expect(mountOverlay({ ...overlay, ...changed })).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining(JSON.stringify(path)),
  });
});
