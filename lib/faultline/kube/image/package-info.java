/**
 * Images: that of feeders and consumers, and the digests of all; apart from its room, for whom else
 * it would be ballast.
 */
//SOURCES ../package-info.java
//SOURCES Digests.java
//SOURCES LoadImage.java
//DEPS com.google.cloud.tools:jib-core:0.27.3
package faultline.kube.image;
