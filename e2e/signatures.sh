#!/bin/bash
# What `debootc push` signs, judged by the skopeo, podman and cosign of Debian 13 against Debian's own registry: the key of the
# user and one of cosign, identities, images that nobody or somebody else has signed, and the policy that docs/signatures.md gives a host.
# takes: 40 s
# needs: archive
. "$(dirname "$0")/lib.sh"
needs_root "composing builds root file systems"

# Debian 12 has these tools without Sigstore's signatures.
host=$work/host
mmdebstrap --quiet --variant=extract --include=skopeo,podman,cosign trixie "$host"
for name in bin sbin lib lib64; do [ -e "$host/$name" ] || ln -s "usr/$name" "$host/$name"; done
mkdir -p "$host/root" "$host/run" "$host/var/tmp" "$host/etc/containers/registries.d"
services_of_host=()
on_host() {
  bwrap --bind "$host" / --dev /dev --proc /proc --bind "$work" /work --chdir /work --setenv HOME /root --setenv PATH /usr/bin:/usr/sbin \
    --setenv COSIGN_PASSWORD "${password-}" "${services_of_host[@]}" --die-with-parent -- "$@"
}

mkdir "$work/store"
cat >"$work/registry.yml" <<Y
version: "0.1"
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $work/store}}
http: {addr: "127.0.0.1:0"}
Y
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
sed -i "s/127.0.0.1:0/127.0.0.1:$port/" "$work/registry.yml"
OTEL_TRACES_EXPORTER=none setpriv --pdeathsig KILL docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
registry=$!
at_end "kill $registry"
for _ in {1..100}; do python3 -c "import socket; socket.create_connection(('127.0.0.1', $port))" && break || sleep 0.1; done
at=127.0.0.1:$port

debootc compose "$root/treefiles/tiny.yaml" --output-dir "$work/out"
push() { debootc push latest "$@" --output-dir "$work/out"; }

