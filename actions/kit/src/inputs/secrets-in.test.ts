import { expect, test } from "vitest";
import { defineAction } from "../definition/action-definition.ts";
import { inputSchema } from "../definition/own-fields.ts";
import { pushFields } from "../push/push-fields.ts";
import { secretsIn } from "./secrets-in.ts";

const action = defineAction({
  ...{ name: "x", title: "x", description: "", without: [], outputs: {} },
  request: inputSchema({}),
  own: inputSchema(pushFields),
});

test("a secret is masked as it is given, also if it has several lines or its name is in capitals", () => {
  const given = { "registry-username": "me", "Registry-Token": "one\ntwo\n", push: "ghcr.io/me/a" };

  expect(secretsIn(action, JSON.stringify(given))).toEqual(["one\ntwo", "one", "two"]);
});

test.each(["", "null", "{}", '{"registry-token":""}', '{"registry-token":null}'])("%j has none", (json) => {
  expect(secretsIn(action, json)).toEqual([]);
});
