package faultline.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/** A file of a journal with one record a line, as a run writes it or compressed beside its name. */
public final class Packed {

    /** What is added to the name of a file that is compressed. */
    public static final String ENDING = ".gz";

    private Packed() {}

    /** The lines that are whole, as text. */
    static List<String> lines(Path file) throws IOException {
        return new String(wholeLines(file), UTF_8).lines().toList();
    }

    /**
     * Up to the last line end: cut before decoding, because half a character cannot be decoded.
     * Nothing where there is no such file, and none that is compressed.
     */
    static byte[] wholeLines(Path file) throws IOException {
        var bytes = bytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') end--;
        return Arrays.copyOf(bytes, end);
    }

    /** Compresses a file, whether it is already or not, into a folder; nothing where it is not. */
    public static void copy(Path file, Path folder) throws IOException {
        var bytes = bytes(file);
        if (bytes.length == 0) return;
        var packed = folder.resolve(file.getFileName() + ENDING);
        try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(bytes);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.exists(file)) return Files.readAllBytes(file);
        var packed = file.resolveSibling(file.getFileName() + ENDING);
        if (!Files.exists(packed)) return new byte[0];
        try (var in = new GZIPInputStream(Files.newInputStream(packed))) {
            return in.readAllBytes();
        } catch (ZipException | EOFException e) {
            throw new Damaged(packed, "", "what cannot be unpacked: " + e.getMessage(), "gzip");
        }
    }
}
