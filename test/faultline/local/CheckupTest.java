package faultline.local;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.local.Finding.Grade;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class CheckupTest {

    @Test
    void whatTheseTestsThemselvesNeedIsFoundGood(@TempDir Path folder) {
        assertThat(Checkup.of(folder.resolve("reports")))
                .filteredOn(f -> f.what().matches("JDK 25|sh|setsid|loopback addresses"))
                .hasSize(4)
                .allSatisfy(f -> assertThat(f.grade()).as(f.toString()).isEqualTo(Grade.GOOD));
    }

    @Test
    void aProgramIsThereOrSomethingIsSaidAboutIt(@TempDir Path folder) {
        for (var set : new ProgramSet[] {ProgramSet.MARIADB, ProgramSet.INFLUXDB})
            assertThat(Checkup.of(folder))
                    .filteredOn(f -> f.what().equals(set.programs().getFirst()))
                    .singleElement()
                    .satisfies(f -> assertThat(f.found()).isNotEmpty());
    }
}
