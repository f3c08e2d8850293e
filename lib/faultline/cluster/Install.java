package faultline.cluster;

/** The scripts that change a host. Each of them changes only what is not yet as it should be. */
final class Install {

    static final String TOKEN = "/etc/rancher/k3s/token";
    static final String PROGRAM = "/usr/local/bin/k3s";

    /** Where the program arrives before its checksum is looked at. */
    static final String PART = "/usr/local/bin/.k3s.part";

    private static final String END = "END_OF_FAULTLINE_FILE";
    private static final String PREPARE = "/usr/local/lib/faultline/prepare.sh";

    /** There while k3s has not been started with all that has changed, whatever broke off. */
    private static final String PENDING = "/usr/local/lib/faultline/pending";

    private Install() {}

    private static final String HEAD =
            """
            set -eu
            umask 077
            export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
            put() {
                mkdir -p "$(dirname "$1")"
                cat >"$1.new"
                chmod "$2" "$1.new"
                if cmp -s "$1.new" "$1"; then rm "$1.new"; return; fi
                touch %1$s
                mv "$1.new" "$1"
                echo "changed $1"
            }
            mkdir -p "$(dirname %1$s)"
            """
                    .formatted(PENDING);

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
                rm -f %s
                echo started
            fi
            """
                    .formatted(PENDING);

    /**
     * Looks at a file that has arrived as {@code part}, and puts it in its place. It is on the disk
     * then: how quick that is, is measured next.
     */
    static String arrived(String name, String part, String place, String mode, String sha256) {
        return """
        set -eu
        found=$(sha256sum <%2$s | cut -d' ' -f1)
        [ "$found" = %5$s ] || { echo "%1$s arrived damaged: $found" >&2; exit 1; }
        mkdir -p "$(dirname %3$s)" "$(dirname %6$s)"
        chmod %4$s %2$s
        sync %2$s
        touch %6$s
        mv %2$s %3$s
        """
                .formatted(name, part, place, mode, sha256, PENDING);
    }

    /** Makes a host ready before anything else, so that what goes to its disk for data stays. */
    static String prepared(ClusterPlan plan, Facts facts) {
        var once = PREPARE + ".once";
        var script = new StringBuilder("mkdir -p \"$(dirname %s)\"\n".formatted(once));
        script.append("cat >").append(once);
        return here(script, plan.prepare())
                .append("chmod 755 %s\n".formatted(once))
                .append(run(once, facts.store()))
                .append("rm %s\n".formatted(once))
                .toString();
    }

    private static String run(String prepare, Facts.Store store) {
        return "%s %s %s\n".formatted(prepare, store.device().orElse("none"), store.folder());
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
        script.append(
                        "if [ -f %s ] || ! systemctl is-active --quiet k3s; then\n"
                                .formatted(PENDING))
                .append(run(PREPARE, store))
                .append(measured ? Settled.measure(store.folder()) : "")
                .append(START);
        return script.toString();
    }

    private static void put(StringBuilder script, String file, String mode, String text) {
        here(script.append("put %s %s".formatted(file, mode)), text);
    }

    /** Gives {@code text} to the command that {@code script} ends with. */
    private static StringBuilder here(StringBuilder script, String text) {
        return script.append(" <<'%s'\n".formatted(END))
                .append(text.endsWith("\n") ? text : text + "\n")
                .append(END)
                .append('\n');
    }
}
