import { expect, test } from "vitest";
import { exportDiskRequestSchema } from "./export-disk-request.ts";

const schema = exportDiskRequestSchema(["raw", "qcow2"]);
const common = { cacheDir: "/c" };

test("a request takes the formats of the table, of the newest compose unless another one is named", () => {
  expect(schema.parse({ ...common, format: ["raw"] })).toMatchObject({
    format: ["raw"],
    compose: { given: "latest" },
  });
  expect(schema.parse(common).format).toBeUndefined();
});

test("a format that the table does not have is refused", () => {
  const { error } = schema.safeParse({ ...common, format: ["vhd"] });

  expect(error?.issues[0]?.message).toMatch(/expected one of "raw"\|"qcow2"/);
});
