package faultline.kube;

import java.util.List;

/** What an offline cluster needs beforehand. */
public final class ImageList {

    private ImageList() {}

    /** Every image that operators and stack pull with this layout, one reference each. */
    public static List<String> of(Layout layout) {
        return Image.references(layout.mirror(), layout.loadImage());
    }
}
