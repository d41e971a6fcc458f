import { describe, expect, test } from "vitest";
import { composeRequestSchema } from "./compose-request.ts";

const asked = { treefile: "a.yaml", arch: ["amd64"], cacheDir: "/cache", jobs: 1 };

describe("composeRequestSchema", () => {
  test("phases and steps are given with commas, by one option or several", () => {
    const { phase, skip } = composeRequestSchema.parse({
      ...asked,
      phase: ["gather, build", "ostree"],
      skip: ["lint"],
    });

    expect([phase, skip]).toEqual([["gather", "build", "ostree"], ["lint"]]);
    expect(composeRequestSchema.parse(asked)).not.toHaveProperty("phase");
  });

  test.each(["", ",", "gather,", "gather, ,build"])("%j has an empty word, and is refused", (text) => {
    expect(composeRequestSchema.safeParse({ ...asked, phase: [text] }).success).toBe(false);
  });
});
