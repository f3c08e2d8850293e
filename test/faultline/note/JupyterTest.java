package faultline.note;

import static org.assertj.core.api.Assertions.assertThat;

import faultline.report.Page;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What nbformat.v4.5.schema.json requires, and that there is nothing that it does not allow. */
class JupyterTest {

    @TempDir Path figures;

    @Test
    void theDocumentHasWhatTheSchemaRequiresOfEachCellAndOutput() throws IOException {
        Files.writeString(figures.resolve("a.svg"), "<?xml version=\"1.0\"?>\n<svg/>");
        var outputs =
                List.<Page.Block>of(
                        new Page.Listing("printed"),
                        new Page.Table(List.of("x"), List.of(true), List.of(List.of("1"))),
                        new Page.Picture("a", "A picture."),
                        new Page.Paragraph("Said.", Page.Tone.ANSWER));
        var document =
                Jupyter.of(
                        List.of(
                                new Piece.Prose("# Title\n"),
                                new Piece.Code(
                                        new Block(3, "f()\n", true, Optional.empty()), outputs)),
                        figures);
        assertThat(document).containsOnlyKeys("cells", "metadata", "nbformat", "nbformat_minor");
        assertThat(document).containsEntry("nbformat", 4).containsEntry("nbformat_minor", 5);
        assertThat(map(document.get("metadata")).get("kernelspec"))
                .isEqualTo(Map.of("name", "java", "display_name", "Java"));
        var cells = maps(document.get("cells"));
        assertThat(cells).hasSize(2);
        assertThat(cells.getFirst())
                .containsOnlyKeys("id", "cell_type", "metadata", "source")
                .containsEntry("cell_type", "markdown");
        assertThat(cells.getLast())
                .containsOnlyKeys(
                        "id", "cell_type", "metadata", "source", "outputs", "execution_count")
                .containsEntry("cell_type", "code")
                .containsEntry("execution_count", 1);
        assertThat(cells.stream().map(cell -> cell.get("id")))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id.toString()).matches("[a-zA-Z0-9-_]{1,64}"));
        var shown = maps(cells.getLast().get("outputs"));
        assertThat(shown.getFirst())
                .containsOnlyKeys("output_type", "name", "text")
                .containsEntry("output_type", "stream")
                .containsEntry("name", "stdout");
        assertThat(shown.subList(1, 4))
                .allSatisfy(output -> {
                    assertThat(output).containsOnlyKeys("output_type", "data", "metadata");
                    assertThat(output).containsEntry("output_type", "display_data");
                });
        assertThat(
                        shown.subList(1, 4).stream()
                                .flatMap(output -> map(output.get("data")).keySet().stream())
                                .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "text/plain", "text/html", "image/svg+xml", "text/markdown");
        assertThat(map(shown.get(2).get("data"))).containsEntry("image/svg+xml", "<svg/>");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(Object value) {
        return (List<Map<String, Object>>) value;
    }
}
