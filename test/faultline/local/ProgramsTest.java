package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.plan.Unavailable;
import faultline.stack.Component;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class ProgramsTest {

    @Test
    void whatIsFoundRunsAndSaysWhereItCameFrom() throws Exception {
        var programs = RealPrograms.find(Component.MARIADB, Component.INFLUXDB);
        assertThat(programs.versions().get("mariadbd")).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(programs.versions().get("influxd")).startsWith("1.");
        assertThat(programs.sources()).containsKeys("mariadbd", "libgalera_smm.so", "influxd");
        assertThat(programs.describe().get("mariadbd"))
                .contains(programs.file("mariadbd").toString())
                .contains(programs.versions().get("mariadbd"));
        var help =
                HostCommand.run(
                        List.of(programs.file("mariadbd").toString(), "--no-defaults", "--version"),
                        Path.of("/"),
                        programs.environment(),
                        "",
                        Duration.ofSeconds(20));
        assertThat(help.good()).as(help.output()).isTrue();
    }

    @Test
    void theSecondLookFetchesNothingAndIsQuick() {
        var first = RealPrograms.find(Component.MARIADB);
        var told = new ArrayList<String>();
        var start = System.nanoTime();
        var second = Programs.find(List.of(Component.MARIADB), told::add);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(told).isEmpty();
        assertThat(second.files()).isEqualTo(first.files());
    }

    @Test
    void aCacheThatLostAFileOrPartOfOneIsNotUsed(@TempDir Path folder) throws IOException {
        var cache = new ProgramCache(folder);
        var root = Files.createDirectories(folder.resolve("influxdb"));
        var influxd = Files.writeString(root.resolve("influxd"), "1234567");
        Files.writeString(
                root.resolve("programs.json"),
                """
                {"files": {"influxd": "influxd"}, "path": ["."], "libraryPath": [],
                 "versions": {"influxd": "1.6.7"}, "sources": {"influxd": "influxdb=1.6.7"},
                 "sizes": {"influxd": 7}}
                """);
        assertThat(cache.read(ProgramSet.INFLUXDB))
                .hasValueSatisfying(p -> assertThat(p.file("influxd")).isEqualTo(influxd));
        Files.writeString(influxd, "123");
        assertThat(cache.read(ProgramSet.INFLUXDB)).isEmpty();
        Files.delete(influxd);
        assertThat(cache.read(ProgramSet.INFLUXDB)).isEmpty();
        Files.writeString(root.resolve("programs.json"), "{\"files\": {");
        assertThat(cache.read(ProgramSet.INFLUXDB)).isEmpty();
    }

    @Test
    void aCacheThatCannotBeWrittenIsSaidWithWhatMendsIt(@TempDir Path folder) throws IOException {
        RealPrograms.assumeApt();
        var file = Files.createFile(folder.resolve("file"));
        var cache = new ProgramCache(file.resolve("programs"));
        assertThatThrownBy(() -> cache.fetch(List.of(ProgramSet.INFLUXDB), phase -> {}))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("export XDG_CACHE_HOME=");
    }
}
