#!/bin/bash
# A mirror that can go: hands on what this machine's own mirror has. . "$root/e2e/lib/mirror.sh" after lib.sh.
# mirror_serve [DEBS]: serves it at $mirror; after so many packages it is gone. Requests are written to $work/asked.

mirror_behind() {
  local uri
  for uri in "${DEBOOTC_MIRROR:-}" $(apt-get -oDir::State::Lists=/nonexistent/ -oDir::State::Status=/dev/null \
    indextargets --no-release-info --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null); do
    [[ "${uri%/}" != http*/debian ]] || { echo "${uri%/debian*}" && return; }
  done
}

mirror_serve() {
  local behind
  behind=$(mirror_behind)
  [ -n "$behind" ] || skip "this machine has no mirror over HTTP"
  rm -f "$work/mirror.port.new"
  asked=$work/asked setpriv --pdeathsig KILL python3 - "$behind" "${mirror_port:-0}" "${1:-}" \
    >"$work/mirror.port.new" 2>/dev/null <<'P' &
import http.server, os, shutil, sys, threading, urllib.error, urllib.request
behind, port, most, asked = sys.argv[1], int(sys.argv[2]), sys.argv[3], open(os.environ["asked"], "a", buffering=1)
left, lock = int(most) if most else None, threading.Lock()
class Mirror(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        global left
        with lock:
            if left is not None and self.path.endswith(".deb"):
                left -= 1
                if left < 0: os._exit(0)
            asked.write(self.path + "\n")
        sent = {name: self.headers[name] for name in ("If-Modified-Since", "Range", "If-Range") if self.headers[name]}
        try: answer = urllib.request.urlopen(urllib.request.Request(behind + self.path, headers=sent))
        except urllib.error.HTTPError as error: answer = error
        with answer:
            self.send_response(answer.status)
            for name in ("Content-Length", "Content-Range", "Last-Modified", "Content-Type"):
                if answer.headers[name]: self.send_header(name, answer.headers[name])
            self.end_headers()
            shutil.copyfileobj(answer, self.wfile)
server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Mirror)
print(server.server_port, flush=True)
server.serve_forever()
P
  mirror_server=$!
  # It is no process that a build left behind.
  kept=("$mirror_server")
  until mirror_port=$(cat "$work/mirror.port.new") && [ -n "$mirror_port" ]; do
    kill -0 "$mirror_server" || fail "the mirror does not start"
    sleep 0.1
  done
  mirror=http://127.0.0.1:$mirror_port/debian
}

mirror_ends() {
  kill "${mirror_server:-}" 2>/dev/null || true
}
at_end mirror_ends
