#!/bin/sh
# usage: pacemaker-node.sh <folder>
# corosync and pacemaker in the foreground, with <folder>/corosync.conf and <folder>/cib.xml; their logs go there, too.
set -eu
folder=$1 name=$(hostname)
cp "$folder/corosync.conf" /etc/corosync/
install -o hacluster -g haclient -m 600 "$folder/cib.xml" /var/lib/pacemaker/cib/cib.xml
corosync -f >"$folder/$name.corosync.log" 2>&1 &

# pacemakerd tries only a few times to reach it.
tries=0
until corosync-cmapctl -b >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ $tries -lt 600 ] || { echo "corosync did not start" >&2; exit 1; }
    sleep 0.1
done
PCMK_logfile=$folder/$name.pacemaker.log PCMK_logfacility=none
export PCMK_logfile PCMK_logfacility
# Each would start the resource where it is alone, and stop it again when they have found each other.
tries=0
until [ "$(corosync-quorumtool -l 2>/dev/null | grep -c '^ *[12] ')" = 2 ]; do
    tries=$((tries + 1))
    [ $tries -lt 1200 ] || { echo "the other node did not come" >&2; exit 1; }
    sleep 0.1
done
exec pacemakerd -f >"$folder/$name.pacemakerd.log" 2>&1
