/**
 * What is deployed: components, their pods, labels, ports and the settings both platforms share.
 */
//SOURCES ../plan/package-info.java
//SOURCES Component.java
//SOURCES GaleraSettings.java
//SOURCES KafkaSettings.java
//SOURCES PodSpec.java
//SOURCES Ports.java
//SOURCES Protection.java
//SOURCES Stack.java
package faultline.stack;
