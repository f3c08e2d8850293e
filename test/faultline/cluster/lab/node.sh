# A machine of the lab: a file system of its own in memory with the host's programs in it, read only,
# stand-ins in front of them, and a real OpenSSH server. Arguments as of lab.sh, and its name.
set -eu
work=$1 here=$2 ssh=$3 name=$4
root=$work/$name
hostname "$name"
mkdir -p "$root"
mount -t tmpfs -o mode=755 tmpfs "$root"
cd "$root"
mkdir -p proc sys dev tmp run/sshd root/.ssh etc/ssh usr stand-ins kit ssh var/log shared mnt
for each in bin sbin lib lib64; do
    if [ -L "/$each" ]; then cp -P "/$each" .; else mkdir "$each"; mount -o bind,ro "/$each" "$each"; fi
done
mount -o bind,ro /usr usr
mount -t tmpfs tmpfs usr/local
mkdir -p usr/local/bin usr/local/lib
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 none sys/fs/cgroup || mount -t tmpfs none sys/fs/cgroup
mount --bind /dev dev
mount -o bind,ro "$ssh" ssh
mount -o bind,ro "$here" kit
mount --bind "$work/shared" shared
cp /etc/ld.so.cache etc/ 2>/dev/null || true
printf 'passwd: files\ngroup: files\nshadow: files\nhosts: files\n' >etc/nsswitch.conf
cp "$work/passwd" etc/passwd
echo root:x:0: >etc/group
cp "$work/node.pub" root/.ssh/authorized_keys
cp "$work/$name.key" etc/ssh/key
chmod 600 etc/ssh/key
for each in systemctl sysctl modprobe swapoff mkfs.ext4 mount mountpoint journalctl blkid; do
    ln -s /kit/recorded "stand-ins/$each"
done
ln -s /kit/systemctl stand-ins/systemctl -f
[ "$name" != "$(cat "$work/old" 2>/dev/null)" ] || /bin/umount sys/fs/cgroup
# Newer servers are several programs, which look for each other where they would be installed.
session() {
    for each in session auth; do
        [ ! -f "ssh/usr/lib/openssh/sshd-$each" ] ||
            echo "Sshd$(echo "$each" | sed 's/^s/S/; s/^a/A/')Path /ssh/usr/lib/openssh/sshd-$each"
    done
}
cat >etc/ssh/config <<END
HostKey /etc/ssh/key
AuthorizedKeysFile .ssh/authorized_keys /shared/authorized_keys
UsePAM no
$(session)
StrictModes no
PidFile none
MaxStartups 100
SetEnv PATH=/stand-ins:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
END
exec env LD_LIBRARY_PATH="$(cat "$work/libraries")" chroot . /ssh/usr/sbin/sshd -D -e -f /etc/ssh/config
