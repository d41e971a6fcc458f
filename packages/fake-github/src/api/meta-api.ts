import type { Handler } from "./call.ts";

/** Answers what concerns GitHub itself. */
export const metaApi = {
  "meta/get": ({ world: { enterpriseServer } }) => ({
    status: 200,
    body: {
      verifiable_password_authentication: false,
      hooks: ["127.0.0.0/8", "::1/128"],
      web: ["127.0.0.0/8"],
      api: ["127.0.0.0/8"],
      actions: ["127.0.0.0/8"],
      ...(enterpriseServer === undefined ? {} : { installed_version: enterpriseServer }),
    },
  }),
  "rate-limit/get": ({ budget }) => {
    const core = budget();
    const search = { limit: 30, used: 0, remaining: 30, reset: core.reset };
    return { status: 200, body: { resources: { core, search }, rate: core } };
  },
} as const satisfies Readonly<Record<string, Handler>>;
