# The jump host of the lab, and a machine for each line of $1/nodes: "name address". Runs in network,
# mount and process namespaces of its own, and ends, with all that it started, when its standard
# input ends. $1: a folder of the test; $2: this folder; $3: where openssh-server was unpacked.
set -eu
work=$1 here=$2 ssh=$3
mount -t tmpfs tmpfs /run
mkdir /run/netns /run/sshd
# The server reads them as the user, who may not look into the test's folder.
install -m 644 "$work/node.pub" /run/keys
mount --bind "$work/passwd" /etc/passwd
ip link set lo up
ip link add site type bridge
ip address add "$(sed -n '1s/.* \(.*\)\..*/\1/p' "$work/nodes").254/20" dev site
ip link set site up
number=0
while read -r name address; do
    number=$((number + 1))
    ip netns add "$name"
    ip link add "port$number" type veth peer name eno1 netns "$name"
    ip link set "port$number" master site up
    ip -n "$name" -batch - <<END
link set lo up
address add $address/20 dev eno1
link set eno1 up
END
    ip netns exec "$name" unshare --mount --uts --pid --fork --kill-child \
        sh "$here/node.sh" "$work" "$here" "$ssh" "$name" \
        </dev/null >"$work/$name.log" 2>&1 &
    echo "$name port$number" >>"$work/ports"
done <"$work/nodes"
echo ready
while read -r verb name; do
    port=$(sed -n "s/^$name //p" "$work/ports")
    ip link set "$port" "$verb"
    echo done
done
kill -9 -1
