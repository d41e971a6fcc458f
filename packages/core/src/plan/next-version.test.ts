import { describe, expect, test } from "vitest";
import { nextVersion } from "./next-version.ts";

const wanted = {
  prefix: "13",
  timestamp: Date.UTC(2026, 8, 5, 7, 8, 9) / 1000,
  contentDigest: "a",
  previous: undefined,
};

describe("the version of a compose", () => {
  test("begins at 0", () => {
    expect(nextVersion(wanted)).toBe("13.0");
  });

  test("stays while the content stays", () => {
    expect(nextVersion({ ...wanted, previous: { treeVersion: "13.4", contentDigest: "a" } })).toBe("13.4");
  });

  test("counts on when the content changes", () => {
    expect(nextVersion({ ...wanted, previous: { treeVersion: "13.9", contentDigest: "b" } })).toBe("13.10");
  });

  test("begins anew under another prefix", () => {
    expect(nextVersion({ ...wanted, previous: { treeVersion: "12.9", contentDigest: "b" } })).toBe("13.0");
    expect(nextVersion({ ...wanted, previous: { treeVersion: "13.1.9", contentDigest: "b" } })).toBe("13.0");
  });

  test("takes the lock's date in UTC where the prefix asks for it or is missing", () => {
    expect(nextVersion({ ...wanted, prefix: "13.<date:%y%j>.<date:%H%M%S>" })).toBe("13.26248.070809.0");
    expect(nextVersion({ ...wanted, prefix: undefined })).toBe("20260905.0");
  });
});
