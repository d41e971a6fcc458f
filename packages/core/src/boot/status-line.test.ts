import { expect, test } from "vitest";
import { isFailureLine, isWaitingAnimation } from "./status-line.ts";

test.each([
  ["[***   ] Job dev-disk-by\\x2dlabel-root.device/start running (9s / no limit)", true],
  ["[     *] (1 of 2) A start job is running for a.service (5s / 1min 30s)", true],
  ["[  OK  ] Reached target basic.target - Basic System.", false],
  ["[    1.410000] Run /init as init process", false],
])("systemd's animation is recognised: %s", (line, animation) => {
  expect(isWaitingAnimation(line)).toBe(animation);
});

test.each([
  ["[FAILED] Failed to start a.service - A.", true],
  ["[DEPEND] Dependency failed for b.mount - /b.", true],
  ["[ TIME ] Timed out waiting for device c.", true],
  ["[  OK  ] Started d.service - D.", false],
  ["a [FAILED] in the middle", false],
])("a failure is recognised: %s", (line, failure) => {
  expect(isFailureLine(line)).toBe(failure);
});
