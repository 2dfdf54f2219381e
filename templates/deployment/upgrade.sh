#!/bin/sh
# upgrade.sh VERSION: puts a version in the place of the running one, or of none, without
# losing a request.
#
# Each version has a folder of its own, so that what runs keeps its code. The schema goes
# first, then the processes, one after the other: the version before runs on the schema
# after (tests/portal/test_two_versions.py), and can be put back with this script.
set -eu
umask 022
cd {{ root }}
version=${1:?which version: a tag or a commit}

[ ! -e current ] || systemctl start {{ name }}-backup.service
git -C repository fetch --quiet --tags
# Of a branch, what was fetched: the clone's own stays where it was when it was made.
commit=$(git -C repository rev-parse --verify --quiet --short "origin/$version^{commit}" \
  || git -C repository rev-parse --verify --short "$version^{commit}")
release=releases/$commit
if [ ! -e "$release/.complete" ]; then
  rm -rf "$release" # of an installation that was interrupted
  git -C repository worktree prune
  git -C repository worktree add --quiet --force --detach "../$release" "$commit"
  python3 -m venv "$release/.venv"
  "$release/.venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --require-hashes --requirement "$release/requirements.txt"
  touch "$release/.complete"
fi
chown -R {{ user }}: "$release"
before=$(readlink current || true)
ln -s -f -n "$release" next && mv -T next current

if ! systemctl start {{ name }}-prepare.service; then
  # What runs, and what starts again by itself, stays the version before.
  if [ -n "$before" ]; then ln -s -f -n "$before" next && mv -T next current
  else rm current; fi
  echo "$version ($commit) could not be prepared: journalctl -u {{ name }}-prepare" >&2
  exit 1
fi
# First: it knows the jobs of the version before, which does not know its.
systemctl restart {{ name }}-worker.service
for port in {{ ports|join:" " }}; do
  systemctl restart "{{ name }}@$port.service"
  tries=0
  until current/.venv/bin/python -c \
      "import sys, urllib.request as r; r.urlopen(sys.argv[1], timeout=2)" \
      "http://127.0.0.1:$port/healthz" 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -ge 60 ]; then
      echo "{{ name }}@$port does not answer; what runs beside it is as before." >&2
      exit 1
    fi
    sleep 1
  done
done
echo "Running: $version ($commit)"
