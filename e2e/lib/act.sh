# shellcheck shell=bash
# Workflows under act: . "$root/e2e/lib/act.sh" after lib.sh.

# act WORKFLOW ARGUMENT...: runs a workflow; what it says is in $work/said.
act() { env -u GITHUB_ACTIONS "$root/script/act" "$@" >"$work/said" 2>&1 </dev/null; }

# user_repository: makes the repository of a user of the actions in $work/user, with tiny.yaml, and with legs.yaml, a compose file
# of the variants on standard input.
user_repository() {
  mkdir -p "$work/user/.github/workflows"
  git -C "$work/user" init --quiet
  cp "$root/treefiles/tiny.yaml" "$work/user/tiny.yaml"
  { printf 'release: {short: legs, name: Legs, version: "13"}\nvariants:\n' && cat; } >"$work/user/legs.yaml"
}
