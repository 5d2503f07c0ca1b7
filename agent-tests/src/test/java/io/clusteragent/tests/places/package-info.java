/**
 * The packaged agent in the places where services run: Spring Boot's executable jars, Tomcat, OSGi, beside other agents, on
 * virtual threads, under a security manager. What a program sees there with the agent on a cluster is what it sees without
 * it on a standalone server. All but the shortest run in the profile {@code long} only.
 */
package io.clusteragent.tests.places;
