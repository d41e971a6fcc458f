#!/bin/bash
# Container engines take the image: skopeo and podman as zstd, umoci and Docker as gzip. Both build another one on it.
# takes: 295 s
# needs: archive, minimal
. "$(dirname "$0")/lib.sh"
needs_root "engines run as root here"
for tool in skopeo podman umoci dockerd runc; do
  command -v $tool >/dev/null || skip "$tool is not installed"
done

minimal_compose
# In this locale programs know ASCII alone, and ca-certificates has a name with more.
export LC_ALL=C
arch=$(dpkg --print-architecture)
oci_of() { echo "$1/compose/minimal/$arch/oci"; }
field() { python3 -c 'import json,sys; c=json.load(open(sys.argv[1]+"/compose/metadata/compose.json"))["legs"][0]; print(c["image"][sys.argv[2]] if sys.argv[2] in c["image"] else c[sys.argv[2]])' "$1" "$2"; }
tag=$(field "$minimal" tag)
packages=$(field "$minimal" packageCount)
diff_id() { skopeo inspect --config "oci:$1" | python3 -c 'import json,sys; print(json.load(sys.stdin)["rootfs"]["diff_ids"])'; }

assert "skopeo inspects the zstd image" skopeo inspect "oci:$(oci_of "$minimal"):$tag"
. "$root/e2e/lib/derive.sh"
assert "podman takes the zstd image" podman pull --quiet "oci:$(oci_of "$minimal"):$tag"
image=$(podman images --quiet --no-trunc | sed -n 1p)
run_podman() { podman --runtime runc --cgroup-manager=cgroupfs run --rm --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 --network=none "$@"; }
in_podman() { run_podman "$image" "$@"; }
in_podman dpkg -l >"$work/dpkg" || true
assert_equal "dpkg -l in the container lists every package" "$packages" "$(grep -c '^ii ' "$work/dpkg")"
assert_equal "a container has a locale that knows all characters" UTF-8 "$(in_podman locale charmap)"
mkdir "$work/names"
run_podman --volume "$work/names:/names" "$image" \
  find /usr/share/ca-certificates /etc/ssl/certs -name '*Főtanúsítvány.*' -fprintf /names/list '%f '
name='NetLock_Arany_=Class_Gold=_Főtanúsítvány'
assert_equal "podman unpacks names that are not ASCII" "$name.crt $name.pem " "$(cat "$work/names/list")"

