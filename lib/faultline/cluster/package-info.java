/**
 * A highly available Kubernetes on Linux hosts, by OpenSSH: k3s with its state on three servers,
 * looked at before and verified after, and a way to its API that moves when a server dies.
 *
 * <pre>
 *   var cluster = new Cluster(Clusters.ofThisUser("faultline"), IO::println);
 *   cluster.make(options, Reservations.ofThisUser(), Host.cache()); // again: changes nothing
 *   cluster.reached(kubeconfig -> 0); // whatever needs its API, in the place of the 0
 * </pre>
 *
 * Hosts come from a reservation of Grid'5000 or from a list. Real k3s was never started by the
 * tests: over real ssh they talk to a stand-in that writes down what it is asked.
 */
//SOURCES ../grid5000/package-info.java
//SOURCES Bootstrap.java
//SOURCES BootstrapOptions.java
//SOURCES Checks.java
//SOURCES Child.java
//SOURCES Cluster.java
//SOURCES ClusterFacts.java
//SOURCES ClusterPlan.java
//SOURCES Clusters.java
//SOURCES Config.java
//SOURCES Distribution.java
//SOURCES Facts.java
//SOURCES Host.java
//SOURCES ImageArchive.java
//SOURCES Images.java
//SOURCES Install.java
//SOURCES K3s.java
//SOURCES Kubeconfig.java
//SOURCES Settled.java
//SOURCES Ssh.java
//SOURCES Together.java
//SOURCES Tunnel.java
//SOURCES Verification.java
//SOURCES Way.java
//FILES cluster/prepare.sh=../../../grid5000/prepare.sh
//FILES cluster/registries.yaml=../../../grid5000/registries.yaml
//DEPS info.picocli:picocli:4.7.7
package faultline.cluster;
