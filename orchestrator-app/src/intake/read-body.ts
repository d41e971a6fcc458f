import { DebootcError } from "@debootc/core/error/debootc-error";
import type { IncomingMessage } from "node:http";
import type { ByteBudget } from "./byte-budget.ts";

interface Bounds {
  /** The longest body in bytes. */
  readonly most: number;
  readonly milliseconds: number;
  readonly budget: ByteBudget;
}

/** Is the body of a request, whose bytes count against the budget until it is disposed of. */
export interface HeldBody extends Disposable {
  readonly bytes: Buffer;
}

/**
 * Reads the body of a request as it is. Throws `request-too-large`, `request-too-slow`, `intake-busy`, or `request-invalid` if
 * the client went away; what was read until then is forgotten.
 */
export async function readBody(incoming: IncomingMessage, bounds: Bounds): Promise<HeldBody> {
  const { most, budget } = bounds;
  if (Number(incoming.headers["content-length"] ?? 0) > most) throw tooLarge(most);
  // Only what has arrived counts: announcing bytes costs a client nothing.
  let reserved = 0;
  const reserve = (bytes: number) => {
    if (bytes <= reserved) return;
    if (bytes > most) throw tooLarge(most);
    if (!budget.take(bytes - reserved)) throw busy();
    reserved = bytes;
  };
  try {
    const bytes = await collect(incoming, reserve, bounds.milliseconds);
    return { bytes, [Symbol.dispose]: () => budget.give(reserved) };
  } catch (error) {
    budget.give(reserved);
    throw error;
  }
}

function collect(
  incoming: IncomingMessage,
  reserve: (bytes: number) => void,
  milliseconds: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const timer = setTimeout(() => fail(tooSlow(milliseconds)), milliseconds);
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      try {
        reserve(length);
        chunks.push(chunk);
      } catch (error) {
        fail(error);
      }
    };
    const onEnd = () => {
      settle();
      resolve(Buffer.concat(chunks, length));
    };
    const onGone = () => fail(gone());
    const settle = () => {
      clearTimeout(timer);
      incoming.off("data", onData).off("end", onEnd).off("close", onGone).off("error", onGone);
    };
    const fail = (error: unknown) => {
      settle();
      // A later error of a request that is refused already matters to nobody.
      incoming.on("error", () => {});
      incoming.pause();
      reject(error);
    };
    incoming.on("data", onData).on("end", onEnd).on("close", onGone).on("error", onGone);
  });
}

function tooLarge(most: number): DebootcError {
  return new DebootcError("request-too-large", `the body is longer than ${most} bytes, which is the limit`);
}

function tooSlow(milliseconds: number): DebootcError {
  return new DebootcError(
    "request-too-slow",
    `the body did not arrive within ${milliseconds / 1000} seconds, which is the limit`,
  );
}

function busy(): DebootcError {
  return new DebootcError("intake-busy", "other deliveries take all memory that there is for them", {
    hint: "Send it again in a minute.",
  });
}

function gone(): DebootcError {
  return new DebootcError("request-invalid", "the request ended before its body was complete");
}
