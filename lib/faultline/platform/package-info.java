/** The narrow interface that every place a stack can run in implements. */
//SOURCES ../chaos/package-info.java
//SOURCES ../stack/package-info.java
//SOURCES Beside.java
//SOURCES Drop.java
//SOURCES Endpoints.java
//SOURCES KafkaHealth.java
//SOURCES LinkProbe.java
//SOURCES LinkTraffic.java
//SOURCES Platform.java
//SOURCES Pod.java
//SOURCES PodLog.java
//SOURCES Usage.java
//DEPS org.apache.kafka:kafka-clients:4.3.1
//DEPS org.slf4j:slf4j-simple:2.0.20
package faultline.platform;
