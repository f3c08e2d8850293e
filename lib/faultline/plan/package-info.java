/** What is asked: loads, sweeps and their points, and how bad input is answered. */
//SOURCES ../package-info.java
//SOURCES Autoscale.java
//SOURCES BadInput.java
//SOURCES Durations.java
//SOURCES Load.java
//SOURCES OwnService.java
//SOURCES Point.java
//SOURCES Section.java
//SOURCES Setting.java
//SOURCES Sweep.java
//SOURCES Unavailable.java
//SOURCES Yaml.java
//DEPS com.fasterxml.jackson.core:jackson-annotations:2.22
//DEPS com.fasterxml.jackson.core:jackson-core:2.22.4
//DEPS com.fasterxml.jackson.core:jackson-databind:2.22.4
//DEPS com.fasterxml.jackson.dataformat:jackson-dataformat-yaml:2.22.4
package faultline.plan;
