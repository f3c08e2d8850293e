package faultline.chart;

import java.util.List;

/** One picture within a figure, which draws the legend of all of them. */
interface Plot {

    /** Its lines of the legend. */
    List<Panel.Key> keys();

    /** How much room the labels on its left need, in pixels. */
    double gutter(int height);

    /**
     * Draws into a box whose upper left corner is the origin.
     *
     * @param gutter room for the labels on the left, the same for all plots of a figure
     * @param last whether no plot is below
     */
    void draw(Ink ink, int width, int height, double gutter, boolean last);
}
