import { expect, test } from "vitest";
import { bootReport } from "./boot-report.ts";
import { checksum, guestStory, probeOutput } from "./guest-story.fixture.ts";
import { parseProbeOutput } from "./probe-facts.ts";
import { reportBoot } from "./report-boot.ts";

const expected = { checksum, packageCount: 187 };
const machine = { accelerator: "tcg", memoryMiB: 2048 } as const;

test("the report of a good system contains what was found, and can be read back", () => {
  const report = reportBoot(guestStory(), expected, machine);

  expect(report).toMatchObject({
    passed: true,
    accelerator: "tcg",
    seconds: { total: 46.4, up: 30.2, userspace: 11.8 },
    system: {
      os: "Debian GNU/Linux 13 (trixie)",
      addresses: ["10.0.2.15", "fec0::5054:ff:fe12:3456"],
      sshdListens: true,
    },
  });
  expect(bootReport.parse(bootReport.serialize(report), "report")).toEqual(report);
});

test("stages that the guest did not time are left out", () => {
  const facts = parseProbeOutput(probeOutput({ "finish-microseconds": "0", "userspace-microseconds": "" }));

  expect(reportBoot(guestStory({ facts }), expected, machine).seconds).toEqual({ total: 46.4 });
});
