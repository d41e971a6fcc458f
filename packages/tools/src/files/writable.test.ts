import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { explainNoSpace, writable } from "./writable.ts";

test("an action that fails is reported with the path, not with the one that it tripped over", async () => {
  const written = writable("/srv/out", async () => await writeFile("/nonexistent/file", ""));

  await expect(written).rejects.toMatchObject({
    code: "results-unwritable",
    message: expect.stringMatching(/^cannot write \/srv\/out: .*ENOENT/),
  });
  expect(await writable("/srv/out", async () => 7)).toBe(7);
});

test.each(["ENOSPC", "EDQUOT", "EROFS"])(
  "%s means that results cannot be written, by the path it names",
  (code) => {
    const error = Object.assign(new Error("no room"), { code, path: "/srv/full" });

    expect(explainNoSpace(error)).toMatchObject({
      code: "results-unwritable",
      message: "cannot write /srv/full: no room",
    });
  },
);

test("a copy for which there is no room names what it writes", async () => {
  const error = Object.assign(new Error("no room"), {
    code: "ENOSPC",
    path: "/cache/blob",
    dest: "/out/blob",
  });

  expect(explainNoSpace(error)).toMatchObject({ message: "cannot write /out/blob: no room" });
});

test("other failures are left as they are", () => {
  const error = Object.assign(new Error("denied"), { code: "EACCES" });

  expect(explainNoSpace(error)).toBe(error);
});
