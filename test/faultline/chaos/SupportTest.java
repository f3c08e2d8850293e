package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faultline.chaos.Support.Platform;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

class SupportTest {

    @Test
    void theTableInTheReadmeIsThatOfTheCode() throws IOException {
        assertThat(Files.readString(Path.of("lib/faultline/chaos/README.md")))
                .contains("\n\n" + Support.markdown() + "\n");
    }

    @Test
    void everyKindAndEveryActionOfItsShapeIsInTheTable() {
        var table =
                Support.table().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Support::kind,
                                        Collectors.mapping(Support::action, Collectors.toList())));
        assertThat(table.keySet()).containsExactlyInAnyOrderElementsOf(Kinds.names());
        for (var kind : Kinds.names()) {
            var action = Kinds.named(kind).spec().fields().get("action");
            if (action != null && !kind.equals("PhysicalMachineChaos"))
                assertThat(table.get(kind)).containsExactlyElementsOf(action.choices());
        }
    }

    @Test
    void whatDoesNotRunSaysWhyAndWhatToDoInstead() {
        assertThat(Support.table())
                .filteredOn(row -> !row.local().runs())
                .isNotEmpty()
                .allMatch(row -> row.local().words().matches(".{15,}; (on a cluster, |use ).*"));
    }

    @Test
    void aFaultThatRunsHereIsLetThroughAndAnotherIsRefused() {
        for (var fault : List.of(Pods.killAll("{}"), Networks.network("action: partition")))
            assertThatCode(() -> Support.require(fault.resolve(Pods.PODS, 1), Platform.LOCAL))
                    .doesNotThrowAnyException();

        var clock = Networks.fault("TimeChaos", "timeOffset: 5m", "all", "").resolve(Pods.PODS, 1);
        assertThatThrownBy(() -> Support.require(clock, Platform.LOCAL))
                .isInstanceOf(NotSupported.class)
                .hasMessage(
                        "f: TimeChaos time-offset does not run on local: the clock of a running"
                                + " process cannot be shifted here; on a cluster, Chaos Mesh does"
                                + " it");
        assertThatCode(() -> Support.require(clock, Platform.KUBERNETES))
                .doesNotThrowAnyException();
    }

    @Test
    void everyValidSpecHasAnAnswer() {
        EveryKind.specs()
                .forEach((kind, spec) -> {
                    if (!Kinds.names(Kinds.Scope.PODS).contains(kind)) return;
                    var fault =
                            Manifest.parse("x", EveryKind.document(kind, spec))
                                    .resolve(Pods.PODS, 1);
                    assertThat(Support.of(fault, Platform.LOCAL).runs())
                            .as(kind)
                            .isEqualTo(
                                    List.of("PodChaos", "NetworkChaos", "StressChaos")
                                            .contains(kind));
                    assertThat(fault.injection().recordIds("kafka-0"))
                            .singleElement()
                            .asString()
                            .startsWith("faultline/kafka-0");
                });
    }
}
