import { expect, test } from "vitest";
import { parseRegistryFault, parseToken, uploadedBytes } from "./registry-answers.ts";

test.each([
  ['{"token":"a","expires_in":300}', { token: "a", seconds: 300 }],
  ['{"access_token":"b"}', { token: "b", seconds: 60 }],
  ['{"token":"","access_token":"b"}', undefined],
  ['{"token":"a\\r\\nx: y"}', undefined],
  ["{}", undefined],
  ["<html>", undefined],
])("the token of %s", (text, token) => {
  expect(parseToken(text)).toEqual(token);
});

test.each([
  ["0-99", 100],
  ["bytes=0-99", 100],
  ["0-0", 0],
  ["5-99", undefined],
  ["", undefined],
  [undefined, undefined],
])("the range %s", (range, bytes) => {
  expect(uploadedBytes(range)).toBe(bytes);
});

test.each([
  ['{"errors":[{"code":"DENIED","message":"no"},{"code":"X"}]}', { code: "DENIED", message: "no" }],
  ['{"errors":[]}', { code: "", message: "" }],
  ["<html>", { code: "", message: "" }],
])("the first fault of %s", (text, fault) => {
  expect(parseRegistryFault(text)).toEqual(fault);
});
