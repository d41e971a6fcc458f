/** Holds how long a lease is valid that is kept while something is done, in milliseconds. */
export const keptLease = 90_000;

const renewEvery = 20_000;

/** Does something that takes long while `renew` prolongs its lease. A renewal that fails is tried again in time. */
export async function whileLeased<T>(renew: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => void renew().catch(() => {}), renewEvery);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
