package faultline.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.kube.image.LoadImage;
import faultline.plan.BadInput;
import faultline.plan.Yaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

class DryRunTest {

    @TempDir Path folder;

    @Test
    void theKustomizationNamesEveryFileInTheOrderOfTheirNames() throws IOException {
        DryRun.write(Layouts.USUAL, folder);
        var listed =
                (List<?>)
                        Yaml.parse(
                                        "kustomization",
                                        Files.readString(folder.resolve("kustomization.yaml")))
                                .get("resources");
        try (var files = Files.list(folder)) {
            assertThat(listed)
                    .isEqualTo(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.matches("[0-9].*"))
                                    .sorted()
                                    .toList());
        }
        assertThat(listed.getFirst()).isEqualTo("00-namespace-faultline.yaml");
    }

    @Test
    void theOneSecretIsForItsOwnerOnlyAndIgnoredByGit() throws IOException {
        DryRun.write(Layouts.USUAL, folder);
        var secret = folder.resolve("not-committed/influxdb-admin.yaml");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        assertThat(folder.resolve(".gitignore")).hasContent("not-committed/");
        var token =
                Crds.map(Yaml.parse("secret", Files.readString(secret)).get("stringData"))
                        .get("token")
                        .toString();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList())
                assertThat(file).content().doesNotContain(token);
        }
    }

    @Test
    void deploymentsStartWhatTheImageHolds() {
        assertThat(Manifests.of(Layouts.USUAL))
                .filteredOn(each -> each.kind().equals("Deployment"))
                .isNotEmpty()
                .allMatch(each -> each.text().contains("@" + LoadImage.CLASS_PATH_FILE));
    }

    @Test
    void theSameLayoutGivesTheSameFiles(@TempDir Path other) throws IOException {
        for (var name : DryRun.write(Layouts.USUAL, folder)) {
            if (Files.notExists(other.resolve("kustomization.yaml")))
                DryRun.write(Layouts.USUAL, other);
            if (!name.startsWith("not-committed"))
                assertThat(folder.resolve(name)).hasSameTextualContentAs(other.resolve(name));
        }
    }

    @Test
    void aFolderInWhichSomethingIsStaysAsItWas() throws IOException {
        Files.writeString(folder.resolve("mine.yaml"), "kind: Mine\n");
        assertThatThrownBy(() -> DryRun.write(Layouts.USUAL, folder))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--dry-run");
        assertThat(folder).isDirectoryNotContaining("glob:**kustomization.yaml");
    }

    @Test
    void theLoadsImageIsTakenAsItWasPrintedWithItsDigest() {
        var printed = "registry.example:5000/me/load:1@sha256:" + "0a".repeat(32);
        var usual = Layouts.USUAL;
        var layout =
                new Layout(usual.stack(), 6, "", "20Gi", "20Gi", "10Gi", "", printed, false, false);
        assertThat(Manifests.of(layout))
                .filteredOn(each -> each.kind().equals("Deployment"))
                .allMatch(each -> each.text().contains("image: " + printed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    20GB  | ''       | ''                     | faultline/load:1 | --kafka-size
                    20Gi  | My Class | ''                     | faultline/load:1 | --storage-class
                    20Gi  | ''       | https://mirror.example | faultline/load:1 | --registry-mirror
                    20Gi  | ''       | ''                     | faultline/load   | --load-image
                    """)
    void anOptionThatCannotBeUsedIsNamed(
            String size, String storageClass, String mirror, String image, String option) {
        assertThatThrownBy(() ->
                        new Layout(
                                Layouts.USUAL.stack(),
                                6,
                                storageClass,
                                size,
                                "20Gi",
                                "10Gi",
                                mirror,
                                image,
                                false,
                                false))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(option + ": found ");
    }
}
