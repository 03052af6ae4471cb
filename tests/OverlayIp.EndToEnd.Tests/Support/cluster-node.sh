#!/bin/sh
# usage: cluster-node.sh <name> <folder of overlayip> <program> [argument…]
# Makes what a cluster node needs of a machine and no network namespace gives, and becomes the program. To be run under
# "unshare --mount --pid --uts --fork": files that are put in place here are nobody else's, and all ends with this process.
set -eu
name=$1 overlayip=$2
shift 2

hostname "$name"
mount --make-rprivate /
mount -t proc proc /proc
mount -t tmpfs tmpfs /dev/shm
for place in /run /var/log /var/lib/pacemaker /var/lib/corosync /etc/corosync; do
    [ ! -d "$place" ] || mount -t tmpfs -o mode=755 tmpfs "$place"
done
mkdir -p /run/lock /run/resource-agents /run/crm /run/agents /run/overlayip-bin /var/log/corosync /var/log/cluster /var/log/pacemaker
if [ -d /var/lib/pacemaker ]; then
    mkdir /var/lib/pacemaker/cib /var/lib/pacemaker/pengine /var/lib/pacemaker/cores /var/lib/pacemaker/blackbox
    chown -R hacluster:haclient /var/lib/pacemaker /var/log/pacemaker /run/crm
fi

# The agents that are installed, and ours beside them.
agents=/usr/lib/ocf/resource.d
mount --rbind "$agents" /run/agents
mount -t tmpfs -o mode=755 tmpfs "$agents"
for provider in /run/agents/*; do
    mkdir "$agents/${provider##*/}"
    mount --bind "$provider" "$agents/${provider##*/}"
done
install -D -m 755 "$overlayip/ocf/overlay-ip" "$agents/overlayip/overlay-ip"
mount --bind "$overlayip" /run/overlayip-bin
PATH=/run/overlayip-bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
exec "$@"
