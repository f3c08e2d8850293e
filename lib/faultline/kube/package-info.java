/**
 * A stack on Kubernetes: operators, custom resources, Chaos Mesh. Nothing of the cluster is open to
 * the outside; the kit reads logs and forwards ports.
 */
//SOURCES ../platform/package-info.java
//SOURCES Applying.java
//SOURCES ChaosApi.java
//SOURCES ChaosPreflight.java
//SOURCES ChaosRunner.java
//SOURCES DaemonLook.java
//SOURCES DeployOptions.java
//SOURCES Deployments.java
//SOURCES DryRun.java
//SOURCES Evidence.java
//SOURCES Forwards.java
//SOURCES GuardManifests.java
//SOURCES Image.java
//SOURCES ImageList.java
//SOURCES InfluxdbManifests.java
//SOURCES KafkaManifests.java
//SOURCES KubeLog.java
//SOURCES KubePlatform.java
//SOURCES KubeletUsage.java
//SOURCES Layout.java
//SOURCES LoadManifests.java
//SOURCES Manifests.java
//SOURCES MariadbManifests.java
//SOURCES Names.java
//SOURCES Observed.java
//SOURCES Operator.java
//SOURCES Operators.java
//SOURCES Patience.java
//SOURCES PodTable.java
//SOURCES Resource.java
//SOURCES ScalingManifests.java
//SOURCES Secrets.java
//SOURCES Snippets.java
//SOURCES Trouble.java
//SOURCES Versions.java
//DEPS info.picocli:picocli:4.7.7
//DEPS io.fabric8:kubernetes-client-api:7.8.0
//DEPS io.fabric8:kubernetes-client:7.8.0@fatjar
//DEPS io.fabric8:kubernetes-httpclient-jdk:7.8.0
package faultline.kube;