# bootc gives each layer to ostree, which reads it in this locale: that of this machine, and that of the image.
mkdir "$work/layers"
number=100
for digest in $(python3 -c 'import json,sys
layout = sys.argv[1]
blob = lambda digest: json.load(open(layout + "/blobs/" + digest.replace(":", "/")))
image = [m for m in json.load(open(layout + "/index.json"))["manifests"] if "artifactType" not in m][0]
print(*(layer["digest"] for layer in blob(image["digest"])["layers"]))' "$(oci_of "$minimal")"); do
  zstd --quiet --decompress -o "$work/layers/$number.tar" "$(oci_of "$minimal")/blobs/${digest/://}"
  number=$((number + 1))
done
cat >"$work/layers/import" <<'S'
set -eu
ostree --repo="$1" init --mode=bare-user-only
for tar in "$2"/*.tar; do
  ostree --repo="$1" commit --branch=layers --canonical-permissions --no-xattrs --tar-autocreate-parents --tree="tar=$tar" >/dev/null || { echo "$tar"; exit 1; }
done
S
assert "this machine's ostree takes every layer" \
  sh "$work/layers/import" "$work/here" "$work/layers"
assert "and so does that of the image" run_podman --env LC_ALL=C \
  --volume "$work/layers:/layers:ro" "$image" sh /layers/import /tmp/repo /layers
rm -r "$work/layers" "$work/here"

# derived ROOT...: what the example did, as seen by a command that runs in the image.
derived() {
  assert_equal "apt-get and dpkg install packages" "install ok installed install ok installed " \
    "$("$@" dpkg-query --show --showformat='${Status} ' gadget widget)"
  assert "a unit is enabled" "$@" test -L /etc/systemd/system/multi-user.target.wants/widget.service
  assert_equal "an account is made" widget:x:650:650:Widget:/var/lib/widget:/usr/sbin/nologin "$("$@" getent passwd widget)"
  assert_equal "no file is left in /var" "" "$("$@" find /var -type f)"
}
# Debian does without apt, and so does minimal.
cp "$root/treefiles/tiny.yaml" "$work/tiny.yaml"
printf '%s\n' 'include: tiny.yaml' 'ref: test/kiosk' 'packages: [apt, systemd]' 'container: {compression: gzip}' >"$work/kiosk.yaml"
debootc compose "$work/kiosk.yaml" --output-dir "$work/kiosk" "${unjudged[@]}"
assert "podman builds on the image" derive "$work/kiosk/latest/compose/kiosk/$arch/oci"
plain_image=$image
image=localhost/derived
derived in_podman
image=$plain_image
podman push --quiet localhost/derived "oci:$work/derived:1"
debootc lint "oci:$work/derived:1" --cache-dir "$work/cache" --json >"$work/derived.json" || true
debootc lint "oci:$work/kiosk/latest/compose/kiosk/$arch/oci:latest" --cache-dir "$work/cache" --json >"$work/kiosk.json" || true
rules() { python3 -c 'import json,sys
print(*sorted({f["rule"] for f in json.loads(open(sys.argv[1]).read().splitlines()[-1])["result"]["findings"] if f["level"] == "error"}))' "$1"; }
assert_equal "the linter finds no error in it that its base does not have" "$(rules "$work/kiosk.json")" "$(rules "$work/derived.json")"

debootc compose "$root/treefiles/minimal.yaml" --lock "$minimal_lock" --output-dir "$work/out" --image-compression gzip "${unjudged[@]}"
assert_equal "gzip and zstd hold the same layers" "$(diff_id "$(oci_of "$minimal"):$tag")" "$(diff_id "$(oci_of "$work/out/latest"):$tag")"
assert "umoci unpacks the gzip image" umoci unpack --image "$(oci_of "$work/out/latest"):$tag" "$work/bundle"
assert_equal "with names that are not ASCII" 'NetLock_Arany_=Class_Gold=_Főtanúsítvány.crt' \
  "$(basename "$work"/bundle/rootfs/usr/share/ca-certificates/mozilla/NetLock*)"
assert "a file with a SUID bit keeps it" test -u "$work/bundle/rootfs/usr/bin/su"

skopeo copy --quiet "oci:$(oci_of "$work/out/latest"):$tag" "docker-archive:$work/image.tar:debootc/minimal:test"
dockerd --data-root "$work/docker" --exec-root "$work/docker-exec" --bridge=none --iptables=false \
  -H "unix://$work/docker.sock" --pidfile "$work/docker.pid" >"$work/dockerd.log" 2>&1 &
docker=$!
stop_docker() {
  kill "$docker" 2>/dev/null && wait "$docker"
  # What dockerd mounts for the network of the host stays when it ends.
  umount "$work"/docker-exec/netns/* 2>/dev/null
}
for _ in $(seq 60); do [ -S "$work/docker.sock" ] && docker -H "unix://$work/docker.sock" version >/dev/null 2>&1 && break; sleep 0.5; done
engine() { docker -H "unix://$work/docker.sock" "$@"; }
assert "Docker takes the gzip image" engine load --quiet --input "$work/image.tar"
engine run --rm --network=none debootc/minimal:test dpkg -l >"$work/docker-dpkg" || true
assert_equal "dpkg -l under Docker lists every package" "$packages" "$(grep -c '^ii ' "$work/docker-dpkg")"
assert "Docker unpacks names that are not ASCII" \
  engine run --rm --network=none debootc/minimal:test test -e '/usr/share/ca-certificates/mozilla/NetLock_Arany_=Class_Gold=_Főtanúsítvány.crt'
skopeo copy --quiet "oci:$work/kiosk/latest/compose/kiosk/$arch/oci:latest" "docker-archive:$work/kiosk.tar:localhost/kiosk:latest"
engine load --quiet --input "$work/kiosk.tar"
assert "Docker builds on the image" env DOCKER_BUILDKIT=0 docker -H "unix://$work/docker.sock" build --quiet --network host \
  --file "$work/context/Containerfile" --tag localhost/derived "$work/context"
in_docker() { engine run --rm --network=none localhost/derived "$@"; }
derived in_docker
stop_docker || true
