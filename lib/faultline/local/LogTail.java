package faultline.local;

import faultline.platform.PodLog;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Follows a file that a pod appends to. */
final class LogTail implements PodLog {

    private static final int MOST_BYTES_AT_ONCE = 16 << 20;

    private final Path file;
    private long position;

    LogTail(Path file) {
        this.file = file;
    }

    @Override
    public List<String> poll() {
        if (!Files.exists(file)) return List.of();
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            // A file that became shorter is a new one.
            if (in.length() < position) position = 0;
            var bytes = new byte[(int) Math.min(in.length() - position, MOST_BYTES_AT_ONCE)];
            in.seek(position);
            in.readFully(bytes);
            var end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') end--;
            position += end;
            return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
