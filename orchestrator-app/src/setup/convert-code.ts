import * as z from "zod";
import { apiPath, type GitHubCall } from "../github/call.ts";
import { readAnswer } from "../github/read-answer.ts";
import { refusalOf } from "../github/refusal-of.ts";
import { sendRequest } from "../github/send-request.ts";
import type { RegisteredApp } from "./app-files.ts";
import type { GitHubUrls } from "./github-urls.ts";

const conversion = z.object({
  id: z.int().positive(),
  slug: z.string().min(1),
  html_url: z.url(),
  pem: z.string().min(1),
  webhook_secret: z.string().min(1),
});

/** Returns the App for the code that GitHub has given to the browser. Throws `GitHubError`. */
export async function convertCode(
  github: GitHubUrls,
  code: string,
): Promise<RegisteredApp & { readonly page: string }> {
  const path = apiPath`/app-manifests/${code}/conversions`;
  // The code would be as good as the App: messages must not have it.
  const call: GitHubCall = { method: "POST", path: "/app-manifests/.../conversions", cost: "write" };
  const answer = await sendRequest(github.api, { ...call, path }, undefined).catch((error: Error) => {
    error.message = error.message.replaceAll(path, call.path);
    throw error;
  });
  if (answer.status !== 201) throw refusalOf(call, answer);
  const { id, slug, pem, webhook_secret, html_url } = readAnswer("the new App", conversion, answer);
  return { appId: id, slug, privateKey: pem, webhookSecret: webhook_secret, github, page: html_url };
}
