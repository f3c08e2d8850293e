/**
 * All of a study on the testbed in one go: nodes, a system, a Kubernetes, the stack, the runs, what
 * must be kept, and the nodes given back, whatever happens in between.
 */
//SOURCES ../cluster/package-info.java
//SOURCES Campaign.java
//SOURCES CampaignPage.java
//SOURCES CampaignPlan.java
//SOURCES KitWork.java
//SOURCES Phase.java
//SOURCES Phases.java
//SOURCES Work.java
//DEPS info.picocli:picocli:4.7.7
package faultline.campaign;
