package faultline.note;

import faultline.report.Page;

import java.util.List;

/** A part of a notebook, as it stands on the page. */
sealed interface Piece {

    /** Markdown between two blocks. */
    record Prose(String markdown) implements Piece {}

    /**
     * A block, and what came of it.
     *
     * @param outputs empty before it ran
     */
    record Code(Block block, List<Page.Block> outputs) implements Piece {}
}
