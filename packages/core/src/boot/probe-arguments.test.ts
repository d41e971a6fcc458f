import { expect, test } from "vitest";
import { probeArguments, probePath } from "./probe-arguments.ts";

test("the probe starts next to the tree's own target, as a unit that does not keep a start job open", () => {
  const line = probeArguments("multi-user.target");

  expect(line).toContain(" systemd.unit=multi-user.target ");
  expect(line).toContain(
    `systemd.run="systemd-run --no-block --collect --unit=debootc-probe /bin/sh ${probePath} /dev/ttyS1"`,
  );
});

test("the arguments stay far below the kernel's limit of 2048 bytes", () => {
  expect(probeArguments("graphical.target").length).toBeLessThan(700);
});
