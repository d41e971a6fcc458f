import { expect, test } from "vitest";
import { exportRequestSchema } from "./export-request.ts";

const schema = exportRequestSchema({
  sources: { disk: "a disk", image: "an image" },
  formats: [
    { format: "raw", from: "disk" },
    { format: "tar", from: "image" },
  ],
});
const common = { cacheDir: "/c" };

test("a request takes what the table has, of the newest compose unless another one is named", () => {
  const given = { ...common, what: "image", format: ["tar"] };

  expect(schema.parse(given)).toMatchObject({
    what: "image",
    format: ["tar"],
    compose: { given: "latest" },
  });
  expect(schema.parse({ ...common, what: "disk" }).format).toBeUndefined();
});

test.each([
  ["a source that the table does not have", { what: "root" }, /expected one of "disk"\|"image"/],
  [
    "a format that the table does not have",
    { what: "disk", format: ["vhd"] },
    /expected one of "raw"\|"tar"/,
  ],
  ["a format of another source", { what: "disk", format: ["tar"] }, "does not export a disk in this format"],
])("%s is refused", (_what, given, said) => {
  expect(schema.safeParse({ ...common, ...given }).error?.issues[0]?.message).toMatch(said);
});
