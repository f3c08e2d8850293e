package faultline.grid5000;

import faultline.grid5000.fake.Catalogue;
import faultline.grid5000.fake.FakeClock;
import faultline.grid5000.fake.FakeGrid5000;
import faultline.grid5000.fake.Invented;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A fake testbed on a clock that moves only when somebody waits, and a client of it. */
final class Bench implements AutoCloseable {

    /** A Saturday, so that the daytime rule is out of the way. */
    static final Instant SATURDAY = Instant.parse("2026-11-21T09:00:00Z");

    static final Path FIXTURES = Path.of("../shared/grid5000-fixtures");

    final FakeGrid5000 fake;
    final FakeClock clock;
    final Grid5000 testbed;
    final Reservations reservations;
    final List<String> told = new ArrayList<>();

    Bench(Path folder, Catalogue catalogue, Instant now) {
        clock = new FakeClock(now, false);
        fake = new FakeGrid5000(0, catalogue, clock, "jdoe", Optional.empty());
        testbed = open(new Access(fake.address(), "jdoe", Optional.empty(), "test"));
        reservations = new Reservations(folder);
    }

    Bench(Path folder) {
        this(folder, Invented.catalogue(), SATURDAY);
    }

    Grid5000 open(Access access) {
        return new Grid5000(access, clock, Duration.ofSeconds(2));
    }

    URI address() {
        return fake.address();
    }

    Reserver reserver() {
        return new Reserver(testbed, reservations, told::add);
    }

    Releaser releaser() {
        return new Releaser(testbed, reservations, told::add);
    }

    Reservation reserve() {
        return reserve(new Asked().standard());
    }

    Reservation reserve(Asked asked) {
        return reserver().reserve(asked.wanted(), asked.limits());
    }

    long posts() {
        return fake.requests().stream().filter(r -> r.matches("POST .*/jobs")).count();
    }

    @Override
    public void close() {
        testbed.close();
        fake.close();
    }
}
