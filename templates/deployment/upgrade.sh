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
commit=$(git -C repository rev-parse --short "$version^{commit}")
release=releases/$commit
if [ ! -e "$release/.complete" ]; then
  git -C repository worktree add --quiet --force --detach "../$release" "$commit"
  python3 -m venv "$release/.venv"
  "$release/.venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --require-hashes --requirement "$release/requirements.txt"
  touch "$release/.complete"
fi
chown -R {{ user }}: "$release"
ln -s -f -n "$release" next && mv -T next current

systemctl start {{ name }}-prepare.service
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
