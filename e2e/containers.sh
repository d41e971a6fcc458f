#!/bin/bash
# Container engines take the image: skopeo and podman as zstd, umoci and Docker as gzip.
# takes: 70 s
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
field() { python3 -c 'import json,sys; c=json.load(open(sys.argv[1]+"/compose/metadata/compose.json")); print(c["image"][sys.argv[2]] if sys.argv[2] in c["image"] else c[sys.argv[2]])' "$1" "$2"; }
tag=$(field "$minimal" tag)
packages=$(field "$minimal" packageCount)
diff_id() { skopeo inspect --config "oci:$1" | python3 -c 'import json,sys; print(json.load(sys.stdin)["rootfs"]["diff_ids"])'; }

assert "skopeo inspects the zstd image" skopeo inspect "oci:$(oci_of "$minimal"):$tag"
export STORAGE_DRIVER=overlay CONTAINERS_STORAGE_CONF=$work/storage.conf
printf '[storage]\ndriver="overlay"\ngraphroot="%s/podman"\nrunroot="%s/podman-run"\n' "$work" "$work" >"$work/storage.conf"
assert "podman takes the zstd image" podman pull --quiet "oci:$(oci_of "$minimal"):$tag"
image=$(podman images --quiet --no-trunc | head -n 1)
in_podman() {
  podman --runtime runc --cgroup-manager=cgroupfs run --rm --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 --network=none "$image" "$@"
}
in_podman dpkg -l >"$work/dpkg" || true
assert_equal "dpkg -l in the container lists every package" "$packages" "$(grep -c '^ii ' "$work/dpkg")"
assert_equal "a container has a locale that knows all characters" UTF-8 "$(in_podman locale charmap)"
name=$(in_podman find /usr/share/ca-certificates /etc/ssl/certs -name '*Főtanúsítvány.*' -printf '%f ')
assert_matches "podman unpacks names that are not ASCII" <(echo "$name") 'Főtanúsítvány.crt NetLock.*Főtanúsítvány.pem'

debootc compose "$root/treefiles/minimal.yaml" --lock "$minimal_lock" --output-dir "$work/out" --image-compression gzip
assert_equal "gzip and zstd hold the same layers" "$(diff_id "$(oci_of "$minimal"):$tag")" "$(diff_id "$(oci_of "$work/out/latest"):$tag")"
assert "umoci unpacks the gzip image" umoci unpack --image "$(oci_of "$work/out/latest"):$tag" "$work/bundle"
assert_equal "with names that are not ASCII" 'NetLock_Arany_=Class_Gold=_Főtanúsítvány.crt' \
  "$(basename "$work"/bundle/rootfs/usr/share/ca-certificates/mozilla/NetLock*)"
assert "a file with a SUID bit keeps it" test -u "$work/bundle/rootfs/usr/bin/su"

skopeo copy --quiet "oci:$(oci_of "$work/out/latest"):$tag" "docker-archive:$work/image.tar:debootc/minimal:test"
dockerd --data-root "$work/docker" --exec-root "$work/docker-exec" --bridge=none --iptables=false \
  -H "unix://$work/docker.sock" --pidfile "$work/docker.pid" >"$work/dockerd.log" 2>&1 &
stop_docker() { kill "$(cat "$work/docker.pid")" 2>/dev/null && wait; }
for _ in $(seq 60); do [ -S "$work/docker.sock" ] && docker -H "unix://$work/docker.sock" version >/dev/null 2>&1 && break; sleep 0.5; done
engine() { docker -H "unix://$work/docker.sock" "$@"; }
assert "Docker takes the gzip image" engine load --quiet --input "$work/image.tar"
engine run --rm --network=none debootc/minimal:test dpkg -l >"$work/docker-dpkg" || true
assert_equal "dpkg -l under Docker lists every package" "$packages" "$(grep -c '^ii ' "$work/docker-dpkg")"
assert "Docker unpacks names that are not ASCII" \
  engine run --rm --network=none debootc/minimal:test test -e '/usr/share/ca-certificates/mozilla/NetLock_Arany_=Class_Gold=_Főtanúsítvány.crt'
stop_docker || true
