#!/bin/bash
# supervise.sh VARIABLE GROUP-FILE... -- PROGRAM ARGUMENT...: runs a program until it ends, or whoever started it is gone.
#
# Each line of standard input is a signal for the program and its children. When standard input ends, the program is
# killed, and with it what is in the groups whose lists of processes are GROUP-FILE. Descriptor 3 has a secret, which the
# program gets as VARIABLE, and nobody else: it is in no argument, and not in the environment of this script.
set -uo pipefail
variable=$1
shift
groups=()
while [ "$1" != -- ]; do
  groups+=("$1")
  shift
done
shift
IFS= read -r -d '' -u 3 secret
exec 3<&- 4<&0 </dev/null
# Gives the program a process group, and signals their usual meaning.
set -m
(
  exec 4<&-
  export "$variable=$secret"
  exec "$@"
) &
program=$!
unset secret
# What bash has to say of jobs that were killed does not belong to what the program prints.
exec >/dev/null 2>&1
(
  while read -r -u 4 signal; do kill -s "$signal" -- "-$program"; done
  trap '' TERM
  kill -s KILL -- "-$program"
  for _ in {1..1000}; do
    alive=()
    for file in "${groups[@]}"; do
      mapfile -t pids 2>/dev/null <"$file"
      for pid in "${pids[@]}"; do [ "$pid" -eq "$BASHPID" ] || alive+=("$pid"); done
    done
    [ ${#alive[@]} -gt 0 ] || break
    kill -s KILL "${alive[@]}"
  done
) &
watcher=$!
exec 4<&-
# A program that is stopped has not ended: `-f` waits on. If it was stopped before that, bash tells the stop as its end, once.
wait -f "$program"
wait -f "$program"
status=$?
# Not by KILL: it may have begun to end what is left.
kill -s TERM -- "-$watcher"
exit "$status"
