/**
 * The Grid'5000 API: what the testbed has, reserving and deploying nodes, and giving them back
 * whatever happens. A Kubernetes on them is another room's work.
 *
 * <pre>
 *   try (var testbed = Grid5000.open(access, Timekeeper.system())) {
 *       var reserver = new Reserver(testbed, Reservations.ofThisUser(), IO::println);
 *       var reservation = reserver.reserve(wanted, limits);
 *       reservation.nodes(); // names, addresses and data disks
 *       new Releaser(testbed, Reservations.ofThisUser(), IO::println)
 *               .release(wanted.site(), wanted.name());
 *   }
 * </pre>
 *
 * It was never run on Grid'5000 itself: the tests talk to {@link faultline.grid5000.fake}.
 */
//SOURCES ../plan/package-info.java
//SOURCES Access.java
//SOURCES Answer.java
//SOURCES Api.java
//SOURCES ApiOptions.java
//SOURCES Charter.java
//SOURCES Cidr.java
//SOURCES Cluster.java
//SOURCES ControlGroups.java
//SOURCES Credentials.java
//SOURCES Deployer.java
//SOURCES Deployment.java
//SOURCES Disk.java
//SOURCES Facts.java
//SOURCES Grid5000.java
//SOURCES Holidays.java
//SOURCES InstantReader.java
//SOURCES Job.java
//SOURCES JobRequest.java
//SOURCES Node.java
//SOURCES NodeStatus.java
//SOURCES Pace.java
//SOURCES Paris.java
//SOURCES Preflight.java
//SOURCES Provenance.java
//SOURCES Releaser.java
//SOURCES Reservation.java
//SOURCES Reservations.java
//SOURCES ReserveOptions.java
//SOURCES Reserver.java
//SOURCES RunKey.java
//SOURCES Site.java
//SOURCES SudoG5k.java
//SOURCES Timekeeper.java
//SOURCES Waiting.java
//SOURCES Wanted.java
//DEPS info.picocli:picocli:4.7.7
package faultline.grid5000;
