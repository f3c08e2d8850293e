package faultline.kube.image;

import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.registry.RegistryClient;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;

/** What images are at this moment where they are pulled from: a tag can move, a digest cannot. */
public final class Digests {

    private Digests() {}

    /**
     * Asks each image's registry, all at once.
     *
     * @return a line an image, in their order: with its digest, or with why there is none behind a
     *     {@code #}
     */
    public static List<String> lines(List<String> references) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            return references.stream()
                    .map(reference -> executor.submit(() -> line(reference)))
                    .toList()
                    .stream()
                    .map(asked -> {
                        try {
                            return asked.get();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();
        }
    }

    private static String line(String reference) {
        try {
            var digest = "@" + digest(reference);
            return reference.endsWith(digest) ? reference : reference + digest;
        } catch (IOException | RegistryException | CredentialRetrievalException e) {
            var why = (Throwable) e;
            while (why.getCause() != null) why = why.getCause();
            return "%s    # no digest: %s".formatted(reference, words(why));
        }
    }

    private static String words(Throwable why) {
        var said =
                why.getMessage() == null ? "" : ": " + why.getMessage().lines().findFirst().get();
        return why.getClass().getSimpleName() + said;
    }

    private static String digest(String reference)
            throws IOException, RegistryException, CredentialRetrievalException {
        var image = LoadImage.named(reference, "--load-image");
        var http = new FailoverHttpClient(LoadImage.isLocal(image.getRegistry()), false, log -> {});
        try {
            var clients =
                    RegistryClient.factory(
                            EventHandlers.NONE, image.getRegistry(), image.getRepository(), http);
            var login =
                    CredentialRetrieverFactory.forImage(image, event -> {})
                            .dockerConfig()
                            .retrieve();
            login.ifPresent(clients::setCredential);
            var registry = clients.newRegistryClient();
            try {
                return digest(registry, image.getQualifier());
            } catch (RegistryUnauthorizedException e) {
                // Most let everybody read who first asks them for a token.
                if (!registry.doPullBearerAuth()) registry.configureBasicAuth();
                return digest(registry, image.getQualifier());
            }
        } finally {
            http.shutDown();
        }
    }

    private static String digest(RegistryClient registry, String tag)
            throws IOException, RegistryException {
        return registry.checkManifest(tag)
                .orElseThrow(() -> new IOException("the registry has no such image"))
                .getDigest()
                .toString();
    }
}
