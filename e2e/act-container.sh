#!/bin/bash
# Jobs in containers of Docker under act: the reusable workflow composes in one, hands its artifact on to another, and nothing of them
# is left; without an engine or an image, it says what to do.
# takes: 1 s, 150 s in the full run
# needs: archive
. "$(dirname "$0")/lib.sh"
. "$root/e2e/lib/act.sh"
needs_root "an engine of containers runs as root here"
only_in_full_run "an image and a compose in containers of Docker"
for tool in dockerd docker mmdebstrap; do command -v $tool >/dev/null || skip "$tool is not installed"; done
needs_act

arch=$(dpkg --print-architecture)
export DOCKER_HOST="unix://$work/docker.sock"

user_repository <<Y
  tiny: {treefile: tiny.yaml, arches: [$arch]}
Y
cat >"$work/user/.github/workflows/image.yml" <<'Y'
on: push
jobs:
  compose:
    uses: debootc/compose/.github/workflows/compose.yml@v1
    permissions: {contents: read}
    with: {file: legs.yaml}
  after:
    needs: compose
    runs-on: ubuntu-24.04
    steps:
      - env: {ID: "${{ needs.compose.outputs.compose-id }}", STATUS: "${{ needs.compose.outputs.status }}"}
        run: echo "made $ID, $STATUS"
Y
cat >"$work/small.yml" <<'Y'
on: push
jobs:
  small:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - run: "[ -e /.dockerenv ] && [ -e treefiles/tiny.yaml ] && touch treefiles/tiny.yaml && echo in a container of its own"
      - run: env | grep '^ACTIONS_' || echo no variables of the runner here
      - run: "[ ! -e /var/run/docker.sock ] && echo the engine is out of reach"
Y

assert_status "without an engine it ends as without isolation" 80 act "$work/small.yml" --container
assert_contains "says why" "$work/said" "cannot run jobs in containers: no engine answers: "
assert_contains "and how to start one" "$work/said" "hint: Start it as root: systemctl start docker, or dockerd by hand."

dockerd --data-root "$work/docker" --exec-root "$work/docker-exec" --bridge=none --iptables=false \
  --host "$DOCKER_HOST" --pidfile "$work/docker.pid" >"$work/dockerd.log" 2>&1 &
docker=$!
stop_docker() {
  kill "$docker" 2>/dev/null && wait "$docker"
  # What dockerd mounts for the network of the host stays when it ends.
  umount "$work"/docker-exec/netns/* 2>/dev/null
  # So do its control groups, which nobody else is in if they can be removed.
  rmdir /sys/fs/cgroup/docker /sys/fs/cgroup/*/docker 2>/dev/null
}
at_end stop_docker
for _ in {1..120}; do
  ! docker version >/dev/null 2>&1 || break
  kill -0 "$docker" 2>/dev/null || break
  sleep 0.5
done
docker version >"$work/version" 2>&1 || {
  tail -n 5 "$work/dockerd.log"
  skip "dockerd does not start here: $(tail -n 1 "$work/dockerd.log")"
}

assert_status "an image that is not there is wrong usage" 2 act "$work/small.yml" --container --image no/such:image
assert_contains "and it is named" "$work/said" "there is no image no/such:image; script/act pulls none"

assert "a workflow composes in containers" act image --container --repository "$work/user"
assert_contains "in an image that was made for it" "$work/said" "act: making the image debootc-act:"
assert_matches "of which there is a tag" <(docker image ls --format '{{.Repository}}:{{.Tag}}') '^debootc-act:[0-9a-f]{16}$'
assert_contains "the leg is an artifact" "$work/said" "Artifact leg-tiny-$arch successfully finalized"
assert_matches "another job assembles it" "$work/said" 'made legs-13-[0-9]+\.0, FINISHED'
assert_not "the services of artifacts and caches are within reach" grep -q 'debootc%3A remote-cache' "$work/said"

assert "a second workflow runs" act "$work/small.yml" --container
assert_not "in the same image" grep -q "making the image" "$work/said"
assert_contains "with a copy of the files" "$work/said" "| in a container of its own"
assert_contains "a run: step has no token of the runner" "$work/said" "| no variables of the runner here"
assert_contains "and a job cannot start containers" "$work/said" "| the engine is out of reach"
assert_equal "no container is left" "" "$(docker ps --all --quiet)"
stop_docker || true
assert_no_leaks "nothing of the jobs is left"
