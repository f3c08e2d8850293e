package faultline.net;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The outer end of the way between inside and outside: a socket in a folder of ours. */
final class Answering implements AutoCloseable {

    private final Path folder = Files.createTempDirectory("faultline-inside-");
    private final ServerSocketChannel server;

    Answering(UnaryOperator<String> answer) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(place()));
        Thread.ofVirtual().start(() -> serve(answer));
    }

    /** Where inside finds us; inside removes it as soon as it has. */
    Path place() {
        return folder.resolve("socket");
    }

    private void serve(UnaryOperator<String> answer) {
        try (var channel = server.accept()) {
            var in = new DataInputStream(Channels.newInputStream(channel));
            var out = new DataOutputStream(Channels.newOutputStream(channel));
            while (true) {
                var request = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                var good = true;
                String text;
                try {
                    text = answer.apply(request);
                } catch (RuntimeException e) {
                    good = false;
                    text = String.valueOf(e.getMessage());
                }
                var bytes = text.getBytes(StandardCharsets.UTF_8);
                out.writeBoolean(good);
                out.writeInt(bytes.length);
                out.write(bytes);
                out.flush();
            }
        } catch (EOFException e) {
            // Inside has ended.
        } catch (IOException e) {
            // The socket was closed: we end.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(place());
        Files.deleteIfExists(folder);
    }
}
