import { expect, test } from "vitest";
import { secretsOfJitConfig } from "./jit-secrets.ts";

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64");

test("the configuration, its credentials and what is in them are secrets; the settings of the runner are none", () => {
  const credentials = base64({
    scheme: "OAuth",
    data: { clientId: "0123456789abcdef-0123", authorizationUrl: "https://vstoken.example.org/_apis" },
  });
  const key = base64({ d: "c2VjcmV0LWV4cG9uZW50LW9mLXRoZS1rZXk=" });
  const settings = base64({ agentName: "a-runner-with-a-long-name" });
  const config = base64({ ".runner": settings, ".credentials": credentials, ".credentials_rsaparams": key });

  expect(secretsOfJitConfig(config)).toEqual([
    config,
    credentials,
    "0123456789abcdef-0123",
    key,
    "c2VjcmV0LWV4cG9uZW50LW9mLXRoZS1rZXk=",
  ]);
});

test.each(["a secret that is no base64 at all", base64(["a list of texts"]), base64({ ".credentials": 3 })])(
  "what has another form is a secret as a whole",
  (config) => {
    expect(secretsOfJitConfig(config)).toEqual([config]);
  },
);

test("what is too short to be a secret would hide words of the log", () => {
  expect(secretsOfJitConfig("abc")).toEqual([]);
});
