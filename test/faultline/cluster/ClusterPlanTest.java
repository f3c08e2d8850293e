package faultline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.BadInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** What is decided without any host: hosts, configuration, checksums. */
class ClusterPlanTest {

    @TempDir Path folder;

    private static ClusterPlan plan(String hosts) {
        return new ClusterPlan(
                "test",
                "ssh",
                Host.list("--hosts", hosts),
                3,
                K3s.PINNED,
                Path.of("k3s"),
                "10.244.0.0/16",
                "10.96.0.0/16",
                "",
                "",
                List.of());
    }

    private static Facts facts(Host host, String printed) {
        return Facts.of(host, "clock=10.500000000\n" + printed, 10_000_000_000L, 10_200_000_000L);
    }

    private static String config(ClusterPlan plan, int host, List<Facts> all) {
        return Config.of(plan, all.get(host), all);
    }

    @Test
    void aFirstServerThatComesBackEmptyJoinsThoseThatAreLeft() {
        var plan = plan("a=10.0.0.1,b=10.0.0.2,c=10.0.0.3,d=10.0.0.4");
        var empty = plan.hosts().stream().map(host -> facts(host, "")).toList();
        assertThat(config(plan, 0, empty)).contains("cluster-init: true").doesNotContain("server:");
        assertThat(config(plan, 1, empty)).contains("server: https://10.0.0.1:6443");
        var left =
                List.of(
                        empty.get(0),
                        facts(plan.hosts().get(1), "etcd=there\nserver=https://10.0.0.1:6443\n"),
                        empty.get(2),
                        empty.get(3));
        assertThat(config(plan, 0, left))
                .contains("server: https://10.0.0.2:6443")
                .doesNotContain("cluster-init");
        assertThat(config(plan, 1, left)).contains("server: https://10.0.0.1:6443");
    }

    @Test
    void aClockIsComparedWithTheMiddleOfTheTimeThatAskingTook() {
        var facts = facts(Host.list("--hosts", "a").getFirst(), "");
        assertThat(facts.ahead().toMillis()).isEqualTo(400);
        assertThat(facts.bound().toMillis()).isEqualTo(100);
    }

    @Test
    void dataGoesToTheDiskThatIsMeantOrWhereThereIsRoom() {
        var host = Host.list("--hosts", "a").getFirst();
        var reserved = new Host("root", "a", host.address(), "disk1");
        assertThat(facts(reserved, "").store().device()).contains("/dev/disk1");
        var system = new Host("root", "a", host.address(), "disk0");
        assertThat(facts(system, "").store().folder()).isEqualTo("/tmp/faultline");
        assertThat(facts(host, "room=9 /data\n").store().folder()).isEqualTo("/data/faultline");
        assertThat(facts(host, "room=9 /\n").store().folder()).isEqualTo("/var/lib/faultline");
        assertThat(facts(host, "room=9 /data\ndata-dir=/srv/k3s\n").store().folder())
                .as("where it is already")
                .isEqualTo("/srv");
    }

    @Test
    void aProgramWithAnotherChecksumIsRefused() throws IOException {
        var file = Files.writeString(folder.resolve("k3s"), "something else");
        assertThatThrownBy(() -> K3s.PINNED.check(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("SHA-256", K3s.PINNED.sha256());
    }

    @Test
    void imagesAreReadFromTheirArchiveHoweverItIsCompressed() throws Exception {
        var plain = Lab.archive(folder.resolve("load.tar"), "localhost/faultline/load:1", "one");
        assertThat(ImageArchive.of(plain).images()).containsExactly("localhost/faultline/load:1");
        var small = folder.resolve("load.tgz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(small))) {
            Files.copy(plain, out);
        }
        assertThat(ImageArchive.of(small).images()).containsExactly("localhost/faultline/load:1");
        var list = folder.resolve("manifest.json");
        Files.writeString(list, "[{\"RepoTags\": [\"busybox:1.37.0\", \"me/own:2\"]}]");
        assertThat(ImageArchive.of(packed("docker.tar.gz", "manifest.json", list)).images())
                .containsExactly("busybox:1.37.0", "me/own:2");
    }

    @Test
    void whatIsNoArchiveOfImagesIsRefused() throws Exception {
        assertThatThrownBy(() -> ImageArchive.of(folder.resolve("there-is-none.tar")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no file that can be read");
        var text = Files.writeString(folder.resolve("notes.tar"), "no archive at all");
        assertThatThrownBy(() -> ImageArchive.of(text)).hasMessageContaining("no images in it");
        var other = packed("other.tar", "notes.tar", text);
        assertThatThrownBy(() -> ImageArchive.of(other)).hasMessageContaining("no images in it");
        assertThatThrownBy(() -> ImageArchive.of(folder.resolve("a b.tar")))
                .hasMessageContaining("--images");
        // As archives have it whose name was one of Docker Hub.
        var hub = Lab.archive(folder.resolve("hub.tar"), "docker.io/faultline/load:1", "one");
        assertThatThrownBy(() -> ImageArchive.of(hub))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("called faultline/load:1", "localhost/");
    }

    private Path packed(String name, String member, Path from) throws Exception {
        var file = folder.resolve(name);
        var tar = List.of("tar", "-caf", "" + file, "-C", "" + from.getParent(), member);
        assertThat(new ProcessBuilder(tar).start().waitFor()).isZero();
        return file;
    }

    @Test
    void aDiskTooSlowForTheStateOfTheClusterIsToldAndAQuickOneIsNot() {
        var host = Host.list("--hosts", "a").getFirst();
        assertThat(Settled.of("mtu=1450\nsync=23.40\n").note(host).orElseThrow())
                .contains("a: ", "23.4 ms", "10 ms");
        assertThat(Settled.of("sync=9.90\n").note(host)).isEmpty();
        assertThat(Settled.of("").note(host)).as("no Perl there, or an agent").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,a", "a b", "a;rm", "-oProxyCommand=x", "a=300", "$(x)"})
    void whatIsNoListOfHostsIsRefused(String hosts) {
        assertThatThrownBy(() -> Host.list("--hosts", hosts)).isInstanceOf(BadInput.class);
    }

    @Test
    void fewerHostsThanServersAreRefused() {
        assertThatThrownBy(() -> plan("a,b")).hasMessageContaining("--hosts");
    }
}
