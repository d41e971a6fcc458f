import { expect, test } from "vitest";
import { sessionStatus } from "./session-status.ts";

const trouble = { what: "the kernel panicked", hint: "" };

test.each([
  ["of a session that ended by itself is its own", 0, { isOff: false }, 0],
  ["of a command that failed is its own", 5, { isOff: false }, 5],
  ["of a command that failed is its own, even if the machine is off by then", 5, { isOff: true }, 5],
  ["is 0 if the machine closed the session to switch itself off", 255, { isOff: true }, 0],
  ["is that of ssh if the connection was lost", 255, { isOff: false }, 255],
  ["is that of ssh if the machine was off because its kernel panicked", 255, { isOff: true, trouble }, 255],
] as const)("the exit status %s", (_, ssh, machine, status) => {
  expect(sessionStatus(ssh, machine)).toBe(status);
});
