package faultline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

class DiagramTest {

    private static final Fault CUT =
            Networks.network(
                            "action: partition, direction: both, target: {mode: all, selector:"
                                    + " {pods: {faultline: [mariadb-1]}}}",
                            "pods: {faultline: [kafka-0]}")
                    .resolve(Pods.PODS, 1);

    @Test
    void theTextNamesThePodsAndTheLinks() {
        assertThat(Diagram.text(CUT, Pods.PODS))
                .isEqualTo(
                        """
                        f: NetworkChaos partition for 10s
                          hits    kafka-0
                          target  mariadb-1
                          link    kafka-0 -> mariadb-1
                          link    mariadb-1 -> kafka-0
                        """);
        assertThat(
                        Diagram.text(
                                Pods.killAll("{labelSelectors: {app: kafka}}")
                                        .resolve(Pods.PODS, 1),
                                Pods.PODS))
                .isEqualTo(
                        """
                        kill: PodChaos pod-kill, at once
                          hits    kafka-0 kafka-1 kafka-2
                        """);
    }

    @Test
    void linksToEveryOtherPodAreOneLineEach() {
        var all = Networks.network("action: delay, delay: {latency: 5ms}").resolve(Pods.PODS, 1);
        assertThat(Diagram.text(all, Pods.PODS))
                .contains("  link    kafka-2 -> every other pod\n")
                .hasLineCount(5);
    }

    @Test
    void linksFromEveryOtherPodAreOneLineToo() {
        var cut = Shipped.find("kafka-partition").resolve(Pods.PODS, 3);
        assertThat(Diagram.text(cut, Pods.PODS))
                .endsWith(
                        """
                          link    kafka-0 -> every other pod
                          link    every other pod -> kafka-0
                        """);
    }

    @Test
    void theImageHasABoxForEachPodAndAnArrowForEachLink() throws Exception {
        var svg = parse(Diagram.svg(CUT, Pods.PODS));
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(Pods.PODS.size() + 1);
        assertThat(paths(svg, "touched")).hasSize(2);
        assertThat(count(svg, "stroke-width", "3")).as("hit").isEqualTo(1);
        assertThat(count(svg, "stroke-dasharray", "5 3")).as("target").isEqualTo(1);
    }

    @Test
    void everythingLiesWithinTheImage() throws Exception {
        var all = Shipped.find("kafka-partition").resolve(Pods.PODS, 3);
        var svg = parse(Diagram.svg(all, Pods.PODS));
        var paths = new ArrayList<>(paths(svg, "touched"));
        paths.addAll(paths(svg, "data"));
        assertThat(paths).hasSizeGreaterThan(20);
        for (var path : paths) {
            var numbers = coordinates(path);
            assertThat(numbers).hasSize(8);
            for (int i = 0; i < 8; i++)
                assertThat(numbers[i]).isBetween(0.0, number(svg, i % 2 == 0 ? "width" : "height"));
        }
        var boxes = svg.getElementsByTagName("rect");
        for (int i = 0; i < boxes.getLength(); i++) {
            var box = (Element) boxes.item(i);
            if (!box.hasAttribute("x")) continue;
            assertThat(number(box, "x") + number(box, "width")).isLessThan(number(svg, "width"));
            assertThat(number(box, "y") + number(box, "height")).isLessThan(number(svg, "height"));
        }
    }

    @Test
    void dataFlowsFromLeftToRightAndWhatCarriesNoneIsThin() throws Exception {
        var svg =
                parse(
                        Diagram.svg(
                                Networks.network(
                                                "action: delay, delay: {latency: 5ms}",
                                                "pods: {faultline: [kafka-0]}")
                                        .resolve(Pods.PODS, 1),
                                Pods.PODS));
        assertThat(paths(svg, "data"))
                .allSatisfy(path ->
                        assertThat(coordinates(path)[0]).isLessThanOrEqualTo(coordinates(path)[6]));
        assertThat(paths(svg, "touched"))
                .extracting(path -> path.getAttribute("stroke-width"))
                .hasSize(Pods.PODS.size() - 1)
                .contains("2", "0.8");
    }

    @Test
    void whatLiesOutsideHasABoxOfItsOwn() throws Exception {
        var outside =
                Networks.network("action: partition, externalTargets: ['example.com:443']")
                        .resolve(Pods.PODS, 1);
        var svg = parse(Diagram.svg(outside, Pods.PODS));
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(Pods.PODS.size() + 2);
        assertThat(svg.getTextContent()).contains("example.com:443");
    }

    @Test
    void theSameFaultIsAlwaysTheSameImage() {
        assertThat(Diagram.svg(CUT, Pods.PODS)).isEqualTo(Diagram.svg(CUT, Pods.PODS));
    }

    private static Element parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    private static long count(Element svg, String attribute, String value) {
        var boxes = svg.getElementsByTagName("rect");
        long count = 0;
        for (int i = 0; i < boxes.getLength(); i++)
            if (((Element) boxes.item(i)).getAttribute(attribute).equals(value)) count++;
        return count;
    }

    private static List<Element> paths(Element svg, String role) {
        var found = new ArrayList<Element>();
        var paths = svg.getElementsByTagName("path");
        for (int i = 0; i < paths.getLength(); i++)
            if (((Element) paths.item(i)).getAttribute("class").equals(role))
                found.add((Element) paths.item(i));
        return found;
    }

    private static double[] coordinates(Element path) {
        return Arrays.stream(path.getAttribute("d").split("[MC ]"))
                .filter(part -> !part.isEmpty())
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
