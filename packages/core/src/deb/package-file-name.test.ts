import { expect, test } from "vitest";
import { parsePackageFileName } from "./package-file-name.ts";

test("the file name of a package gives name, version, architecture and type", () => {
  expect(parsePackageFileName("libjq1-dbgsym_1.7.1-6+deb13u3_amd64.deb")).toEqual({
    package: "libjq1-dbgsym",
    version: "1.7.1-6+deb13u3",
    architecture: "amd64",
    type: "deb",
  });
  expect(parsePackageFileName("zlib1g-udeb_1.3_all.udeb")).toMatchObject({
    architecture: "all",
    type: "udeb",
  });
});

test.each(["jq_1.7.1-6.dsc", "jq_1.7.1-6_amd64.changes", "jq_amd64.deb", "jq.deb", "_1_amd64.deb", ""])(
  "%j is not the name of a package file",
  (name) => expect(parsePackageFileName(name)).toBeUndefined(),
);