# Keys as the page says: one of openssl, one of cosign, which always locks it.
(umask 077 && openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/image.key")
openssl pkey -in "$work/image.key" -pubout -out "$work/image.pub"
password=trees on_host cosign generate-key-pair
(umask 077 && openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out "$work/p384.key")

push "$at/me/signed:13" --sign-key "$work/image.key" >"$work/said"
assert_matches "the last screen says that it is signed" "$work/said" 'signed +yes, for podman, bootc and cosign'
push "$at/me/unsigned:13" >"$work/unsigned"
assert_matches "and that it is not" "$work/unsigned" 'signed +no: --sign-key'
COSIGN_PASSWORD=trees push "$at/me/cosign:13" --sign-key "$work/cosign.key"
COSIGN_PRIVATE_KEY=$(cat "$work/cosign.key") COSIGN_PASSWORD=trees push "$at/me/variable:13"
assert_status "a wrong password is refused" 9 env COSIGN_PASSWORD=shrubs "$root/bin/debootc" push latest "$at/me/none:13" \
  --sign-key "$work/cosign.key" --output-dir "$work/out"
assert_status "so is another curve" 9 push "$at/me/none:13" --sign-key "$work/p384.key"
assert_status "and a public key" 9 push "$at/me/none:13" --sign-key <(cat "$work/image.pub")

# The files of a host, as the page has them.
documented() { awk -v name="$1" '$0 == "```" { on = 0 } on { print } $0 ~ "^```" && $0 ~ name { on = 1 }' "$root/docs/signatures.md"; }
trust() {
  cp "$work/$1" "$host/etc/containers/image.pub"
  documented policy.json | sed "s|ghcr.io/me|$at/me|" >"$host/etc/containers/policy.json"
  documented registries.yaml | sed "s|ghcr.io/me|$at/me|" >"$host/etc/containers/registries.d/me.yaml"
}
copy() { on_host skopeo copy --src-tls-verify=false --remove-signatures "docker://$at/$1" "dir:/work/copied" >"$work/copy" 2>&1; }
pull() { on_host podman --storage-driver=vfs --cgroup-manager=cgroupfs pull --tls-verify=false "$at/$1" >"$work/pull" 2>&1 || { cat "$work/pull"; return 1; }; }

trust image.pub
assert "skopeo takes what its key has signed" copy me/signed:13
assert "podman as well" pull me/signed:13
assert_not "skopeo does not take what nobody signed" copy me/unsigned:13
assert_contains "and says why" "$work/copy" "A signature was required, but no signature exists"
assert_not "podman does not take what another key signed" pull me/cosign:13
trust cosign.pub
assert_not "skopeo does not take it either" copy me/signed:13
assert "it takes what a key of cosign has signed" copy me/cosign:13
assert "from a variable as well" copy me/variable:13

# The signature names its repository: in another one it is worth nothing.
digest=$(skopeo inspect --tls-verify=false --format '{{.Digest}}' "docker://$at/me/cosign:13")
tag=sha256-${digest#sha256:}.sig
skopeo copy --src-tls-verify=false --dest-tls-verify=false "docker://$at/me/cosign:$tag" "docker://$at/me/unsigned:$tag"
assert_not "a signature of another repository is none" copy me/unsigned:13
assert_contains "and skopeo says why" "$work/copy" "me/cosign"

cosign() { on_host cosign "$1" --allow-http-registry --insecure-ignore-tlog=true --private-infrastructure=true "${@:2}"; }
assert "cosign verifies the signature" cosign verify --key /work/image.pub "$at/me/signed:13"
assert_not "not with another key" cosign verify --key /work/cosign.pub "$at/me/signed:13"
# This version knows bundles of images only as attestations, and wants to know what it trusts besides the key: nothing.
echo '{"mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1"}' >"$work/nothing.json"
bundle() {
  cosign verify-attestation --new-bundle-format --trusted-root /work/nothing.json \
    --type https://sigstore.dev/cosign/sign/v1 --key "$1" "$at/me/signed:13"
}
assert "cosign verifies the bundle" bundle /work/image.pub
assert_not "not with another key" bundle /work/cosign.pub

password=trees on_host cosign sign --allow-http-registry --tlog-upload=false --yes --key /work/cosign.key "$at/me/signed@$digest"
assert "what cosign signs next to it is there" cosign verify --key /work/cosign.pub "$at/me/signed:13"
push "$at/me/signed:13" --sign-key "$work/image.key" --json >"$work/again"
assert_contains "signed again, nothing changes" "$work/again" '"wasThere":true'
assert "the signature of somebody else stays" copy me/signed:13

# Without a key: whoever the token names, certified by a Fulcio and logged by a Rekor of this scenario.
coproc SERVICES { node "$root/e2e/lib/sigstore.ts" "$work/sigstore" 2>"$work/sigstore.log"; }
read -r services <&"${SERVICES[0]}"
read -r token <&"${SERVICES[0]}"
SIGSTORE_ID_TOKEN=$token push "$at/me/keyless:13" --sign-keyless --fulcio-url "$services" --rekor-url "$services" >"$work/keyless"
assert_matches "the last screen says that no key signed" "$work/keyless" 'signed +yes, with an identity'
services_of_host=(--setenv SIGSTORE_ROOT_FILE /work/sigstore/fulcio.pem --setenv SIGSTORE_REKOR_PUBLIC_KEY /work/sigstore/rekor.pub)
identity() {
  on_host cosign verify --offline --insecure-ignore-sct --allow-http-registry --certificate-identity "$1" \
    --certificate-oidc-issuer https://accounts.example.org "$at/me/keyless:13"
}
assert "cosign verifies who signed" identity me@example.org
assert_not "and that it was nobody else" identity you@example.org
keyless_bundle() {
  on_host cosign verify-attestation --new-bundle-format --trusted-root /work/sigstore/trusted-root.json --insecure-ignore-sct \
    --allow-http-registry --type https://sigstore.dev/cosign/sign/v1 --certificate-identity "$1" \
    --certificate-oidc-issuer https://accounts.example.org "$at/me/keyless:13"
}
assert "cosign verifies the bundle" keyless_bundle me@example.org
assert_not "not of somebody else" keyless_bundle you@example.org
cp "$work/sigstore/fulcio.pem" "$work/sigstore/rekor.pub" "$host/etc/containers/"
trust_person() {
  documented identity.json | sed "s|ghcr.io/me|$at/me|; s|me@example.org|$1|" >"$host/etc/containers/policy.json"
}
trust_person me@example.org
assert "skopeo takes what this person has signed" copy me/keyless:13
assert "podman as well" pull me/keyless:13
assert_not "skopeo does not take what only a key has signed" copy me/signed:13
trust_person you@example.org
assert_not "nor what another person has signed" copy me/keyless:13
SIGSTORE_ID_TOKEN=$token push "$at/me/keyless:13" --sign-keyless --fulcio-url "$services" --rekor-url "$services" --json >"$work/keyless-events"
exec {SERVICES[1]}>&-
wait "$SERVICES_PID"
assert_contains "the events of a push without a key were seen" "$work/keyless-events" '"keyless":true'
assert_not "the token is in no log and no event" grep -rqF -e "$token" "$work/out" "$work/keyless" "$work/keyless-events"

# Neither a log nor an event has a secret.
secret=$(sed -n 2p "$work/image.key")
assert_not "the key is nowhere but in its file" grep -rqF -e "$secret" "$work/out" "$work/again" "$work/said"
