import { expect, test } from "vitest";
import { probeArguments, probePath } from "./probe-arguments.ts";

test("the probe starts beside the tree's own target, as a unit that keeps no job of the start open", () => {
  const line = probeArguments("multi-user.target");

  expect(line).toContain(" systemd.unit=multi-user.target ");
  expect(line).toContain(
    `systemd.run="systemd-run --no-block --collect --unit=debootc-probe /bin/sh ${probePath} /dev/ttyS1"`,
  );
});

test("the kernel's limit of 2048 bytes is far", () => {
  expect(probeArguments("graphical.target").length).toBeLessThan(700);
});
