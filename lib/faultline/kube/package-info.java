/**
 * A stack on Kubernetes: operators, custom resources, Chaos Mesh. Nothing of the cluster is open to
 * the outside; the kit reads logs and forwards ports.
 */
//SOURCES ../platform/package-info.java
//SOURCES DeployOptions.java
//SOURCES DryRun.java
//SOURCES GuardManifests.java
//SOURCES Image.java
//SOURCES ImageList.java
//SOURCES InfluxdbManifests.java
//SOURCES KafkaManifests.java
//SOURCES Layout.java
//SOURCES LoadManifests.java
//SOURCES Manifests.java
//SOURCES MariadbManifests.java
//SOURCES Names.java
//SOURCES Resource.java
//SOURCES ScalingManifests.java
//SOURCES Secrets.java
//SOURCES Snippets.java
//SOURCES Versions.java
//DEPS info.picocli:picocli:4.7.7
package faultline.kube;
