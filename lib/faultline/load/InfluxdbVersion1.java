package faultline.load;

import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;

/**
 * Lets influxdb-client-java, which speaks to InfluxDB 2, write to InfluxDB 1: {@code
 * /api/v2/write?bucket=b} becomes {@code /write?db=b} where {@code /ping} tells a version 1. Debian
 * has 1.6, in which the first of the two does not exist yet.
 */
final class InfluxdbVersion1 implements Interceptor {

    private volatile Boolean version1;

    @Override
    public Response intercept(Chain chain) throws IOException {
        var request = chain.request();
        if (!request.url().encodedPath().equals("/api/v2/write")) return chain.proceed(request);
        if (version1 == null) version1 = asksForVersion1(chain);
        return chain.proceed(version1 ? rewritten(request) : request);
    }

    private static boolean asksForVersion1(Chain chain) throws IOException {
        var url = chain.request().url().newBuilder().encodedPath("/ping").query(null).build();
        try (var answer = chain.proceed(new Request.Builder().url(url).build())) {
            var version = answer.header("X-Influxdb-Version", "");
            if (!answer.isSuccessful() || version.isEmpty())
                throw new IOException(url + " answers " + answer.code() + " and no version");
            return version.matches("v?1\\..*");
        }
    }

    private static Request rewritten(Request request) {
        var url = request.url();
        return request.newBuilder()
                .url(
                        url.newBuilder()
                                .encodedPath("/write")
                                .query(null)
                                .addQueryParameter("db", url.queryParameter("bucket"))
                                .addQueryParameter("precision", url.queryParameter("precision"))
                                .build())
                .build();
    }
}
