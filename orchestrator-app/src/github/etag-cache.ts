import type { GitHubAnswer, GitHubCall } from "./call.ts";

interface Known {
  readonly etag: string;
  readonly answer: GitHubAnswer;
}

/** Keeps answers that GitHub need not send again: asking whether one has changed costs nothing of the hour's requests. */
export interface EtagCache {
  readonly find: (call: GitHubCall) => Known | undefined;
  readonly keep: (call: GitHubCall, answer: GitHubAnswer) => void;
}

const mostAnswers = 500;
const longestAnswer = 64 * 1024;

/** Returns a cache of this process; what was not used for longest is dropped first. */
export function etagCache(): EtagCache {
  const answers = new Map<string, Known>();
  // What one installation may see, another may not.
  const keyOf = ({ installation, path, raw }: GitHubCall) =>
    JSON.stringify([installation, path, raw === true]);
  return {
    find: (call) => {
      const key = keyOf(call);
      const known = call.method === "GET" ? answers.get(key) : undefined;
      if (known === undefined) return undefined;
      answers.delete(key);
      answers.set(key, known);
      return known;
    },
    keep: (call, answer) => {
      const etag = answer.headers.get("etag");
      if (
        call.method !== "GET" ||
        answer.status !== 200 ||
        etag === null ||
        answer.bytes.length > longestAnswer
      )
        return;
      answers.set(keyOf(call), { etag, answer });
      const [oldest] = answers.keys();
      if (answers.size > mostAnswers && oldest !== undefined) answers.delete(oldest);
    },
  };
}
