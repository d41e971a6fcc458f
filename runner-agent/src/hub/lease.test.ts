import { expect, test } from "vitest";
import { Lease } from "./lease.ts";

function leaseAt() {
  let now = 1000;
  const lease = new Lease(() => now);
  return { lease, pass: (ms: number) => (now += ms), now: () => now };
}

test("there is no lease before a session", () => {
  expect(leaseAt().lease.isLost()).toBe(true);
});

test("a lease counts from when the hub was asked, not from its answer", () => {
  const { lease, pass, now } = leaseAt();
  const sent = now();
  pass(30);
  lease.begin(100, sent);
  expect([lease.left(), lease.isLost()]).toEqual([70, false]);
  pass(70);
  expect(lease.isLost()).toBe(true);
});

test("a heartbeat that was answered renews it, and an older one that comes late does not shorten it", () => {
  const { lease, pass, now } = leaseAt();
  lease.begin(100, now());
  pass(50);
  lease.renew(now());
  lease.renew(now() - 40);
  expect(lease.left()).toBe(100);
});

test("a lease that was lost while nobody looked stays lost until a new session", () => {
  const { lease, pass, now } = leaseAt();
  lease.begin(100, now());
  pass(500);
  lease.renew(now());
  expect([lease.isLost(), lease.left()]).toEqual([true, 0]);
  lease.begin(100, now());
  expect(lease.isLost()).toBe(false);
});
