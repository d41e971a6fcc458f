import { attestationClient } from "@debootc/actions-kit/attest/attestation-client";
import { attestCompose } from "@debootc/actions-kit/attest/attest-compose";
import { refusalToAttest } from "@debootc/actions-kit/attest/refusal-to-attest";
import { isUntrustedRun } from "@debootc/actions-kit/cache/cache-of-job";
import { runAction } from "@debootc/actions-kit/run/run-action";
import { attestAction } from "./definition.ts";

const { env } = process;

await runAction(attestAction, async ({ request }, { log }) => {
  const refusal = refusalToAttest(env, await isUntrustedRun(env));
  if (refusal === undefined) return attestCompose(request, attestationClient(env["GITHUB_TOKEN"] ?? ""));
  log.annotate("warning", refusal, { title: "debootc: not attested" });
  return { outputs: { attested: "false", attestations: "[]" } };
});
