#!/bin/sh
# Makes a node ready for Kubernetes and for faults. bootstrap puts it on every node, where it runs as
# root each time before k3s starts, so also after a reboot. Edit it here and bootstrap again.
#   $1: the disk for data as /dev/disk1, or "none" where there is no disk of its own
#   $2: the folder for data
set -eu

# The first two carry the pod network, the others the faults of Chaos Mesh (delay, loss, bandwidth).
for module in overlay br_netfilter sch_netem sch_tbf ip_set; do
    modprobe "$module" 2>/dev/null || echo "note: no kernel module $module"
done

# Brokers and databases open many files and map much memory.
mkdir -p /etc/sysctl.d
cat >/etc/sysctl.d/90-faultline.conf <<END
net.ipv4.ip_forward = 1
fs.inotify.max_user_instances = 8192
fs.inotify.max_user_watches = 524288
vm.max_map_count = 262144
END
sysctl -q -p /etc/sysctl.d/90-faultline.conf

# Memory on a disk would turn a fault of memory into one of the disk.
swapoff -a

# A disk of its own keeps brokers and databases apart from the control plane's store. What was on it
# before (of another reservation) is gone after this; our own label says that it is ours.
mkdir -p "$2"
if [ "$1" != none ] && ! mountpoint -q "$2"; then
    [ "$(blkid -s LABEL -o value "$1")" = faultline ] || mkfs.ext4 -q -F -L faultline "$1"
    mount -o noatime "$1" "$2"
fi

# Logs of containers would fill the small root file system.
mkdir -p "$2/pod-logs" /var/log/pods
mountpoint -q /var/log/pods || mount --bind "$2/pod-logs" /var/log/pods
