package faultline.campaign;

import faultline.grid5000.Credentials;
import faultline.grid5000.Grid5000;
import faultline.grid5000.RemoteTime;
import faultline.grid5000.Reservations;

import java.net.URI;
import java.nio.file.Path;

/**
 * A campaign of its own process, on real nodes where there is a kit for them; else it says what it
 * would do, and stops where it is to be killed.
 */
final class KilledCampaign {

    private KilledCampaign() {}

    /** Says where it is, and stays there when that is the place. */
    private record StoppingWork(String stop) implements NamedWork {

        @Override
        public void at(String what) {
            IO.println("AT " + what);
            try {
                if (what.equals(stop)) Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static void main(String[] arguments) {
        var api = URI.create(arguments[0]);
        var folder = Path.of(arguments[1]);
        var reservations = new Reservations(folder.resolve("state/grid5000"));
        var stop = System.getenv("STOP_AT");
        var work =
                stop == null
                        ? new KitWork(
                                folder.resolve("kit"),
                                reservations,
                                folder.resolve("state"),
                                folder.resolve("cache"),
                                IO::println)
                        : new StoppingWork(stop);
        try (var time = new RemoteTime(api);
                var testbed = Grid5000.open(Credentials.ofThisUser().access(api), time)) {
            new Campaign(
                            CampaignPlan.read(folder.resolve("campaign.yaml")),
                            folder.resolve("out"),
                            testbed,
                            reservations,
                            work,
                            IO::println)
                    .run();
        }
    }
}
