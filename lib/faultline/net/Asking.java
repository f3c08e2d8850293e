package faultline.net;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The inner end of the way between inside and outside. */
final class Asking {

    private final DataInputStream in;
    private final DataOutputStream out;

    private Asking(SocketChannel channel) {
        in = new DataInputStream(Channels.newInputStream(channel));
        out = new DataOutputStream(Channels.newOutputStream(channel));
    }

    /** Connects, and removes what was there to be found: from now on no file of it is left. */
    static Asking connect(Path place) {
        try {
            var asking = new Asking(SocketChannel.open(UnixDomainSocketAddress.of(place)));
            Files.delete(place);
            Files.delete(place.getParent());
            return asking;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reach the process outside", e);
        }
    }

    synchronized String ask(String request) throws IOException {
        var bytes = request.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
        var good = in.readBoolean();
        var text = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        if (!good) throw new IOException(text);
        return text;
    }
}
