import { expect, test } from "vitest";
import { parseByteArrays } from "./byte-arrays.ts";
import { parseCommitLog } from "./commit-log.ts";
import { revisionFaults } from "./revision.ts";
import { parseSummaryRefs } from "./summary-refs.ts";

const [a, b] = ["a".repeat(64), "b".repeat(64)];

test("a log is read commit by commit, whatever a subject says", () => {
  const text = `commit ${a}
Parent:  ${b}
ContentChecksum:  ${b}
Date:  2026-11-23 02:48:41 +0100
Version: 13.4

    commit ${b}
    Date:  1999-01-01 00:00:00 +0000

commit ${b}
ContentChecksum:  ${b}
Date:  2026-11-22 01:48:41 +0000
(no subject)

<< History beyond this commit not fetched >>
`;

  expect(parseCommitLog(text)).toEqual([
    {
      checksum: a,
      parent: b,
      timestamp: "2026-11-23T01:48:41.000Z",
      version: "13.4",
      subject: `commit ${b}`,
    },
    { checksum: b, timestamp: "2026-11-22T01:48:41.000Z", subject: "" },
  ]);
});

test("byte arrays are read from GVariant's text", () => {
  expect(parseByteArrays("[[byte 0x88, 0x01], [0xff]]")).toEqual([
    Uint8Array.from([0x88, 1]),
    Uint8Array.from([0xff]),
  ]);
  expect(parseByteArrays("@aay []")).toEqual([]);
});

test("a summary names refs and their commits", () => {
  const text = `* x/y\n    Latest Commit (150 bytes):\n      ${a}\n    Version: 1\n\nRepository Mode: archive-z2\n`;

  expect(parseSummaryRefs(text)).toEqual(new Map([["x/y", a]]));
});

test.each(["x/y", a, "x/y^", `${a}^^`])("%s may name a commit", (text) => {
  expect(revisionFaults(text)).toEqual([]);
});

test.each(["../x", "--all", "x/../y", "", "^", "x y", "remote:x", "/x", "x//y", "x\ny"])(
  "%j may not: it could be a path or an option",
  (text) => {
    expect(revisionFaults(text)).toHaveLength(1);
  },
);
