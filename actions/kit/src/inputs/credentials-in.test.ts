import { expect, test } from "vitest";
import { credentialsIn } from "./credentials-in.ts";

test.each([
  ["http://me:s%40fe@example.org/debian", ["s%40fe", "s@fe"]],
  ["https://me:plain@a https://you:other@b", ["plain", "other"]],
  ["http://me:50%@a", ["50%"]],
  ["http://me@example.org/a:b@c", []],
  ["file: trees/a.yaml", []],
])("passwords in %s are known to the runner", (text, secrets) => {
  expect(credentialsIn(text)).toEqual(secrets);
});
