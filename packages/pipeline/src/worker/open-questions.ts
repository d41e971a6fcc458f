import { carriedError } from "./carried-error.ts";
import { workerAnswerSchema } from "./protocol.ts";

interface OpenQuestions {
  readonly ask: (question: unknown) => Promise<unknown>;
  /** Takes a line with an answer. */
  readonly settle: (line: string) => void;
}

/** Keeps the questions of a worker until they are answered. Errors arrive as whoever was asked threw them. */
export function openQuestions(send: (number: number, question: unknown) => void): OpenQuestions {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  return {
    ask: (question) => {
      last += 1;
      const promised = Promise.withResolvers<unknown>();
      waiting.set(last, promised);
      send(last, question);
      return promised.promise;
    },
    settle: (line) => {
      const { question, answer, error } = workerAnswerSchema.parse(JSON.parse(line));
      const promised = waiting.get(question);
      waiting.delete(question);
      if (error === undefined) promised?.resolve(answer);
      else promised?.reject(carriedError(error));
    },
  };
}
