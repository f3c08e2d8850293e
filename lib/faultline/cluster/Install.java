package faultline.cluster;

/** The scripts that change a host. Each of them changes only what is not yet as it should be. */
final class Install {

    static final String TOKEN = "/etc/rancher/k3s/token";
    static final String PROGRAM = "/usr/local/bin/k3s";

    /** Where the program arrives before its checksum is looked at. */
    static final String PART = "/usr/local/bin/.k3s.part";

    private static final String END = "END_OF_FAULTLINE_FILE";
    private static final String PREPARE = "/usr/local/lib/faultline/prepare.sh";

    private Install() {}

    private static final String HEAD =
            """
            set -eu
            umask 077
            export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
            changed=
            put() {
                mkdir -p "$(dirname "$1")"
                cat >"$1.new"
                chmod "$2" "$1.new"
                if cmp -s "$1.new" "$1"; then rm "$1.new"; return; fi
                mv "$1.new" "$1"
                changed=yes
                echo "changed $1"
            }
            """;

    private static final String UNIT =
            """
            [Unit]
            Description=Kubernetes of Faultline
            Wants=network-online.target
            After=network-online.target

            [Service]
            Type=notify
            KillMode=process
            Delegate=yes
            LimitNOFILE=1048576
            LimitNPROC=infinity
            LimitCORE=infinity
            TasksMax=infinity
            TimeoutStartSec=300
            Restart=always
            RestartSec=5
            ExecStartPre=%s %s %s
            ExecStart=%s %s

            [Install]
            WantedBy=multi-user.target
            """;

    private static final String START =
            """
                systemctl daemon-reload
                systemctl enable --quiet k3s
                systemctl restart k3s || {
                    journalctl -u k3s --no-pager -n 20 -o cat >&2 || true
                    echo "k3s does not start" >&2
                    exit 1
                }
                echo started
            fi
            """;

    /** Looks at the program that has arrived, and puts it in its place. */
    static String program(K3s k3s) {
        return """
        set -eu
        found=$(sha256sum <%1$s | cut -d' ' -f1)
        [ "$found" = %3$s ] || { echo "k3s arrived damaged: $found" >&2; exit 1; }
        chmod 755 %1$s
        mv %1$s %2$s
        """
                .formatted(PART, PROGRAM, k3s.sha256());
    }

    /** Puts every file in its place and starts k3s, where something changed or it does not run. */
    static String service(ClusterPlan plan, Facts facts, String config, String token) {
        var store = facts.store();
        var unit =
                UNIT.formatted(
                        PREPARE,
                        store.device().orElse("none"),
                        store.folder(),
                        PROGRAM,
                        plan.isServer(facts.host()) ? "server" : "agent");
        var script = new StringBuilder(HEAD);
        put(script, PREPARE, "755", plan.prepare());
        put(script, "/etc/rancher/k3s/registries.yaml", "600", plan.registries());
        put(script, TOKEN, "600", token);
        put(script, "/etc/rancher/k3s/config.yaml", "600", config);
        put(script, "/etc/systemd/system/k3s.service", "644", unit);
        // A member's disk is busy with the state of the cluster: it was measured before.
        var measured = plan.isServer(facts.host()) && !facts.isMember();
        script.append("if [ -n \"$changed\" ] || ! systemctl is-active --quiet k3s; then\n")
                .append(
                        "%s %s %s\n"
                                .formatted(PREPARE, store.device().orElse("none"), store.folder()))
                .append(measured ? Settled.measure(store.folder()) : "")
                .append(START);
        return script.toString();
    }

    private static void put(StringBuilder script, String file, String mode, String text) {
        script.append("put %s %s <<'%s'\n".formatted(file, mode, END))
                .append(text.endsWith("\n") ? text : text + "\n")
                .append(END)
                .append('\n');
    }
}
