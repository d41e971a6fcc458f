import type { LogRule } from "./log-rule.ts";

/** What the machine or the sandbox ran out of or does not give, whichever tool reports it; and the last resort. */
export const machineRules: readonly LogRule[] = [
  { kind: "disk-full", weight: 4, pattern: /^(?<text>.*(?:No space left on device|Disk quota exceeded).*)$/ },
  {
    kind: "out-of-memory",
    weight: 4,
    pattern:
      /^(?<text>.*(?:virtual memory exhausted|: Cannot allocate memory|std::bad_alloc|Killed signal terminated program|heap out of memory|out of memory allocating|signal: 9, SIGKILL).*)$/,
  },
  {
    kind: "network",
    weight: 2,
    pattern:
      /^(?<text>.*(?:Could not resolve host|Temporary failure in name resolution|Name or service not known|Network is unreachable|getaddrinfo (?:EAI_AGAIN|ENOTFOUND)|Failed to establish a new connection|dial tcp: lookup|Attempt to load network entity).*)$/,
  },
  {
    kind: "crash",
    weight: 2,
    pattern:
      /^(?<text>(?:.*[:\d] +)?(?:Segmentation fault|Bus error|Illegal instruction|Floating point exception|Aborted|Killed)(?: \(core dumped\))?(?: .*)?)$/,
  },
  {
    kind: "unknown",
    weight: 1,
    pattern: /^(?<text>(?:\S{1,60}: )?(?:\*{3} )?(?:fatal(?: error)?|error)(?:[:!]| -) ?.+)$/i,
  },
];
