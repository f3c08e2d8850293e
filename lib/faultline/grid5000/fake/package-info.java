/** A Grid'5000 API without machines, for tests and for trying the commands. */
//SOURCES ../package-info.java
//SOURCES Catalogue.java
//SOURCES FakeClock.java
//SOURCES FakeDeployment.java
//SOURCES FakeDeployments.java
//SOURCES FakeGrid5000.java
//SOURCES FakeJob.java
//SOURCES FakeJobs.java
//SOURCES Invented.java
//SOURCES Mischief.java
//SOURCES Refusal.java
//SOURCES Reply.java
package faultline.grid5000.fake;
