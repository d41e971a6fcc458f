import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { formatDiagnostic } from "../error/format-diagnostic.ts";
import { parseDsc } from "./parse-dsc.ts";
import { asSigned, dscText } from "./source-dsc.fixture.ts";

const parse = (text: string) => parseDsc(new TextEncoder().encode(text), "x.dsc");

function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    expect([error.code, error.exitStatus]).toEqual(["source-invalid", 40]);
    return error.diagnostics.map(formatDiagnostic).join("\n");
  }
  throw new Error("it was taken");
}

test("a .dsc says what the source package is and of which files it consists", () => {
  const source = parse(dscText());

  expect(source).toMatchObject({
    name: "jq",
    version: "1:1.7.1-6",
    format: "3.0 (quilt)",
    dscName: "jq_1.7.1-6.dsc",
    architectures: ["any"],
    binaries: ["jq", "libjq1", "libjq-dev"],
    relations: { buildDepends: "debhelper-compat (= 13), bison <!nocheck>" },
  });
  expect(source.files).toEqual([
    { name: "jq_1.7.1.orig.tar.xz", size: 100, sha256: `sha256:${"a".repeat(64)}` },
    { name: "jq_1.7.1-6.debian.tar.xz", size: 20, sha256: `sha256:${"b".repeat(64)}` },
  ]);
});

test("the package list tells architectures and build profiles of the binaries", () => {
  expect(parse(dscText()).packageList).toEqual([
    { name: "jq", type: "deb", architectures: ["any"], profiles: [] },
    { name: "libjq-dev", type: "deb", architectures: ["any"], profiles: [["!stage1"], ["!stage2", "nodoc"]] },
  ]);
});

test("a signed .dsc says the same, and its digest covers the signature", () => {
  const plain = parse(dscText());
  const signed = parse(asSigned(dscText()));

  expect({ ...signed, dsc: plain.dsc }).toEqual(plain);
  expect(signed.dsc).not.toBe(plain.dsc);
});

test.each([
  ["without a version", dscText({ Version: undefined }), "x.dsc:1:1: the field Version is missing"],
  ["without SHA-256", dscText({ "Checksums-Sha256": undefined }), "Checksums-Sha256 is missing"],
  ["of a bad name", dscText({ Source: "../jq" }), 'x.dsc:2:9: "../jq" is not the name of a source package'],
  ["of a bad version", dscText({ Version: "1_0" }), 'x.dsc:5:10: "1_0" is not a version'],
  [
    "of a format that runs other programs",
    dscText({ Format: "3.0 (git)" }),
    "allowed: 1.0, 3.0 (native), 3.0 (quilt)",
  ],
  ["with two paragraphs", `${dscText()}\n${dscText()}`, "a second paragraph begins here"],
  [
    "with a field twice",
    `${dscText()}Version: 2\n`,
    "the field Version is repeated here; it is first on line 5",
  ],
  ["with text after the signature", `${asSigned(dscText())}Version: 9\n`, "outside the signature"],
  ["that is cut off", asSigned(dscText()).slice(0, 700), "cut off"],
  ["of zero bytes", "", "the field Source is missing"],
  ["that is not text", "\0\x01\x02", "the line is not a field"],
])("a .dsc %s is refused", (_what, text, said) => {
  expect(refusal(text)).toContain(said);
});

const sum = "e".repeat(64);

test.each([
  ["a path upwards", `${sum} 1 ../x`, "cannot be the name of a file next to the .dsc"],
  ["an absolute path", `${sum} 1 /etc/passwd`, "cannot be the name of a file next to the .dsc"],
  ["a hidden file", `${sum} 1 .bashrc`, "cannot be the name of a file next to the .dsc"],
  ["an option", `${sum} 1 --help`, "cannot be the name of a file next to the .dsc"],
  ["a .dsc", `${sum} 1 jq_1.dsc`, "is a .dsc itself"],
  ["a size that is not a number", `${sum} -1 x.tar.xz`, '"-1" is not the size of x.tar.xz'],
  [
    "a size beyond all measure",
    `${sum} 999999999999 x.tar.xz`,
    "x.tar.xz has 999999999999 bytes by this line",
  ],
  ["a size of many digits", `${sum} ${"9".repeat(40)} x.tar.xz`, "is not the size of x.tar.xz"],
  ["a digest that is none", `abc 1 x.tar.xz`, '"abc" is not a SHA-256'],
  ["a file twice", `${sum} 1 x.tar.xz\n ${sum} 1 x.tar.xz`, "x.tar.xz is listed a second time"],
  ["too many words", `${sum} 1 x y`, "is not an entry"],
])("a file list with %s is refused at its line", (_what, line, said) => {
  const text = refusal(dscText({ "Checksums-Sha256": `\n ${line}`, Files: undefined }));

  expect(text).toContain(said);
  expect(text).toMatch(/^x\.dsc:1[123]:2: /m);
});

test("lists that tell two stories are refused", () => {
  const other = `\n ${"c".repeat(32)} 101 jq_1.7.1.orig.tar.xz\n ${"d".repeat(32)} 20 extra.tar.xz`;
  const said = refusal(dscText({ Files: other }));

  expect(said).toContain("jq_1.7.1.orig.tar.xz has 101 bytes here and 100 in Checksums-Sha256");
  expect(said).toContain('"extra.tar.xz" has no SHA-256');
  expect(said).toContain('does not list "jq_1.7.1-6.debian.tar.xz"');
});

test("every fault is reported at once, with places that count the lines of the signature", () => {
  const said = refusal(asSigned(dscText({ Version: "x", Source: "X" })));

  expect(said).toContain("x.dsc:5:9: ");
  expect(said).toContain("x.dsc:8:10: ");
});
