/**
 * Tests of the packaged agent in the environments of services: Spring Boot's executable jars, Tomcat, OSGi, together with other
 * agents, on virtual threads, under a security manager. The results of a program with the agent on a cluster equal those without
 * it on a standalone server. All but the shortest tests run in the profile {@code long} only.
 */
package io.clusteragent.tests.places;
